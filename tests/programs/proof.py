"""Both rounds over every program that is to be proved, and nothing left out."""

import time
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from programs import rounds
from programs.execute import Run, Runner
from programs.rounds import Chain
from programs.snippet import Snippet
from programs.topics import Ground, owner, strangers
from programs.verdict import judge


@dataclass
class Case:
    """One run of one program: where it stood, what it did, what is wrong with that."""

    snippet: Snippet
    where: str
    run: Run
    problems: list[str]


@dataclass
class Proof:
    """What both rounds showed."""

    chosen: tuple[str, ...]  # the programs that were asked for; others may have run before them
    seconds: float = 0.0
    cases: list[Case] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)  # wrong, and no program's doing
    emptied: tuple[str, ...] = ()  # what stood on the cluster before
    updated: list[str] = field(default_factory=list)  # files whose `#>` lines were rewritten

    def of(self, name: str, where: str = "") -> list[Case]:
        """The runs of one program, in one round or in both."""
        return [case for case in self.cases if case.snippet.name == name and case.where.startswith(where)]

    def problems(self, name: str, where: str) -> list[str]:
        """What is wrong with a program in one round; that it never ran is wrong too."""
        if not (cases := self.of(name, where)):
            return [f"snippets/{name}.py:1: never ran {where}; no result is no proof, look for a fault in tests/programs."]
        return [f"({case.where}) {problem}" for case in cases for problem in case.problems]


class Watcher(Protocol):
    """Whoever is told how the rounds get on."""

    def expect(self, runs: int) -> None:
        """So many runs are to come."""

    def seen(self, case: Case) -> None:
        """One of them has ended; called from several threads."""


class Nobody:
    """Watches nothing."""

    def expect(self, runs: int) -> None:
        pass

    def seen(self, case: Case) -> None:
        pass


@dataclass
class Prover:
    """Runs the rounds."""

    root: Path
    ground: Ground
    runner: Runner
    workers: int
    watcher: Watcher = field(default_factory=Nobody)

    def prove(self, chosen: Collection[Snippet], snippets: Sequence[Snippet]) -> Proof:
        """Run the chosen programs alone on an empty cluster, then as readers of the pages meet them."""
        began = time.monotonic()
        by_name = {snippet.name: snippet for snippet in snippets}
        first = rounds.alone(chosen, by_name)
        second = rounds.in_page_order(chosen, by_name, rounds.pages_of(self.root, by_name))
        self.watcher.expect(sum(len(leg.snippets) for chain in first + second for leg in chain))
        proof = Proof(tuple(snippet.name for snippet in chosen), emptied=tuple(sorted(self.ground.reset())))
        self._round(first, snippets, proof, witness=False)
        self.ground.reset()
        self._round(second, snippets, proof, witness=True)
        for where in (rounds.ALONE, rounds.IN_PAGE_ORDER):
            if missing := [snippet.file for snippet in chosen if not proof.of(snippet.name, where)]:
                raise AssertionError(f"never ran {where}: {', '.join(missing)}")
        proof.seconds = time.monotonic() - began
        return proof

    def _round(self, chains: Sequence[Chain], snippets: Sequence[Snippet], proof: Proof, *, witness: bool) -> None:
        with ThreadPoolExecutor(self.workers) as pool:
            try:
                cases = [case for done in [pool.submit(self._walk, chain, snippets, witness) for chain in chains] for case in done.result()]
            except BaseException:  # Ctrl-C among them
                self.runner.stop()
                pool.shutdown(cancel_futures=True)
                raise
        proof.cases += cases
        for culprit, sentence in strangers(self.ground.topics(), snippets):
            blamed = next((case for case in cases if case.snippet == culprit), None)
            (blamed.problems if blamed else proof.loose).append(sentence)

    def _walk(self, chain: Chain, snippets: Sequence[Snippet], witness: bool) -> list[Case]:
        cases: list[Case] = []
        for leg in chain:
            if leg.again:
                self.ground.delete([topic for topic in self.ground.topics() if owner(topic, snippets) in leg.again])
            for snippet in leg.snippets:
                run = self.runner.run(snippet.path, witness=witness)
                cases.append(Case(snippet, leg.where, run, judge(snippet, run)))
                self.watcher.seen(cases[-1])
        return cases
