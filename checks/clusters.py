"""Which programs run on which cluster: side by side where this machine can do that, or else one cluster after the other."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import psutil
import pytest

from checks import network
from checks.results import Proof, Watcher
from checks.worker import Beside, Job
from content.snippet import Snippet
from lab import Cluster

MOST_BESIDE = 2  # with a third, two cores have no time left for the plain programs
ROOM = 1.5e9  # bytes; a cluster takes 1.2 GB
Prove = Callable[[Cluster, Sequence[Snippet]], Proof]


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
    """

    engine: str | None
    own: bool
    update: bool
    snippets: list[Snippet]
    watcher: Watcher
    say: Callable[[str], None]

    def prove(self, chosen: Sequence[Snippet], prove: Prove) -> Proof:
        """Prove all of these; `prove` does it for those on a cluster of this process."""
        began = time.monotonic()
        jobs = self._jobs(chosen)
        here = next((job for job in jobs if not job.variables), None)
        beside = [job for job in jobs if job is not here]
        at_once = self._at_once(beside)
        proof = self._side_by_side(here, beside, at_once, prove) if at_once > 0 else self._one_after_the_other(jobs, prove)
        proof.seconds = time.monotonic() - began
        return proof

    def _jobs(self, chosen: Sequence[Snippet]) -> list[Job]:
        """The plain programs; those that break brokers, in two parts; and those of each other kind of cluster."""
        plain = tuple(snippet for snippet in chosen if snippet.runs_with_others)
        breaking = tuple(snippet for snippet in chosen if not snippet.runs_with_others and not snippet.variables)
        jobs = [Job("plain", plain), *(Job(f"breaking-{place}", breaking[place::MOST_BESIDE]) for place in range(MOST_BESIDE))]
        for variables in sorted({snippet.variables for snippet in chosen if snippet.variables}):
            name = "-".join(f"{name}={value}" for name, value in variables)
            jobs.append(Job(name, tuple(snippet for snippet in chosen if snippet.variables == variables), variables))
        return [replace(job, update=self.update) for job in jobs if job.chosen]

    def _at_once(self, beside: Sequence[Job]) -> int:
        """How many clusters can stand beside that of this process."""
        if not beside or Cluster(engine=self.engine).engine_name != "embedded":
            return 0
        if reason := network.missing():
            self.say(f"One cluster after the other, because a second one can't have a network of its own here: {reason}.")
            return 0
        return min(MOST_BESIDE, int(psutil.virtual_memory().available / ROOM) - 1)

    def _side_by_side(self, here: Job | None, beside: Sequence[Job], at_once: int, prove: Prove) -> Proof:
        home = Cluster(engine=self.engine)
        home.provide()  # in the networks of those beside nothing can be fetched
        others = Beside(home.folder.parent / "beside", self.snippets, self.watcher)
        with ThreadPoolExecutor(at_once) as pool:
            try:
                waiting = [pool.submit(others.prove, job) for job in beside]
                proof = self._here(here.chosen, prove) if here else Proof(())
                for done in waiting:
                    proof.add(done.result())
                proof.beside = True
            except BaseException:  # Ctrl-C among them
                others.stop()
                pool.shutdown(cancel_futures=True)
                raise
        return proof

    def _one_after_the_other(self, jobs: Sequence[Job], prove: Prove) -> Proof:
        proof = Proof(())
        usual = tuple(snippet for job in jobs if not job.variables for snippet in job.chosen)
        if usual:
            proof = self._here(usual, prove)
        for job in jobs:
            if job.variables and Cluster(engine=self.engine).is_up() and not self.own:
                words = " ".join(f"{name}={value}" for name, value in job.variables)
                reason = f"needs a cluster started with {words}, and another one is up: run lab down first"
                proof.not_run |= {snippet.name: reason for snippet in job.chosen}
            elif job.variables:
                with pytest.MonkeyPatch.context() as environment:
                    for name, value in job.variables:
                        environment.setenv(name, value)
                    with Cluster(engine=self.engine).borrow(exclusive=True) as other:
                        proof.add(prove(other, job.chosen))
        return proof

    def _here(self, chosen: Sequence[Snippet], prove: Prove) -> Proof:
        """On the cluster that is up or on one of this run's own; it is ended, or given back, before other tests need the machine."""
        with Cluster(engine=self.engine).borrow(exclusive=self.own) as cluster:
            if cluster.borrowed:
                self.say("The lab's cluster is up and is used: all its topics are deleted, before the check and during it.")
            return prove(cluster, chosen)
