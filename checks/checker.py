"""Runs the rounds over every program that is to be checked, and leaves none out."""

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
from checks.results import ProgramResult, ProgramResults
from checks.runner import Runner
from checks.topics import CheckCluster, owner, strangers
from content.snippet import Snippet

EXPERIMENT_DEADLINE_S = 120.0  # the slowest takes 13 s; a killed leader is noticed after 6


class Watcher(Protocol):
    """Whoever is told how the rounds get on."""

    def expect(self, runs: int) -> None:
        """So many more runs are to come; called from several threads."""

    def seen(self, result: ProgramResult) -> None:
        """One of them has ended; called from several threads."""


class Nobody:
    """Watches nothing."""

    def expect(self, runs: int) -> None:
        pass

    def seen(self, result: ProgramResult) -> None:
        pass


# Looked up when a round is planned, so that a test can put another plan in its place.
PLANS: dict[str, Callable[[Collection[Snippet], dict[str, Snippet], Sequence[plan.Page]], list[Chain]]] = {
    plan.IN_REVERSE_ORDER: lambda *args: plan.in_reverse_order(*args),
    plan.IN_PAGE_ORDER: lambda *args: plan.in_page_order(*args),
}


@dataclass
class Checker:
    """Runs the rounds."""

    root: Path
    check_cluster: CheckCluster
    runner: Runner
    workers: int
    watcher: Watcher = field(default_factory=Nobody)
    rounds: tuple[str, ...] = (plan.IN_REVERSE_ORDER,)

    def check(self, chosen: Collection[Snippet], snippets: Sequence[Snippet]) -> ProgramResults:
        """Run the chosen programs in each of the rounds, on an empty cluster.

        Those that break brokers, or were given a cluster of another kind, run once, one after the other.
        """
        began = time.monotonic()
        plain = [snippet for snippet in chosen if snippet.runs_with_others]
        others = [snippet for snippet in chosen if not snippet.runs_with_others]
        by_name = {snippet.name: snippet for snippet in snippets if snippet.runs_with_others}
        pages = plan.pages_of(self.root, by_name)
        plans = {where: PLANS[where](plain, by_name, pages) for where in self.rounds}
        self.watcher.expect(
            sum(len(leg.snippets) for chains in plans.values() for chain in chains for leg in chain)
            + len(others)
        )
        emptied = tuple(sorted(self.check_cluster.reset()))
        results = ProgramResults(
            tuple(snippet.name for snippet in chosen), emptied=emptied, rounds=self.rounds
        )
        if plain:
            for number, chains in enumerate(plans.values()):
                if number:
                    self.check_cluster.reset()
                self._round(
                    chains, snippets, results, witness=not number
                )  # the second run is isolated, as a reader's
        began_others = time.monotonic() if plain else began
        for snippet in others:
            self._by_itself(snippet, snippets, results)
        results.seconds_by_itself = time.monotonic() - began_others
        for where, expected in [*((where, plain) for where in self.rounds), (plan.BY_ITSELF, others)]:
            if missing := [snippet.file for snippet in expected if not results.of(snippet.name, where)]:
                raise AssertionError(f"never ran {where}: {', '.join(missing)}")
        results.seconds = time.monotonic() - began
        results.seconds_of_rounds = results.seconds - results.seconds_by_itself
        return results

    def _by_itself(self, snippet: Snippet, snippets: Sequence[Snippet], results: ProgramResults) -> None:
        self.check_cluster.reset()
        trace = comparison.trace_to_compare(snippet, self.root)
        with tempfile.TemporaryDirectory(prefix="notes-") as folder:
            notes = Path(folder, "notes")
            variables = self.check_cluster.variables() | ({"RECORDER_NOTES": str(notes)} if trace else {})
            recorder = comparison.RECORDER if trace else None
            try:
                run = self.runner.run(
                    snippet.path,
                    witness=True,
                    lab=variables,
                    deadline=EXPERIMENT_DEADLINE_S,
                    recorder=recorder,
                )
            finally:
                self.check_cluster.mend()
            problems = judge(snippet, run)
            if trace and not problems:
                problems = comparison.differences(snippet, trace, notes)
        result = ProgramResult(snippet, plan.BY_ITSELF, run, problems)
        results.runs.append(result)
        self._look_for_strangers([result], snippets, results)
        self.watcher.seen(result)

    def _round(
        self, chains: Sequence[Chain], snippets: Sequence[Snippet], results: ProgramResults, *, witness: bool
    ) -> None:
        with ThreadPoolExecutor(self.workers) as pool:
            try:
                runs = [
                    result
                    for done in [pool.submit(self._walk, chain, snippets, witness) for chain in chains]
                    for result in done.result()
                ]
            except BaseException:  # Ctrl-C, too
                self.runner.stop()
                pool.shutdown(cancel_futures=True)
                raise
        results.runs += runs
        self._look_for_strangers(runs, snippets, results)

    def _look_for_strangers(
        self, runs: Sequence[ProgramResult], snippets: Sequence[Snippet], results: ProgramResults
    ) -> None:
        for culprit, sentence in strangers(self.check_cluster.topics(), snippets):
            blamed = next((result for result in runs if result.snippet == culprit), None)
            (blamed.problems if blamed else results.loose).append(sentence)

    def _walk(self, chain: Chain, snippets: Sequence[Snippet], witness: bool) -> list[ProgramResult]:
        runs: list[ProgramResult] = []
        for leg in chain:
            if leg.gone:
                self.check_cluster.delete(
                    [topic for topic in self.check_cluster.topics() if owner(topic, snippets) in leg.gone]
                )
                self.check_cluster.delete_groups(
                    [group for group in self.check_cluster.groups() if owner(group, snippets) in leg.gone]
                )
            for snippet in leg.snippets:
                run = self.runner.run(snippet.path, witness=witness)
                runs.append(ProgramResult(snippet, leg.where, run, judge(snippet, run)))
                self.watcher.seen(runs[-1])
        return runs
