"""Converts a trace to rows of a story.

A row has the time, the words, and the state of each replica from then on. This module knows nothing of
drawing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from content.events import (
    Acknowledged,
    Event,
    Failed,
    Fault,
    NodeSeen,
    PartitionSeen,
    Place,
    Result,
    Results,
    Send,
    Sends,
)
from content.trace import Trace
from website.runs.chronology import TOGETHER_S, at_once, event_groups
from website.runs.cluster_state import ClusterState, ReplicaState

DONE = {
    "kill": "killed",
    "stop": "stopped",
    "start": "started",
    "freeze": "frozen",
    "thaw": "thawed",
    "ask": "asked to stop",
}
MENDS = {
    "killed": "the lab starts {} again",
    "stopped": "the lab starts {} again",
    "frozen": "the lab thaws {}",
}


class PhraseKind(StrEnum):
    """What a phrase is about."""

    CLIENT = "client"  # a send and its answer
    FAULT = "fault"  # what was done to a broker
    SEEN = "seen"  # how the cluster reacted


@dataclass(frozen=True)
class Phrase:
    """A few words of a row."""

    kind: PhraseKind
    text: str


@dataclass
class Row:
    """One moment of a run, in words.

    It has the seconds since the run began, what happened, and the replicas from then on.
    """

    at: float
    phrases: list[Phrase]
    replicas: Mapping[tuple[int, Place], ReplicaState]
    about: object = None  # the send, or the producer, that what follows may belong to
    events: list[Event] = field(default_factory=list)  # what it tells of, and what nobody needs to be told


def tell(trace: Trace, *, mended: bool = False) -> list[Row]:
    """Return the rows of a trace in order of time.

    The first row describes how the run began.

    Args:
        trace: the run.
        mended: whether rows follow about what the lab repaired after the program's last act.
    """
    return _Teller(trace, mended).rows


def sentences(rows: Sequence[Row]) -> str:
    """The same story for whoever doesn't see it drawn."""
    first, *others = (f"{'; '.join(phrase.text for phrase in row.phrases)}." for row in rows)
    later = (f"At {row.at:.1f} s {text}" for row, text in zip(rows[1:], others, strict=True))
    return " ".join([f"At first {first}", *later])


