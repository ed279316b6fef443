"""Reads lab/kafka/VERSION.lock: which Kafka the embedded engine runs, byte for byte, and the settings that this Kafka knows."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = next(Path(__file__).parent.glob("*.lock"))


@dataclass(frozen=True)
class Jar:
    """An artifact of Maven Central with its SHA-256 sum and its size in bytes."""

    group: str
    artifact: str
    version: str
    sha256: str
    size: int

    @property
    def file(self) -> str:
        return f"{self.artifact}-{self.version}.jar"

    @property
    def path(self) -> str:
        """Where a Maven repository keeps it."""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.file}"


@dataclass(frozen=True)
class Lock:
    kafka: str
    jars: tuple[Jar, ...]
    settings: frozenset[str]


@cache
def read() -> Lock:
    """The committed lock; `make lock` writes it anew."""
    data = json.loads(PATH.read_text())
    return Lock(data["kafka"], tuple(Jar(**jar) for jar in data["jars"]), frozenset(data["settings"]))
