"""Looks at a cluster while a program breaks it: who leads, who is in sync, what readers see, how each node is."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType

from lab import Cluster, Condition, LabError, metadata
from lab.metadata import Partition

POLL_S = 0.03  # with the question itself, each broker is asked every 50 to 100 ms
FRESH_S = 1.0  # an answer older than this says nothing of now


@dataclass(frozen=True)
class PartitionState:
    """A partition as the brokers that run see it; readers see it up to the high watermark (None: nobody says it)."""

    topic: str
    partition: int
    leader: int | None
    in_sync: tuple[int, ...]
    high_watermark: int | None


@dataclass(frozen=True)
class NodeState:
    """A node and how it is."""

    node: int
    condition: str


@dataclass(frozen=True)
class Look:
    """What one partition, or one node, was found to be at a time (time.monotonic(), in seconds)."""

    at: float
    state: PartitionState | NodeState


_Claim = tuple[int, tuple[int, ...]]  # leader and in-sync replicas


@dataclass(frozen=True)
class _Answer:
    at: float
    partitions: Mapping[tuple[str, int], Partition]
    high_watermarks: Mapping[tuple[str, int], int]


class Observer:
    """Asks each broker by itself, in a thread of its own: one that is frozen in the middle of an answer holds up nobody else.

    Args:
        cluster: the cluster that is up.
        owns: whether a topic belongs to the program that is watched.
    """

    def __init__(self, cluster: Cluster, owns: Callable[[str], bool]) -> None:
        self._cluster, self._owns = cluster, owns
        self._answers: dict[int, _Answer] = {}
        self._conditions: dict[int, Condition] = {}
        self._last: dict[object, object] = {}
        self._claims: dict[tuple[str, int], dict[_Claim, float]] = {}  # what brokers say now, and since when
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []
        self.looks: list[Look] = []
        self.replicas: dict[tuple[str, int], tuple[int, ...]] = {}

    def __enter__(self) -> "Observer":
        self._conditions = self._cluster.conditions()
        for node in self._cluster.definition.brokers:
            self._threads.append(threading.Thread(target=self._ask, args=(node.node_id, node.host_port or 0), daemon=True))
        self._threads.append(threading.Thread(target=self._look, daemon=True))
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(2 * metadata.TIMEOUT_S)

    def _ask(self, node: int, port: int) -> None:
        while not self._ended.wait(POLL_S):
            if self._conditions.get(node) is not Condition.RUNNING:
                continue
            at = time.monotonic()
            with suppress(OSError):
                found = {(each.topic, each.number): each for each in metadata.view(port).partitions if self._owns(each.topic)}
                led = [place for place, each in found.items() if each.leader == node]
                marks: dict[tuple[str, int], int] = {}
                for place in led:
                    with suppress(OSError):  # it doesn't lead it any more
                        marks[place] = metadata.high_watermark(port, *place)
                self._answers[node] = _Answer(at, found, marks)
                self.replicas |= {place: each.replicas for place, each in found.items()}

    def _look(self) -> None:
        while not self._ended.wait(POLL_S):
            with suppress(LabError):
                self._conditions = self._cluster.conditions()
            at = time.monotonic()  # after looking: nothing is seen before it happens
            for node, condition in self._conditions.items():
                self._note(at, node, NodeState(node, condition.value))
                if condition is not Condition.RUNNING:
                    self._answers.pop(node, None)  # it may be back within a second, and then this would count again
            for asked, state in self._partitions(at):
                self._note(asked, (state.topic, state.partition), state)

    def _partitions(self, now: float) -> Iterator[tuple[float, PartitionState]]:
        """The partitions of which all running brokers say the same, and since when the first of them has said so."""
        running = [node for node, condition in self._conditions.items() if condition is Condition.RUNNING and node in self._answers]
        answers = {node: self._answers[node] for node in running if now - self._answers[node].at < FRESH_S}
        for topic, number in sorted(set().union(*(answer.partitions for answer in answers.values()))):
            place = (topic, number)
            said: dict[_Claim, float] = {}
            for answer in answers.values():
                if part := answer.partitions.get(place):
                    claim = (part.leader, tuple(sorted(part.in_sync)))
                    said[claim] = min(answer.at, said.get(claim, answer.at))
            first = self._claims[place] = said | {claim: at for claim, at in self._claims.get(place, {}).items() if claim in said}
            if len(first) == 1:
                ((leader, in_sync), began), *_ = first.items()
                mark = answers[leader].high_watermarks.get(place) if leader in answers else None
                state = PartitionState(topic, number, leader if leader >= 0 else None, in_sync, mark)
                last = self._last.get(place)
                known = isinstance(last, PartitionState) and (last.leader, last.in_sync) == (state.leader, in_sync)
                yield max(answer.at for answer in answers.values()) if known else began, state

    def _note(self, at: float, key: object, state: PartitionState | NodeState) -> None:
        if self._last.get(key) != state:
            self._last[key] = state
            self.looks.append(Look(at, state))