class _Teller:
    def __init__(self, trace: Trace, mended: bool) -> None:
        self._trace = trace
        self._now = ClusterState(dict.fromkeys(trace.brokers, "running"))
        self._sends = {event.id: event for event in trace.events if isinstance(event, Send)}
        self._topics = {topic for topic, _ in trace.places}
        self._several = len({send.producer for send in self._sends.values()}) > 1
        self.rows: list[Row] = []
        found = event_groups(trace.events, mended=mended)
        began = [event for at, event in found if isinstance(event, PartitionSeen) and at == 0]
        for event in began:
            self._now.learn(event)
        self._row(0.0, PhraseKind.SEEN, [*self._leading(trace.places), *self._syncing(trace.places)])
        self.rows[0].events += began
        for at, events in at_once([moment for moment in found if moment[1] not in began]):
            self._tell(at, events)
            self.rows[-1].events += events

    def _tell(self, at: float, events: Sequence[Event]) -> None:
        match events[0]:
            case Send(id=number):
                sends = [event for event in events if isinstance(event, Send)]
                self._row(at, PhraseKind.CLIENT, [*self._sending(sends)], number if len(sends) == 1 else None)
            case Sends(producer=producer, count=count, first=first, last=last):
                what = f"{producer} sends {count} records, {_said(first)} to {_said(last)}"
                self._row(at, PhraseKind.CLIENT, [what], producer)
            case Acknowledged() | Failed():
                self._answers(at, [event for event in events if isinstance(event, Result)])
            case Results(producer=producer, count=count, error=error):
                ended = f"failed: {error}" if error else "acknowledged"
                self._add(at, PhraseKind.CLIENT, [f"{_count(count)} {ended}"], producer)
            case Fault(verb=verb, nodes=nodes) as fault:
                self._now.take(fault)
                self._row(at, PhraseKind.FAULT, [f"{names(nodes)} {_are(nodes)} {DONE[verb]}"])
            case NodeSeen():
                self._changed(at, [event for event in events if isinstance(event, NodeSeen)])
            case PartitionSeen():
                self._seen(at, [event for event in events if isinstance(event, PartitionSeen)])

    def _sending(self, sends: Sequence[Send]) -> Iterator[str]:
        by_sender: dict[tuple[str, str], list[str]] = {}
        for send in sends:
            by_sender.setdefault((send.producer, self._where(send)), []).append(_said(send.value))
        for (producer, where), values in by_sender.items():
            yield f"{producer} sends {', '.join(values)}{where}"

    def _answers(self, at: float, results: Sequence[Result]) -> None:
        if len(results) == 1 and self.rows[-1].about == results[0].id:
            self._add(at, PhraseKind.CLIENT, [self._answer(results[0])], results[0].id)
        else:
            texts = [f"{self._record(result.id)} {self._answer(result)}" for result in results]
            self._row(at, PhraseKind.CLIENT, texts)

    def _changed(self, at: float, looks: Sequence[NodeSeen]) -> None:
        """Add a row about nodes that changed without a fault.

        The lab repaired them at the end, or they ended by themselves.
        """
        by_text: dict[str, list[int]] = {}
        for look in looks:
            before = self._now.conditions.get(look.node) or look.condition
            if before != look.condition:
                mended = look.condition == "running"
                text = MENDS.get(before, "{} runs again") if mended else f"{{}}: {look.condition}"
                by_text.setdefault(text, []).append(look.node)
                self._now.become(look.node, look.condition)
        if by_text:
            self._row(at, PhraseKind.FAULT, [text.format(names(nodes)) for text, nodes in by_text.items()])

    def _seen(self, at: float, looks: Sequence[PartitionSeen]) -> None:
        old, now, places = self._now.copy(), self._now, self._trace.places
        for look in looks:
            now.learn(look)
        texts = [
            *self._leading([place for place in places if old.leaders.get(place) != now.leaders.get(place)]),
            *self._syncing([place for place in places if old.in_sync.get(place) != now.in_sync.get(place)]),
        ]
        anew = {look.place for look in looks if look.high_watermark is not None}
        rose = [place for place in places if old.visible.get(place, 0) != now.visible.get(place, 0)]
        led = [
            place for place in places if place in anew and old.leaders.get(place) != now.leaders.get(place)
        ]
        fresh = [place for place in places if now.visible.get(place) and (place in rose or place in led)]
        reading = [*self._reading(fresh)]
        if texts:
            self._row(at, PhraseKind.SEEN, texts + reading)
        elif reading:
            self._add(at, PhraseKind.SEEN, reading, self.rows[-1].about if self._is_about(rose) else None)

    def _is_about(self, places: Sequence[Place]) -> bool:
        """Return whether the last row is about sends to these places.

        It may also be about a run of sends.
        """
        about = self.rows[-1].about
        send = self._sends.get(about) if isinstance(about, int) else None
        return not send or send.place in places

    def _leading(self, places: Sequence[Place]) -> Iterator[str]:
        by_leader: dict[int | None, list[Place]] = {}
        for place in places:
            by_leader.setdefault(self._now.leaders.get(place), []).append(place)
        for leader, led in by_leader.items():
            yield f"{leader or 'nobody'} leads{self._of(' ', led)}"

    def _syncing(self, places: Sequence[Place]) -> Iterator[str]:
        by_set: dict[tuple[int, ...], list[Place]] = {}
        for place in places:
            by_set.setdefault(self._now.in_sync.get(place, ()), []).append(place)
        for nodes, held in by_set.items():
            yield f"in sync{self._of(' for ', held)}: {names(nodes)}"

    def _reading(self, places: Sequence[Place]) -> Iterator[str]:
        if places and len(self._trace.places) > 2:
            yield f"readers see {_count(sum(self._now.visible.values()))}"
            return
        by_count: dict[int, list[Place]] = {}
        for place in places:
            by_count.setdefault(self._now.visible[place], []).append(place)
        for count, seen in by_count.items():
            every = len(self._trace.places) > 1 and len(seen) == len(self._trace.places)
            yield f"readers see {_count(count)}{' of each partition' if every else self._of(' of ', seen)}"

    def _of(self, joint: str, places: Sequence[Place]) -> str:
        """Which partitions are meant, unless it is all of them."""
        return "" if len(places) == len(self._trace.places) else joint + self._name(*places)

    def _where(self, send: Send) -> str:
        """Return the partition of a record in words, or nothing if it is obvious.

        It isn't obvious if the producer sends elsewhere too, or the program has several topics.
        """
        goes = {other.place for other in self._sends.values() if other.producer == send.producer}
        if send.partition is None or (len(goes) == 1 and len(self._topics) == 1):
            return ""
        return f" to {self._name(send.place)}"

    def _record(self, number: int) -> str:
        send = self._sends[number]
        return f"{send.producer}: {_said(send.value)}" if self._several else _said(send.value)

    def _name(self, *places: Place) -> str:
        if len(self._topics) > 1:
            return names([topic for topic, _ in places])
        return f"partition{'s' if len(places) > 1 else ''} {names([number for _, number in places])}"

    def _answer(self, result: Result) -> str:
        if isinstance(result, Failed):
            return f"failed: {result.error}"
        by_itself = self._sends[result.id].producer == "acks=0"  # no broker has said anything
        return "success, says the client" if by_itself else f"acknowledged, offset {result.offset}"

    def _add(self, at: float, kind: PhraseKind, texts: Sequence[str], about: object) -> None:
        """Add words to the last row or to a new one.

        They go into the last row if they belong to it and follow soon.
        """
        last = self.rows[-1]
        if about is not None and last.about == about and at - last.at <= TOGETHER_S:
            last.phrases += [Phrase(kind, text) for text in texts]
        else:
            self._row(at, kind, texts, about)

    def _row(self, at: float, kind: PhraseKind, texts: Sequence[str], about: object = None) -> None:
        phrases = [Phrase(kind, text) for text in texts]
        self.rows.append(Row(at, phrases, self._now.replicas(self._trace), about))


def _said(value: str) -> str:
    return f"“{value}”"


def names(nodes: Sequence[object]) -> str:
    """A list in words."""
    *others, last = map(str, nodes or ["nobody"])
    return f"{', '.join(others)} and {last}" if others else last


def _are(nodes: Sequence[int]) -> str:
    return "are" if len(nodes) > 1 else "is"


def _count(records: int) -> str:
    return "1 record" if records == 1 else f"{records} records"
