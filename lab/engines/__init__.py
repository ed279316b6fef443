"""Which engine is asked for."""

import os

from lab.errors import LabError

NAMES = ("embedded", "container")


def chosen(engine: str | None) -> str | None:
    """The engine that an argument, or else `LAB_ENGINE`, names; None: no matter which.

    Raises:
        LabError: for a name that is none.
    """
    name = engine or os.environ.get("LAB_ENGINE") or None
    if name is not None and name not in NAMES:
        raise LabError(f"There is no engine {name}: use {' or '.join(NAMES)}.")
    return name
