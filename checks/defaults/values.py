"""Settings with their defaults, as they are read and stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isinf
from typing import Any

Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Values:
    """Settings with their defaults: those of which version, and where they were read."""

    version: str
    source: str
    settings: Mapping[str, Scalar]

    def as_json(self) -> dict[str, Any]:
        """The form in which values are stored."""
        return {
            "version": self.version,
            "source": self.source,
            "settings": dict(sorted(self.settings.items())),
        }


def plain(value: object) -> Scalar:
    """A value that JSON can hold: an object becomes its class, and infinity a word."""
    if isinstance(value, float) and isinf(value):
        return "infinite"
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return type(value).__name__
