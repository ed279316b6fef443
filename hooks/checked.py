"""What each page says about its own programs: when they were checked, and on what.

It is read from the record that a check leaves behind, and compared with the programs as they are now.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hooks.trace import sha256_of

FILE = ".verified.json"


@dataclass(frozen=True)
class Standing:
    """How the programs of a page stand: how many there are, and the records of those that are as they were when checked."""

    programs: int
    entries: tuple[dict[str, Any], ...]

    @property
    def is_whole(self) -> bool:
        return len(self.entries) == self.programs

    @property
    def sentence(self) -> str:
        """What the page says; nothing where no program is shown."""
        all_of_them = "The program" if self.programs == 1 else f"All {self.programs} programs"
        if not self.programs:
            return ""
        if not self.is_whole:
            left = self.programs - len(self.entries)
            changed = "1 program of this page has" if left == 1 else f"{left} programs of this page have"
            return f"{changed} not been checked as shown: run make check."
        versions = sorted({f"Apache Kafka {entry['kafka']} with kafka-python {entry['kafka-python']}" for entry in self.entries})
        date = min(entry["at"] for entry in self.entries)[:10]
        return f"{all_of_them} on this page ran as shown on {' and '.join(versions)}, on {date}."


def standing(programs: Sequence[Path], root: Path) -> Standing:
    """Compare the programs of a page with the record; a record that can't be read holds nothing."""
    paths = dict.fromkeys(programs)
    try:
        record = json.loads((root / FILE).read_text("utf-8"))
        found = [_entry(record, path, root) for path in paths]
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return Standing(len(paths), ())
    return Standing(len(paths), tuple(entry for entry in found if entry))


def _entry(record: dict[str, Any], path: Path, root: Path) -> dict[str, Any] | None:
    """The latest record of a program, on whichever engine, if it is of these very bytes."""
    name = path.relative_to(root / "snippets").with_suffix("").as_posix()
    sha256 = sha256_of(path)
    same: list[dict[str, Any]] = [entry for entry in record.get(name, {}).values() if entry["sha256"] == sha256]
    return max(same, key=lambda entry: str(entry["at"]), default=None)
