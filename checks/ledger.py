"""The record of what was checked on this machine.

For each program or proof it stores a fingerprint of all that the result depends on, the engine, the version
of Kafka and the date. Every check writes it; none commits it. A program or proof whose record still holds
needs no run. A page shows what the records of its programs and statements contain. Only good results are
recorded, so whatever failed runs again.
"""

import hashlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from checks.files import write
from checks.plan import BY_ITSELF
from checks.results import ProgramResults
from checks.sources import Sources
from content import ledger, statements
from content.ledger import FILE
from content.recordings import FIGURES, run_file
from content.seals import sha256_of
from content.snippet import Snippet, before

# What each result depends on: the cluster, the clients, and the packages.
DATA = ("docker-compose.yml", "clients.toml", "requirements.lock", "lab/**/*")
# What runs and judges a program, and what a proof; each with all that it imports.
RUNNER = ("lab", "checks.checker", "checks.clusters", "checks.worker")
USUAL_S = 10.0
SITE_CUSTOMIZE = ("checks/witness/sitecustomize.py", "checks/recording/inside/sitecustomize.py")
PROVER = (
    "lab",
    "checks.proofs.schedule",
    "checks.proofs.fixtures",
    "checks.proofs.declaration",
    "checks.proofs.second_cluster",
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
        self._recorded, _ = ledger.read(root)
        self._sources = Sources(root)
        self._keys: dict[tuple[str, str], str] = {}
        self._of_files: dict[str, str] = {}
        # Read before anything runs: an edit made meanwhile was not checked.
        self._data = self._sum_of_data()
        customize = [self._sources.sum(root / file) for file in SITE_CUSTOMIZE if (root / file).is_file()]
        self._common = _sum([self._data, *_flat(self._sources.sums(*RUNNER)), *customize])
        self._sources.keep()

    def holds(self, snippet: Snippet, engine: str) -> bool:
        """Return whether the last result of a program on an engine still holds.

        It holds if this very program was checked and all that its result depends on is unchanged.
        """
        return bool(self._entry(snippet.name, engine).get("key") == self.key(snippet))

    def note(self, checked: ProgramResults, engine: str, kafka: str) -> None:
        """Record the results of a check.

        Any program may have made a topic that belongs to none of them, so then nothing is recorded.
        """
        results: dict[str, dict[str, Any] | None] = dict.fromkeys(checked.chosen)
        for name in checked.chosen:
            snippet = self._by_name[name]
            rounds = checked.rounds if snippet.runs_with_others else (BY_ITSELF,)
            if checked.loose or any(checked.problems(name, where) for where in rounds):
                continue
            seconds = sum(result.run.seconds for result in checked.of(name))
            results[name] = {
                "key": self.key(snippet),
                "sha256": sha256_of(snippet.path),
                "seconds": round(seconds, 2),
            }
        self._write(results, engine, kafka)

    def seconds(self, snippet: Snippet) -> float:
        """Return how many seconds a program took in its last run.

        The engine doesn't matter; of several the longest counts. For a program without a record, it is what
        most programs take that break brokers.
        """
        entries = self._recorded.get(snippet.name, {}).values()
        return max((float(entry.get("seconds", 0)) for entry in entries), default=USUAL_S)

    def proof_holds(self, proof: statements.Proof, engine: str) -> bool:
        """Was this very proof run on this engine?"""
        return bool(self._entry(proof.name, engine).get("key") == self.key_of(proof))

    def proof_is_known(self, proof: statements.Proof, engine: str) -> bool:
        """Is its own text what was run on this engine last, whatever else has changed?

        Without a record, as in a fresh clone, it is if its file is as git has it.
        """
        if self._recorded:
            return bool(self._entry(proof.name, engine).get("sha256") == ledger.sum_of(proof))
        return self._edited is not None and proof.file not in self._edited

    @cached_property
    def _edited(self) -> frozenset[str] | None:
        """The files of proofs that are new or edited, as git says; None where there is no git."""
        command = ["git", "status", "--porcelain", "-z", "--untracked-files=all", "--", statements.PROOFS]
        try:
            listed = subprocess.run(command, cwd=self._root, capture_output=True, text=True)
        except FileNotFoundError:
            return None
        return frozenset(line[3:] for line in listed.stdout.split("\0")) if listed.returncode == 0 else None

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
        """Return the fingerprint of all that a proof's result depends on.

        That is its file, the modules that the file and the prover import, and the programs that it names.
        Tests without a statement may compare the data of any figure. It is computed once, before the proof
        runs.
        """
        known = (proof.file, proof.name)
        if known not in self._keys:
            module = ".".join(Path(proof.file).with_suffix("").parts)
            if proof.file not in self._of_files:
                self._of_files[proof.file] = _sum([self._data, *_flat(self._sources.sums(*PROVER, module))])
            parts = [self._of_files[proof.file], proof.name, proof.source]
            if (conftest := self._root / statements.PROOFS / "conftest.py").exists():
                parts.append(self._sources.sum(conftest))
            if not proof.text:
                parts += [file.read_text("utf-8") for file in sorted((self._root / FIGURES).glob("*.json"))]
            parts += [snippet.text for name, snippet in self._by_name.items() if f'"{name}"' in proof.source]
            self._keys[known] = _sum(parts)
        return self._keys[known]

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
        self._sources.keep()

    def key(self, snippet: Snippet) -> str:
        """Return the fingerprint of all that a program's result depends on.

        That is the program, the programs that run before it, and the modules that run it. The programs before
        it are those that it declares: no other earlier program had used its topics and groups.
        """
        chain = before(snippet, self._by_name)
        trace = run_file(snippet.name, self._root)  # it must describe this run
        told = [trace.read_text("utf-8")] if snippet.is_experiment and trace.exists() else []
        return _sum(
            [
                self._common,
                snippet.name,
                snippet.text,
                *told,
                *(text for program in chain for text in (program.name, program.text)),
            ]
        )

    def _sum_of_data(self) -> str:
        found = sorted(path for pattern in DATA for path in self._root.glob(pattern))
        files = [
            path
            for path in found
            if path.suffix != ".py" and path.is_file() and "__pycache__" not in path.parts
        ]
        parts = [
            part
            for path in files
            for part in (path.relative_to(self._root).as_posix(), path.read_bytes().decode("latin-1"))
        ]
        variables = [
            f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("KAFKA_")
        ]
        return _sum([sys.version, platform.platform(), *variables, *parts])

    def _entry(self, name: str, engine: str) -> dict[str, Any]:
        return self._recorded.get(name, {}).get(engine, {})


def _flat(sums: Mapping[str, str]) -> list[str]:
    return [part for pair in sums.items() for part in pair]


def _sum(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode("utf-8", "backslashreplace"))
    return digest.hexdigest()
