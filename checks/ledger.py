"""The record of what was checked here: which program or proof, with all that its result depends on, on what, and when.

Every check writes it, none commits it. What has a record that still holds needs no run; a page shows what the records of its
programs and statements say. Only good results are recorded, so what failed runs again.
"""

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from checks.plan import ALONE, BY_ITSELF, IN_PAGE_ORDER, pages_of
from checks.results import Proof
from checks.update import write
from content import ledger, statements
from content.ledger import FILE
from content.snippet import Snippet, before
from content.trace import sha256_of
from website.figures.figures import file_of
from website.runs.embedding import trace_of

# What each result depends on: the cluster, what runs it, what judges it, and the packages.
COMMON = (
    "docker-compose.yml",
    "clients.toml",
    "requirements.lock",
    "lab/**/*",
    "checks/**/*.py",
    "content/includes.py",
    "content/markdown.py",
)


class Verified:
    """The record of one project.

    Args:
        root: the project's folder.
        snippets: all its programs.
    """

    def __init__(self, root: Path, snippets: Sequence[Snippet]) -> None:
        self._root, self._path = root, root / FILE
        self._by_name = {snippet.name: snippet for snippet in snippets}
        self._pages = pages_of(root, self._by_name)
        self._recorded, _ = ledger.read(root)
        self._common = self._sum_of_what_all_share()  # now, before anything runs: what is edited meanwhile was not checked

    def holds(self, snippet: Snippet, engine: str) -> bool:
        """Was this very program checked on this engine, and is all that its result depends on as it was then?"""
        return bool(self._entry(snippet.name, engine).get("key") == self.key(snippet))

    def note(self, proof: Proof, engine: str, kafka: str) -> None:
        """Record what a check showed; a topic of nobody's may be any program's doing, so then nothing is recorded."""
        results: dict[str, dict[str, Any] | None] = dict.fromkeys(proof.chosen)
        for name in proof.chosen:
            snippet = self._by_name[name]
            rounds = (ALONE, IN_PAGE_ORDER) if snippet.runs_with_others else (BY_ITSELF,)
            if proof.loose or any(proof.problems(name, where) for where in rounds):
                continue
            seconds = sum(case.run.seconds for case in proof.of(name))
            results[name] = {"key": self.key(snippet), "sha256": sha256_of(snippet.path), "seconds": round(seconds, 2)}
        self._write(results, engine, kafka)

    def proof_holds(self, proof: statements.Proof, engine: str) -> bool:
        """Was this very proof run on this engine?"""
        return bool(self._entry(proof.name, engine).get("key") == self.key_of(proof))

    def proof_is_known(self, proof: statements.Proof, engine: str) -> bool:
        """Is its own text what was run on this engine last, whatever else has changed? Without a record, as in a fresh clone, it is."""
        return not self._recorded or self._entry(proof.name, engine).get("sha256") == ledger.sum_of(proof)

    def note_proofs(self, results: Mapping[statements.Proof, float | None], engine: str, kafka: str) -> None:
        """Record proofs that did what they should, with their seconds; None for those that didn't."""
        good = {
            proof.name: None
            if seconds is None
            else {"key": self.key_of(proof), "sha256": ledger.sum_of(proof), "seconds": round(seconds, 2)}
            for proof, seconds in results.items()
        }
        self._write(good, engine, kafka)

    def key_of(self, proof: statements.Proof) -> str:
        """The fingerprint of all that a proof's result depends on: its file, the ground below it, the programs that it names.

        Tests without a statement may compare any figure's data.
        """
        folder = (self._root / proof.file).parent
        files = [self._root / proof.file, *(folder / name for name in ("ground.py", "ahead.py", "second.py", "proves.py", "conftest.py"))]
        files += [] if proof.text else sorted(file_of("", self._root).parent.glob("*.json"))
        named = [snippet.text for name, snippet in self._by_name.items() if f'"{name}"' in proof.source]
        return _sum([self._common, proof.name, *(file.read_text("utf-8") for file in files if file.exists()), *named])

    def _write(self, results: Mapping[str, dict[str, Any] | None], engine: str, kafka: str) -> None:
        record, _ = ledger.read(self._root)
        common = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "kafka": kafka,
            "kafka-python": version("kafka-python"),
            "platform": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        }
        for name, result in results.items():
            record.setdefault(name, {}).pop(engine, None)
            if result is not None:
                entry = result | common
                record[name][engine] = entry | {"seal": ledger.seal(name, engine, entry)}
        proofs = [*statements.proofs(self._root), *statements.files(self._root)]
        names = self._by_name.keys() | {proof.name for proof in proofs}
        known = {name: entries for name, entries in sorted(record.items()) if name in names and entries}
        write(self._path, json.dumps(known, indent=1) + "\n")

    def key(self, snippet: Snippet) -> str:
        """The fingerprint of all that the result of a program depends on: itself, what runs before it, and what runs it."""
        chain = before(snippet, self._by_name)
        for _, programs in self._pages:
            if snippet.name in (names := [each.name for each in programs]):
                chain += programs[: names.index(snippet.name)]
        trace = trace_of(snippet.name, self._root)  # which has to tell what the run does
        told = [trace.read_text("utf-8")] if snippet.is_experiment and trace.exists() else []
        return _sum([self._common, snippet.name, snippet.text, *told, *(text for each in chain for text in (each.name, each.text))])

    def _sum_of_what_all_share(self) -> str:
        files = sorted(
            path for pattern in COMMON for path in self._root.glob(pattern) if path.is_file() and "__pycache__" not in path.parts
        )
        parts = [part for path in files for part in (path.relative_to(self._root).as_posix(), path.read_bytes().decode("latin-1"))]
        variables = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("KAFKA_")]
        return _sum([sys.version, platform.platform(), *variables, *parts])

    def _entry(self, name: str, engine: str) -> dict[str, Any]:
        return self._recorded.get(name, {}).get(engine, {})


def _sum(parts: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(f"{len(part)}:{part}".encode("utf-8", "backslashreplace"))
    return whole.hexdigest()
