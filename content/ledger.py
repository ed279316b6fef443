"""The state of each page's programs and statements: when they were checked, and on what.

It is read from the record that a check leaves, and compared with the current pages and programs. The record
maps a program (part/page/name), a proof (name) or a file of tests without statements to its entry on each
engine.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content import seals
from content.seals import sha256_of
from content.statements import Proof, Statement

FILE = ".verified.json"
Entry = dict[str, Any]


def seal(name: str, engine: str, entry: Mapping[str, Any]) -> str:
    """Return the seal that a check writes under an entry.

    An entry that was edited by hand doesn't match its seal. The seal is no secret.
    """
    rest = {key: value for key, value in entry.items() if key != "seal"}
    return seals.seal([name, engine, rest])


def read(root: Path) -> tuple[dict[str, dict[str, Entry]], list[str]]:
    """Read the record; one that is missing or unreadable holds nothing.

    Returns:
        The record, and the names of entries that no check has written.
    """
    try:
        found = json.loads((root / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return {}, []
    except (OSError, ValueError):
        return {}, [FILE]
    if not isinstance(found, dict):
        return {}, [FILE]
    record: dict[str, dict[str, Entry]] = {}
    forged: list[str] = []
    for name, entries in found.items():
        for engine, entry in entries.items() if isinstance(entries, dict) else [("", None)]:
            if isinstance(entry, dict) and entry.get("seal") == seal(name, engine, entry):
                record.setdefault(name, {})[engine] = entry
            else:
                forged.append(name)
    return record, forged


def sum_of(proof: Proof) -> str:
    """What tells whether a proof and its sentence are still those that were recorded."""
    return hashlib.sha256(proof.source.encode()).hexdigest()


@dataclass(frozen=True)
class CheckStatus:
    """How much of a page is as it was when it was checked.

    It counts programs and statements, and has the entries of those that are unchanged.
    """

    programs: int
    statements: int
    entries: tuple[Entry, ...]

    @property
    def is_whole(self) -> bool:
        return len(self.entries) == self.programs + self.statements

    @property
    def sentence(self) -> str:
        """What the page says; nothing where there is nothing to check."""
        if not self.programs + self.statements:
            return ""
        if not self.is_whole:
            left = self.programs + self.statements - len(self.entries)
            has = (
                "1 program or statement of this page has"
                if left == 1
                else f"{left} programs and statements of this page have"
            )
            return f"{has} not been checked as shown: run make check."
        versions = sorted(
            {
                f"Apache Kafka {entry['kafka']} with kafka-python {entry['kafka-python']}"
                for entry in self.entries
            }
        )
        date = min(entry["at"] for entry in self.entries)[:10]
        counts = [
            f"{n} {what}{'s' * (n > 1)}"
            for n, what in ((self.programs, "program"), (self.statements, "statement"))
            if n
        ]
        verb = "was" if self.programs + self.statements == 1 else "were"
        return f"{' and '.join(counts)} on this page {verb} checked on {' and '.join(versions)}, {date}."


def check_status(
    programs: Sequence[Path],
    root: Path,
    statements: Iterable[Statement] = (),
    proofs: Iterable[Proof] = (),
    record: Mapping[str, Mapping[str, Entry]] | None = None,
) -> CheckStatus:
    """Compare the programs and statements of a page with the record.

    Args:
        programs: the files that the page shows.
        root: the project's folder.
        statements: the page's statements.
        proofs: all proofs.
        record: what `read` gave, if it was read before.
    """
    record = read(root)[0] if record is None else record
    paths = dict.fromkeys(programs)
    found = [
        _latest(record, path.relative_to(root / "snippets").with_suffix("").as_posix(), sha256_of(path))
        for path in paths
    ]
    proved = {(proof.name, proof.text): proof for proof in proofs}
    claimed = list(statements)
    found += [
        of_proof(record, proof) if (proof := proved.get((statement.proof, statement.text))) else None
        for statement in claimed
    ]
    return CheckStatus(len(paths), len(claimed), tuple(entry for entry in found if entry))


def of_proof(record: Mapping[str, Mapping[str, Entry]], proof: Proof) -> Entry | None:
    """The record of a proof as it is now."""
    return _latest(record, proof.name, sum_of(proof))


def _latest(record: Mapping[str, Mapping[str, Entry]], name: str, sha256: str) -> Entry | None:
    """The latest record, on whichever engine, if it is of this very text."""
    same = [entry for entry in record.get(name, {}).values() if entry.get("sha256") == sha256]
    return max(same, key=lambda entry: str(entry.get("at")), default=None)
