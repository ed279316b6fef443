"""Observes a cluster while a program breaks it.

It reads leaders, in-sync replicas, high watermarks and the conditions of nodes.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from types import TracebackType

from content.events import NodeSeen, PartitionSeen, Place
from lab import Cluster, Condition, LabError, metadata
from lab.metadata import Partition

POLL_S = 0.03  # with the question itself, each broker is asked every 50 to 100 ms
FRESH_S = 1.0  # an older answer is out of date

Look = PartitionSeen | NodeSeen  # at is a time of time.monotonic(), in seconds
_Claim = tuple[int, tuple[int, ...]]  # leader and in-sync replicas


def subject(look: Look) -> Place | int:
    """The partition, or the node, that was looked at."""
    return look.place if isinstance(look, PartitionSeen) else look.node


@dataclass(frozen=True)
class _Answer:
    at: float
    partitions: Mapping[Place, Partition]
    high_watermarks: Mapping[Place, int]


class Observer:
    """Asks each broker by itself, in a thread of its own.

    One that is frozen in the middle of an answer holds up nobody else.

    Args:
        cluster: the cluster that is up.
        owns: whether a topic belongs to the program that is watched.
    """

    def __init__(self, cluster: Cluster, owns: Callable[[str], bool]) -> None:
        self._cluster, self._owns = cluster, owns
        self._answers: dict[int, _Answer] = {}
        self._conditions: dict[int, Condition] = {}
        self._last: dict[Place | int, Look] = {}
        self._claims: dict[Place, dict[_Claim, float]] = {}  # what brokers say now, and since when
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []
        self.looks: list[Look] = []
        self.replicas: dict[Place, tuple[int, ...]] = {}

    def __enter__(self) -> "Observer":
        self._conditions = self._cluster.conditions()
        for node in self._cluster.definition.brokers:
            self._threads.append(
                threading.Thread(target=self._ask, args=(node.node_id, node.host_port or 0), daemon=True)
            )
        self._threads.append(threading.Thread(target=self._look, daemon=True))
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(2 * metadata.TIMEOUT_S)

    def _ask(self, node: int, port: int) -> None:
        while not self._ended.wait(POLL_S):
            if self._conditions.get(node) is not Condition.RUNNING:
                continue
            at = time.monotonic()
            with suppress(OSError):
                partitions = metadata.view(port).partitions
                found = {(part.topic, part.number): part for part in partitions if self._owns(part.topic)}
                led = [place for place, part in found.items() if part.leader == node]
                marks: dict[Place, int] = {}
                for place in led:
                    with suppress(OSError):  # it doesn't lead it any more
                        marks[place] = metadata.high_watermark(port, *place)
                self._answers[node] = _Answer(at, found, marks)
                self.replicas |= {place: part.replicas for place, part in found.items()}

    def _look(self) -> None:
        while not self._ended.wait(POLL_S):
            with suppress(LabError):
                self._conditions = self._cluster.conditions()
            at = time.monotonic()  # after looking: nothing is seen before it happens
            for node, condition in self._conditions.items():
                self._note(NodeSeen(at, node, condition.value))
                if condition is not Condition.RUNNING:
                    self._answers.pop(
                        node, None
                    )  # it may be back within a second, and then this would count again
            for look in self._partitions(at):
                self._note(look)

    def _partitions(self, now: float) -> Iterator[PartitionSeen]:
        """Yield the partitions on which all running brokers agree.

        Each has the time since when the first broker has reported this state.
        """
        running = [node for node, condition in self._conditions.items() if condition is Condition.RUNNING]
        answers = {
            node: self._answers[node]
            for node in running
            if node in self._answers and now - self._answers[node].at < FRESH_S
        }
        for topic, number in sorted(set().union(*(answer.partitions for answer in answers.values()))):
            place = (topic, number)
            said: dict[_Claim, float] = {}
            for answer in answers.values():
                if part := answer.partitions.get(place):
                    claim = (part.leader, tuple(sorted(part.in_sync)))
                    said[claim] = min(answer.at, said.get(claim, answer.at))
            before = self._claims.get(place, {})
            first = self._claims[place] = said | {claim: at for claim, at in before.items() if claim in said}
            if len(first) == 1:
                ((leader, in_sync), began), *_ = first.items()
                mark = answers[leader].high_watermarks.get(place) if leader in answers else None
                look = PartitionSeen(began, topic, number, leader if leader >= 0 else None, in_sync, mark)
                last = self._last.get(place)
                known = isinstance(last, PartitionSeen) and (last.leader, last.in_sync) == (
                    look.leader,
                    in_sync,
                )
                yield replace(look, at=max(answer.at for answer in answers.values())) if known else look

    def _note(self, look: Look) -> None:
        last = self._last.get(subject(look))
        if last is None or replace(last, at=look.at) != look:
            self._last[subject(look)] = look
            self.looks.append(look)
