"""Runs proofs side by side, before their tests ask for the results.

A proof waits most of the time, and it can wait beside others. Proofs that use only topics of their own run
side by side. Those that break brokers run one after the other, on this session's cluster and on a second one;
each cluster takes the next proof when it has finished one. Each test then reports the result of its proof.
"""

import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor
from contextlib import suppress
from functools import partial, update_wrapper
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from checks.proofs.fixtures import Programs, ProofCluster
from checks.proofs.second_cluster import another
from checks.topics import LabCheckCluster
from lab import Cluster, LabError

WORKERS = 4
WORTH_IT = (
    8  # proofs that break brokers: with fewer, a second cluster's start takes longer than what it saves
)
SHIFT = 12_000  # its ports: 9092 becomes 21092
GIVEN = {"kafka", "programs"}  # a proof that asks pytest for anything else runs in its test


class Ahead:
    """The proofs of one session.

    Args:
        items: their tests.
        cluster: the session's.
        folder: of the second cluster.
    """

    def __init__(self, items: Sequence[pytest.Function], cluster: Cluster, folder: Path) -> None:
        mine = [item for item in items if runs_ahead(item)]
        self._quiet = [item for item in mine if not breaks(item)]
        self._breaking = deque(item for item in mine if breaks(item))
        self._tests: dict[str, Callable[..., None]] = {item.nodeid: item.obj for item in mine}
        self._results: dict[str, Future[None]] = {item.nodeid: Future() for item in mine}
        self._seconds: dict[str, float] = {}
        self._programs = [Programs(cluster)]
        if len(self._breaking) >= WORTH_IT:
            self._programs.append(Programs(another(folder, SHIFT, cluster.engine_name), SHIFT))
        self._threads: list[Thread] = []
        self._stopped = False
        for item in mine:
            item.obj = update_wrapper(partial(self._report, item.nodeid), item.obj)

    def start(self) -> None:
        """Begin, unless that was done."""
        if not self._threads:
            lanes = zip((self._on_this_cluster, self._on_the_second), self._programs, strict=False)
            self._threads = [Thread(target=self._lane, args=lane, daemon=True) for lane in lanes]
            for thread in self._threads:
                thread.start()

    def stop(self) -> None:
        """Start no more proofs, and wait for those that run.

        They repair what they have broken.
        """
        self._stopped = True
        for programs in self._programs:
            programs.stop()
        for thread in self._threads:
            thread.join()

    def seconds(self, item: pytest.Item) -> float | None:
        """How long the proof took; None for one that ran in its test."""
        return self._seconds.get(item.nodeid)

    def _report(self, name: str, **_: Any) -> None:
        """Replace the proof in its test, and end as the proof did.

        The traceback of an error shows the lines of the proof.
        """
        __tracebackhide__ = True
        error = self._results[name].exception()
        del self._results[name]  # frees the error's frames and their clients
        if error:
            raise error

    def _lane(self, work: Callable[[Programs], None], programs: Programs) -> None:
        try:
            work(programs)
        except BaseException as error:  # none of a proof, which is its result
            self._stopped = True
            for result in list(self._results.values()):
                with suppress(InvalidStateError):
                    result.set_exception(error)

    def _on_this_cluster(self, programs: Programs) -> None:
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(lambda item: self._prove(item, programs), self._quiet))
        self._break(programs)

    def _on_the_second(self, programs: Programs) -> None:
        with suppress(LabError), programs.cluster.hold():  # if it can't start, the other cluster runs all
            self._break(programs)

    def _break(self, programs: Programs) -> None:
        check_cluster = LabCheckCluster(programs.cluster)
        while self._breaking and not self._stopped:
            with suppress(IndexError):  # the other one was faster
                self._prove(self._breaking.popleft(), programs)
            check_cluster.mend()

    def _prove(self, item: pytest.Function, programs: Programs) -> None:
        if self._stopped:
            return
        result, began, error = self._results[item.nodeid], time.monotonic(), None
        params = item.callspec.params if hasattr(item, "callspec") else {}
        try:
            with ProofCluster(programs.cluster, item.originalname, breaks=breaks(item)) as kafka:
                given = {"kafka": kafka, "programs": programs.of_one_that(breaks=breaks(item))} | params
                self._tests[item.nodeid](**{name: given[name] for name in item.fixturenames if name in given})
        except BaseException as raised:
            error = raised.with_traceback(raised.__traceback__ and raised.__traceback__.tb_next)
        self._seconds[item.nodeid] = time.monotonic() - began
        if error and item.get_closest_marker("changed_world"):  # mostly unused; this frees its clients
            traceback.clear_frames(error.__traceback__)
        with suppress(InvalidStateError):  # the other lane has broken down
            result.set_exception(error) if error else result.set_result(None)


def runs_ahead(item: pytest.Item) -> bool:
    """Return whether a test may run ahead, beside others.

    It may if it needs no fixture but those that are given here, and isn't marked `alone`.
    """
    if not isinstance(item, pytest.Function) or item.get_closest_marker("alone"):
        return False
    params = item.callspec.params if hasattr(item, "callspec") else {}
    needs = set(item._fixtureinfo.argnames) - params.keys()
    return bool(needs) and needs <= GIVEN


def breaks(item: pytest.Item) -> bool:
    """Does a proof break brokers?"""
    return item.get_closest_marker("breaks_brokers") is not None
