"""The rounds over every program that is to be proved, and nothing left out."""

import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from checks import plan
from checks.compare import judge
from checks.plan import Chain
from checks.recording import comparison
from checks.runner import Run, Runner
from checks.topics import Ground, owner, strangers
from content.snippet import Snippet

EVERY_ROUND = (plan.IN_REVERSE_ORDER, plan.IN_PAGE_ORDER)
EXPERIMENT_DEADLINE_S = 120.0  # the slowest takes 13 s; a killed leader is noticed after 6


@dataclass
class Case:
    """One run of one program: where it stood, what it did, what is wrong with that."""

    snippet: Snippet
    where: str
    run: Run
    problems: list[str]


@dataclass
class Proof:
    """What the rounds showed."""

    chosen: tuple[str, ...]  # the programs that were asked for; others may have run before them
    seconds: float = 0.0
    seconds_of_rounds: float = 0.0  # for programs that run side by side
    seconds_by_itself: float = 0.0  # for programs that run one after the other, on each cluster of theirs
    beside: bool = False  # whether these ran beside the others
    cases: list[Case] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)  # wrong, and no program's doing
    emptied: tuple[str, ...] = ()  # what stood on the cluster before
    updated: list[str] = field(default_factory=list)  # files whose `#>` lines were rewritten
    not_run: dict[str, str] = field(default_factory=dict)  # by name, the reason
    kept: frozenset[str] = frozenset()  # names of programs whose last result still holds
    rounds: tuple[str, ...] = EVERY_ROUND  # those in which programs that run side by side ran

    def add(self, other: "Proof") -> None:
        """Take in what was shown on another cluster."""
        self.chosen += other.chosen
        self.seconds += other.seconds
        self.seconds_of_rounds += other.seconds_of_rounds
        self.seconds_by_itself += other.seconds_by_itself
        self.cases += other.cases
        self.loose += other.loose
        self.updated += other.updated
        self.not_run |= other.not_run

    def of(self, name: str, where: str = "") -> list[Case]:
        """The runs of one program, in one round or in all."""
        return [case for case in self.cases if case.snippet.name == name and case.where.startswith(where)]

    def problems(self, name: str, where: str) -> list[str]:
        """What is wrong with a program in one round; that it never ran is wrong too."""
        if name in self.kept:
            return []
        if where in EVERY_ROUND and where not in self.rounds:
            where = self.rounds[0]
        if not (cases := self.of(name, where)):
            return [f"snippets/{name}.py:1: never ran {where}; no result is no proof, look for a fault in checks/."]
        return [f"({case.where}) {problem}" for case in cases for problem in case.problems]


class Watcher(Protocol):
    """Whoever is told how the rounds get on."""

    def expect(self, runs: int) -> None:
        """So many more runs are to come; called from several threads."""

    def seen(self, case: Case) -> None:
        """One of them has ended; called from several threads."""


class Nobody:
    """Watches nothing."""

    def expect(self, runs: int) -> None:
        pass

    def seen(self, case: Case) -> None:
        pass


# Looked up when a round is planned, so that a test can put another plan in its place.
PLANS: dict[str, Callable[[Collection[Snippet], dict[str, Snippet], Sequence[plan.Page]], list[Chain]]] = {
    plan.IN_REVERSE_ORDER: lambda *args: plan.in_reverse_order(*args),
    plan.IN_PAGE_ORDER: lambda *args: plan.in_page_order(*args),
}


