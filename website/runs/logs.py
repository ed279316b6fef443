"""The log of each broker at a moment of a trace, as far as known.

Nothing is guessed. Three things are certain. A leader that acknowledged offset n holds that record there. An
in-sync replica holds all records below the high watermark. A follower that runs and is in sync has the
leader's log: its own deviating records are cut off. Nobody saw what a follower holds above the high
watermark, so that isn't in here; a record that was sent and not answered may be in the log of the leader at
that time.
"""

from collections import defaultdict
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from content.events import Acknowledged, Event, Failed, PartitionSeen, Place, Result, Results, Send, Sends
from content.trace import Trace
from website.runs.cluster_state import ClusterState

ALL, NONE = "acks=all", "acks=0"
Replica = tuple[int, Place]  # a broker's copy of a partition


@dataclass
class Logs:
    """The state of the cluster, the records in each log, and the answers.

    A record is the number of its send, and None where nobody named it.
    """

    trace: Trace
    cluster: ClusterState = field(init=False)
    held: dict[Replica, dict[int, int | None]] = field(default_factory=lambda: defaultdict(dict))
    maybe: dict[Replica, list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )  # sent to the leader, not answered
    marks: dict[Place, int] = field(default_factory=dict)  # high watermarks, once one was seen
    sent: dict[int, Send] = field(default_factory=dict)
    answers: dict[int, Result] = field(default_factory=dict)
    offsets: dict[tuple[Place, int], int] = field(
        default_factory=dict
    )  # the last send that an offset was given to
    counted: list[Sends | Results] = field(default_factory=list)
    _early: dict[Place, list[Acknowledged]] = field(
        default_factory=lambda: defaultdict(list)
    )  # by a leader not seen yet

    def __post_init__(self) -> None:
        self.cluster = ClusterState(dict.fromkeys(self.trace.brokers, "running"))

    def copy(self) -> "Logs":
        """The same, untouched by what comes later."""
        return deepcopy(self, {id(self.trace): self.trace})

    def take(self, event: Event) -> None:
        """Take in the next event."""
        self.cluster.take(event)
        match event:
            case Send():
                self.sent[event.id] = event
                if (leader := self.cluster.leaders.get(event.place)) is not None:
                    self.maybe[leader, event.place].append(event.id)
            case Acknowledged() | Failed():
                self._answer(event)
            case Sends() | Results():
                self.counted.append(event)
                self._count()
            case PartitionSeen():
                self._look(event.place, event.high_watermark)

    def runs(self, node: int) -> bool:
        """Whether a broker runs."""
        return self.cluster.conditions[node] == "running"

    @property
    def acknowledged(self) -> int:
        """How many of the counted records were acknowledged with acks=all."""
        results = [event for event in self.counted if isinstance(event, Results) and event.error is None]
        return sum(event.count for event in results if event.producer.startswith(ALL))

    def value(self, number: int) -> str:
        """The value of a send."""
        return self.sent[number].value

    def waiting(self, place: Place) -> list[int]:
        """The sends to a partition that no broker has answered."""
        return [
            number for number, send in self.sent.items() if send.place == place and number not in self.answers
        ]

    def _answer(self, answer: Result) -> None:
        number, send = answer.id, self.sent[answer.id]
        place = send.place
        self.answers[number] = answer
        if send.producer == NONE:
            return  # the client answers itself
        if isinstance(answer, Failed):
            for numbers in self.maybe.values():
                numbers[:] = [other for other in numbers if other != number]
            return
        leader = self.cluster.leaders.get(place)
        if leader is None or not self.runs(leader):
            self._early[place].append(answer)
        else:
            self._store(leader, place, answer)

    def _count(self) -> None:
        """Raise the high watermark of the only partition above each record acknowledged with acks=all."""
        place, *others = self.trace.places
        leader = self.cluster.leaders.get(place)
        risen = self.acknowledged > self.marks.get(place, 0)
        if leader is not None and self.runs(leader) and not others and risen:
            self._rise(leader, place, self.acknowledged, self._awake(place))

    def _awake(self, place: Place) -> list[int]:
        """The in-sync replicas that run: the list may have become shorter since it was seen."""
        return [node for node in self.cluster.in_sync[place] if self.runs(node)]

    def _store(self, leader: int, place: Place, answer: Acknowledged) -> None:
        """Store a record that a leader has acknowledged.

        With acks=all, the high watermark has passed it.
        """
        number, offset, log = answer.id, answer.offset, self.held[leader, place]
        if log.get(offset) not in (None, number):  # it was written by another leader
            for later in [other for other in log if other > offset]:
                del log[later]
        for below in range(offset):
            log.setdefault(below, None)
        log[offset] = self.offsets[place, offset] = number
        self.maybe[leader, place] = [other for other in self.maybe[leader, place] if other != number]
        if self.sent[number].producer.startswith(ALL):
            self._rise(leader, place, max(self.marks.get(place, 0), offset + 1), self._awake(place))

    def _look(self, place: Place, mark: int | None) -> None:
        leader = self.cluster.leaders[place]
        if leader is None or not self.runs(leader):
            return
        maybe = self.maybe[leader, place]
        maybe += [number for number in self.waiting(place) if number not in maybe]
        for answer in self._early.pop(place, []):
            self._store(leader, place, answer)
        if mark is not None:
            self._rise(leader, place, mark, self.cluster.in_sync[place])

    def _rise(self, leader: int, place: Place, mark: int, in_sync: Sequence[int]) -> None:
        """All below the high watermark is on each in-sync replica."""
        self.marks[place] = mark
        log = self.held[leader, place]
        for offset in range(mark):
            if log.get(offset) is None:
                log[offset] = self._only(place)
        for node in in_sync:
            if node != leader and self.runs(node):
                self.held[node, place] = {}
                self.maybe[node, place] = []
            self.held[node, place] |= {offset: log[offset] for offset in range(mark)}
        named = set(log.values())
        self.maybe[leader, place] = [number for number in self.maybe[leader, place] if number not in named]

    def _only(self, place: Place) -> int | None:
        """The send whose record it must be, as nothing else has been sent there."""
        sends = [number for number, send in self.sent.items() if send.place == place]
        return sends[-1] if len({self.value(number) for number in sends}) == 1 else None
