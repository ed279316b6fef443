"""Decides which programs run on which cluster.

The clusters run side by side if this machine can do that, or else one after the other.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

import psutil
import pytest

from checks import network
from checks.checker import Watcher
from checks.results import ProgramResults
from checks.worker import Job, Workers
from content.snippet import Snippet
from lab import Cluster

# With a third beside, two cores have no time left for the plain programs; that of this process helps once
# these are done.
MOST_BESIDE = 2
ROOM = 1.5e9  # bytes; a cluster takes 1.2 GB
Check = Callable[[Cluster, Sequence[Snippet]], ProgramResults]


class Work:
    """The queue of programs that break brokers or need another kind of cluster.

    Whichever cluster is free takes the next one.

    Args:
        breaking: programs that break brokers, those that take longest first, so that nothing waits for one of
            them at the end.
        kinds: jobs for clusters of other kinds; each needs a start, so these come before all others.
        update: rewrite outputs.
    """

    def __init__(self, breaking: Iterable[Snippet], kinds: Iterable[Job], update: bool) -> None:
        self._breaking, self._kinds, self._update, self._lanes = deque(breaking), deque(kinds), update, 0

    def __len__(self) -> int:
        return len(self._breaking) + len(self._kinds)

    def job(self) -> Job | None:
        """Return a job for a cluster that isn't up yet, or None.

        `take` gives that cluster whatever is left of the job.
        """
        with suppress(IndexError):
            return self._kinds.popleft()
        if not self._breaking:
            return None
        self._lanes += 1
        return Job(f"breaking-{self._lanes}", (), update=self._update)

    def take(self) -> Snippet | None:
        """The next program for a usual cluster that is up."""
        with suppress(IndexError):
            return self._breaking.popleft()
        return None


@dataclass
class Clusters:
    """Gives each program the cluster that it needs.

    Args:
        engine: the engine asked for, if any.
        own: refuse a cluster of the lab that is up.
        update: rewrite outputs.
        snippets: all programs.
        watcher: told of each run.
        say: prints a sentence at once.
        borrowed: gives the cluster of this process.
        seconds: how long a program took when it ran last.
    """

    engine: str | None
    own: bool
    update: bool
    snippets: list[Snippet]
    watcher: Watcher
    say: Callable[[str], None]
    borrowed: Callable[[], AbstractContextManager[Cluster]]
    seconds: Callable[[Snippet], float]

    def check(self, chosen: Sequence[Snippet], check: Check) -> ProgramResults:
        """Check all of these; `check` does it for those on a cluster of this process."""
        began = time.monotonic()
        plain = tuple(snippet for snippet in chosen if snippet.runs_with_others)
        breaking = [snippet for snippet in chosen if not snippet.runs_with_others and not snippet.variables]
        breaking.sort(key=self.seconds, reverse=True)
        kinds = self._kinds(chosen)
        at_once = self._at_once(len(breaking) + len(kinds))
        if at_once > 0:
            results = self._side_by_side(plain, Work(breaking, kinds, self.update), at_once, check)
        else:
            results = self._one_after_the_other((*plain, *breaking), kinds, check)
        results.seconds = time.monotonic() - began
        return results

    def _kinds(self, chosen: Sequence[Snippet]) -> list[Job]:
        """The programs of each other kind of cluster."""
        jobs: list[Job] = []
        for variables in sorted({snippet.variables for snippet in chosen if snippet.variables}):
            name = "-".join(f"{name}={value}" for name, value in variables)
            of_kind = tuple(snippet for snippet in chosen if snippet.variables == variables)
            jobs.append(Job(name, of_kind, variables, update=self.update))
        return jobs

    def _at_once(self, jobs_left: int) -> int:
        """How many clusters can stand beside that of this process."""
        if not jobs_left or Cluster(engine=self.engine).engine_name != "embedded":
            return 0
        if reason := network.missing():
            self.say(
                f"One cluster after the other, because a second one can't have a network of its own here: {reason}."
            )
            return 0
        return min(MOST_BESIDE, jobs_left, int(psutil.virtual_memory().available / ROOM) - 1)

    def _side_by_side(
        self, plain: Sequence[Snippet], work: Work, at_once: int, check: Check
    ) -> ProgramResults:
        home = Cluster(engine=self.engine)
        home.provide()  # the other clusters' networks can't fetch anything
        others = Workers(home.folder.parent / "beside", self.snippets, self.watcher)
        with ThreadPoolExecutor(at_once) as pool:
            try:
                waiting = [pool.submit(self._lane, others, work) for _ in range(at_once)]
                results = self._here(plain, check, work) if plain else ProgramResults(())
                for done in waiting:
                    results.add(done.result())
                results.side_by_side = True
            except BaseException:  # Ctrl-C, too
                others.stop()
                pool.shutdown(cancel_futures=True)
                raise
        return results

    def _lane(self, others: Workers, work: Work) -> ProgramResults:
        """Run one cluster after the other until no work is left.

        They run beside the cluster of this process.
        """
        results = ProgramResults(())
        while job := work.job():
            results.add(others.check(job, (lambda: None) if job.chosen else work.take))
        return results

    def _one_after_the_other(
        self, usual: Sequence[Snippet], kinds: Sequence[Job], check: Check
    ) -> ProgramResults:
        results = self._here(usual, check) if usual else ProgramResults(())
        for job in kinds:
            if Cluster(engine=self.engine).is_up() and not self.own:
                words = " ".join(f"{name}={value}" for name, value in job.variables)
                reason = f"needs a cluster started with {words}, and another one is up: run lab down first"
                results.not_run |= {snippet.name: reason for snippet in job.chosen}
                continue
            with pytest.MonkeyPatch.context() as environment:
                for name, value in job.variables:
                    environment.setenv(name, value)
                with Cluster(engine=self.engine).borrow(exclusive=True) as other:
                    results.add(check(other, job.chosen))
        return results

    def _here(self, chosen: Sequence[Snippet], check: Check, work: Work | None = None) -> ProgramResults:
        """Check programs on the cluster that is up, or on one of this run's own.

        A cluster that was up already runs no programs of `work`, which break brokers, if other clusters can
        run them. A cluster of this run's own helps with them when it is done with the chosen ones.
        """
        with self.borrowed() as cluster:
            if cluster.borrowed:
                self.say(
                    "The lab's cluster is up and is used: all its topics are deleted, before the check and during it."
                )
            results = check(cluster, chosen)
            while work and not cluster.borrowed and (snippet := work.take()):
                results.add(check(cluster, [snippet]))
            return results