@dataclass
class Prover:
    """Runs the rounds."""

    root: Path
    ground: Ground
    runner: Runner
    workers: int
    watcher: Watcher = field(default_factory=Nobody)
    rounds: tuple[str, ...] = (plan.IN_REVERSE_ORDER,)

    def prove(self, chosen: Collection[Snippet], snippets: Sequence[Snippet]) -> Proof:
        """Run the chosen programs in each of the rounds, on an empty cluster.

        Those that break brokers, or were given a cluster of another kind, run once, one after the other.
        """
        began = time.monotonic()
        plain = [snippet for snippet in chosen if snippet.runs_with_others]
        others = [snippet for snippet in chosen if not snippet.runs_with_others]
        by_name = {snippet.name: snippet for snippet in snippets if snippet.runs_with_others}
        pages = plan.pages_of(self.root, by_name)
        plans = {where: PLANS[where](plain, by_name, pages) for where in self.rounds}
        self.watcher.expect(sum(len(leg.snippets) for chains in plans.values() for chain in chains for leg in chain) + len(others))
        emptied = tuple(sorted(self.ground.reset()))
        proof = Proof(tuple(snippet.name for snippet in chosen), emptied=emptied, rounds=self.rounds)
        if plain:
            for number, chains in enumerate(plans.values()):
                if number:
                    self.ground.reset()
                self._round(chains, snippets, proof, witness=not number)  # a second time as a reader runs it, with nothing around it
        began_others = time.monotonic() if plain else began
        for snippet in others:
            self._by_itself(snippet, snippets, proof)
        proof.seconds_by_itself = time.monotonic() - began_others
        for where, expected in [*((where, plain) for where in self.rounds), (plan.BY_ITSELF, others)]:
            if missing := [snippet.file for snippet in expected if not proof.of(snippet.name, where)]:
                raise AssertionError(f"never ran {where}: {', '.join(missing)}")
        proof.seconds = time.monotonic() - began
        proof.seconds_of_rounds = proof.seconds - proof.seconds_by_itself
        return proof

    def _by_itself(self, snippet: Snippet, snippets: Sequence[Snippet], proof: Proof) -> None:
        self.ground.reset()
        trace = comparison.trace_to_compare(snippet, self.root)
        with tempfile.TemporaryDirectory(prefix="notes-") as folder:
            notes = Path(folder, "notes")
            variables = self.ground.variables() | ({"RECORDER_NOTES": str(notes)} if trace else {})
            recorder = comparison.RECORDER if trace else None
            try:
                run = self.runner.run(snippet.path, witness=True, lab=variables, deadline=EXPERIMENT_DEADLINE_S, recorder=recorder)
            finally:
                self.ground.mend()
            problems = judge(snippet, run)
            if trace and not problems:
                problems = comparison.differences(snippet, trace, notes)
        case = Case(snippet, plan.BY_ITSELF, run, problems)
        proof.cases.append(case)
        self._look_for_strangers([case], snippets, proof)
        self.watcher.seen(case)

    def _round(self, chains: Sequence[Chain], snippets: Sequence[Snippet], proof: Proof, *, witness: bool) -> None:
        with ThreadPoolExecutor(self.workers) as pool:
            try:
                cases = [case for done in [pool.submit(self._walk, chain, snippets, witness) for chain in chains] for case in done.result()]
            except BaseException:  # Ctrl-C among them
                self.runner.stop()
                pool.shutdown(cancel_futures=True)
                raise
        proof.cases += cases
        self._look_for_strangers(cases, snippets, proof)

    def _look_for_strangers(self, cases: Sequence[Case], snippets: Sequence[Snippet], proof: Proof) -> None:
        for culprit, sentence in strangers(self.ground.topics(), snippets):
            blamed = next((case for case in cases if case.snippet == culprit), None)
            (blamed.problems if blamed else proof.loose).append(sentence)

    def _walk(self, chain: Chain, snippets: Sequence[Snippet], witness: bool) -> list[Case]:
        cases: list[Case] = []
        for leg in chain:
            if leg.gone:
                self.ground.delete([topic for topic in self.ground.topics() if owner(topic, snippets) in leg.gone])
                self.ground.delete_groups([group for group in self.ground.groups() if owner(group, snippets) in leg.gone])
            for snippet in leg.snippets:
                run = self.runner.run(snippet.path, witness=witness)
                cases.append(Case(snippet, leg.where, run, judge(snippet, run)))
                self.watcher.seen(cases[-1])
        return cases
