"""What each broker's log holds at a moment of a trace, as far as the trace knows it; nothing is guessed.

Three things are certain. A leader that acknowledged offset n holds that record there. Whoever is in sync holds all below the high
watermark. And a follower that runs and is in sync has the leader's log: what it had of its own is cut off. What a follower holds above
the high watermark nobody saw, so it isn't in here; a record that was sent and not answered may be in the log of who led meanwhile.
"""

from collections import defaultdict
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from content.trace import Event, Place, Trace
from website.runs.replicas import Standing

ALL, NONE = "acks=all", "acks=0"
Replica = tuple[int, Place]  # a broker's copy of a partition


@dataclass
class Logs:
    """How things stand, the records in each log (by offset the number of the send, None for a record that nobody named), and the answers."""

    trace: Trace
    standing: Standing = field(init=False)
    held: dict[Replica, dict[int, int | None]] = field(default_factory=lambda: defaultdict(dict))
    maybe: dict[Replica, list[int]] = field(default_factory=lambda: defaultdict(list))  # sent to who led, and not answered
    marks: dict[Place, int] = field(default_factory=dict)  # high watermarks, once one was seen
    sent: dict[int, Event] = field(default_factory=dict)
    answers: dict[int, Event] = field(default_factory=dict)
    offsets: dict[tuple[Place, int], int] = field(default_factory=dict)  # the send that a broker's last answer gave an offset to
    counted: list[Event] = field(default_factory=list)  # runs of sends and of results, of which the trace has only the number
    _early: dict[Place, list[int]] = field(default_factory=lambda: defaultdict(list))  # answered by a leader that nobody has seen yet

    def __post_init__(self) -> None:
        self.standing = Standing(dict.fromkeys(self.trace.brokers, "running"))

    def copy(self) -> "Logs":
        """The same, untouched by what comes later."""
        return deepcopy(self, {id(self.trace): self.trace})

    def take(self, event: Event) -> None:
        """Take in the next event."""
        self.standing.take(event)
        match event["what"]:
            case "send":
                self.sent[event["id"]] = event
                if (leader := self.standing.leaders.get(_place(event))) is not None:
                    self.maybe[leader, _place(event)].append(event["id"])
            case "result":
                self._answer(event)
            case "sends" | "results":
                self.counted.append(event)
                self._count()
            case "partition":
                self._look(_place(event), event["high_watermark"])

    def runs(self, node: int) -> bool:
        """Whether a broker runs."""
        return self.standing.conditions[node] == "running"

    @property
    def acknowledged(self) -> int:
        """How many of the counted records were acknowledged with acks=all."""
        results = [each for each in self.counted if each["what"] == "results" and "error" not in each]
        return sum(each["count"] for each in results if each["producer"].startswith(ALL))

    def value(self, number: int) -> str:
        """The value of a send."""
        return str(self.sent[number]["value"])

    def waiting(self, place: Place) -> list[int]:
        """The sends to a partition that no broker has answered."""
        return [number for number, send in self.sent.items() if _place(send) == place and number not in self.answers]

    def _answer(self, event: Event) -> None:
        number, send = event["id"], self.sent[event["id"]]
        place = _place(send)
        self.answers[number] = event
        if send["producer"] == NONE:
            return  # the client answers itself
        if "error" in event:
            for kept in self.maybe.values():
                kept[:] = [each for each in kept if each != number]
            return
        leader = self.standing.leaders.get(place)
        if leader is None or not self.runs(leader):
            self._early[place].append(number)
        else:
            self._store(leader, place, number)

    def _count(self) -> None:
        """Each record that was acknowledged with acks=all is below the high watermark; with one partition that says how high it is."""
        place, *others = self.trace.places
        leader = self.standing.leaders.get(place)
        if leader is not None and self.runs(leader) and not others and self.acknowledged > self.marks.get(place, 0):
            self._rise(leader, place, self.acknowledged, self._awake(place))

    def _awake(self, place: Place) -> list[int]:
        """The in-sync replicas that run: the list may have become shorter since it was seen."""
        return [node for node in self.standing.in_sync[place] if self.runs(node)]

    def _store(self, leader: int, place: Place, number: int) -> None:
        """A leader has acknowledged a record; with acks=all that says that the high watermark has passed it."""
        offset, log = self.answers[number]["offset"], self.held[leader, place]
        if log.get(offset) not in (None, number):  # it was written by another leader
            for later in [each for each in log if each > offset]:
                del log[later]
        for below in range(offset):
            log.setdefault(below, None)
        log[offset] = self.offsets[place, offset] = number
        self.maybe[leader, place] = [each for each in self.maybe[leader, place] if each != number]
        if self.sent[number]["producer"].startswith(ALL):
            self._rise(leader, place, max(self.marks.get(place, 0), offset + 1), self._awake(place))

    def _look(self, place: Place, mark: int | None) -> None:
        leader = self.standing.leaders[place]
        if leader is None or not self.runs(leader):
            return
        maybe = self.maybe[leader, place]
        maybe += [number for number in self.waiting(place) if number not in maybe]
        for number in self._early.pop(place, []):
            self._store(leader, place, number)
        if mark is not None:
            self._rise(leader, place, mark, self.standing.in_sync[place])

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
        sends = [number for number, send in self.sent.items() if _place(send) == place]
        return sends[-1] if len({self.value(number) for number in sends}) == 1 else None


def _place(event: Event) -> Place:
    return event["topic"], event["partition"]
