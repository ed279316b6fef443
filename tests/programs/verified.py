"""The record of what was checked here: which program, byte for byte, with all that its result depends on, on what, and when.

Every check writes it, none commits it. A program whose record still holds needs no run; a page shows what its programs' records
say. Only good results are recorded, so what failed runs again.
"""

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hooks.checked import FILE
from hooks.trace import sha256_of
from programs.proof import Proof
from programs.rounds import ALONE, BY_ITSELF, IN_PAGE_ORDER, pages_of
from programs.snippet import Snippet, before
from programs.update import write

# What each result depends on: the cluster, what runs it, what judges it, and the packages.
COMMON = ("docker-compose.yml", "requirements.lock", "lab/**/*", "tests/programs/**/*.py", "hooks/includes.py", "hooks/fences.py")


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
        self._recorded = self._read()
        self._common = self._sum_of_what_all_share()  # now, before anything runs: what is edited meanwhile was not checked

    def holds(self, snippet: Snippet, engine: str) -> bool:
        """Was this very program checked on this engine, and is all that its result depends on as it was then?"""
        return bool(self._entry(snippet.name, engine).get("key") == self.key(snippet))

    def note(self, proof: Proof, engine: str, kafka: str) -> None:
        """Record what a check showed; a topic of nobody's may be any program's doing, so then nothing is recorded."""
        programs = self._read()
        for name in proof.chosen:
            programs.setdefault(name, {}).pop(engine, None)
            snippet = self._by_name[name]
            rounds = (ALONE, IN_PAGE_ORDER) if snippet.runs_with_others else (BY_ITSELF,)
            if proof.loose or any(proof.problems(name, where) for where in rounds):
                continue
            programs[name][engine] = {
                "key": self.key(snippet),
                "sha256": sha256_of(snippet.path),
                "seconds": round(sum(case.run.seconds for case in proof.of(name)), 2),
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "kafka": kafka,
                "kafka-python": version("kafka-python"),
                "platform": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
            }
        known = {name: entries for name, entries in sorted(programs.items()) if name in self._by_name and entries}
        write(self._path, json.dumps(known, indent=1) + "\n")

    def key(self, snippet: Snippet) -> str:
        """The fingerprint of all that the result of a program depends on: itself, what runs before it, and what runs it."""
        chain = before(snippet, self._by_name)
        for _, programs in self._pages:
            if snippet.name in (names := [each.name for each in programs]):
                chain += programs[: names.index(snippet.name)]
        return _sum([self._common, snippet.name, snippet.text, *(text for each in chain for text in (each.name, each.text))])

    def _sum_of_what_all_share(self) -> str:
        files = sorted(
            path for pattern in COMMON for path in self._root.glob(pattern) if path.is_file() and "__pycache__" not in path.parts
        )
        parts = [part for path in files for part in (path.relative_to(self._root).as_posix(), path.read_bytes().decode("latin-1"))]
        variables = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("KAFKA_")]
        return _sum([sys.version, platform.platform(), *variables, *parts])

    def _entry(self, name: str, engine: str) -> dict[str, Any]:
        entry = self._recorded.get(name, {}).get(engine, {})
        return entry if isinstance(entry, dict) else {}

    def _read(self) -> dict[str, dict[str, Any]]:
        """The record; one that is missing or that somebody has spoilt says nothing."""
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return {name: entries for name, entries in found.items() if isinstance(entries, dict)} if isinstance(found, dict) else {}


def _sum(parts: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(f"{len(part)}:{part}".encode("utf-8", "backslashreplace"))
    return whole.hexdigest()
