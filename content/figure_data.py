"""What was recorded for one figure: the format of recordings/figures/FIGURE.json."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from content.seals import seal


class UnreadableFigure(Exception):
    """A file that holds no figure's data; its text says why."""


@dataclass(frozen=True)
class FigureData:
    """The data of one figure, and what it was recorded on."""

    date: str  # YYYY-MM-DD
    kafka: str
    clients: Mapping[str, str]  # name and version
    data: Mapping[str, Any]

    def dumps(self) -> str:
        """Return the text of the figure's file.

        Each entry of the data is on a line of its own, so a diff shows what has changed.
        """
        head = asdict(self)
        del head["data"]
        lines = [
            f"{json.dumps(key)}: {json.dumps(value)}"
            for key, value in (head | {"seal": seal(asdict(self))}).items()
        ]
        data = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in self.data.items())
        return "{\n" + ",\n".join([*lines, f'"data": {{\n{data}\n}}']) + "\n}\n"

    @classmethod
    def loads(cls, text: str) -> "FigureData":
        """Read what `dumps` wrote.

        Raises:
            UnreadableFigure: when it is something else.
        """
        try:
            found = json.loads(text)
            sealed = found.pop("seal", "")
            recorded = cls(**found)
        except (ValueError, TypeError, AttributeError) as error:
            raise UnreadableFigure(f"{type(error).__name__}: {error}") from error
        if sealed != seal(asdict(recorded)):
            raise UnreadableFigure("it was edited by hand")
        return recorded
