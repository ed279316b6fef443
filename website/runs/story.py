"""Tells a trace as rows: when, in which words, and how each broker stands from then on. Knows nothing of drawing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from content.trace import Event, Place, Trace
from website.runs.events import TOGETHER_S, at_once, moments
from website.runs.replicas import Stand, Standing

DONE = {"kill": "killed", "stop": "stopped", "start": "started", "freeze": "frozen", "thaw": "thawed", "ask": "asked to stop"}
MENDS = {"killed": "the lab starts {} again", "stopped": "the lab starts {} again", "frozen": "the lab thaws {}"}


class Kind(StrEnum):
    """What a phrase is about."""

    CLIENT = "client"  # a send and its answer
    FAULT = "fault"  # what was done to a broker
    SEEN = "seen"  # what came of it in the cluster


@dataclass(frozen=True)
class Phrase:
    """A few words of a row."""

    kind: Kind
    text: str


@dataclass
class Row:
    """A moment: seconds since the run began, what happened then, and how things stand from then on."""

    at: float
    phrases: list[Phrase]
    stands: Mapping[tuple[int, Place], Stand]
    about: object = None  # the send, or the producer, that what follows may belong to
    events: list[Event] = field(default_factory=list)  # what it tells of, and what nobody needs to be told


def tell(trace: Trace, *, mended: bool = False) -> list[Row]:
    """The rows of a trace in the order of time; the first says how things stood at the beginning.

    Args:
        trace: the run.
        mended: whether rows follow of what the lab mended after the program's last act.
    """
    return _Teller(trace, mended).rows


def sentences(rows: Sequence[Row]) -> str:
    """The same story for whoever doesn't see it drawn."""
    first, *others = (f"{'; '.join(phrase.text for phrase in row.phrases)}." for row in rows)
    return " ".join([f"At first {first}", *(f"At {row.at:.1f} s {text}" for row, text in zip(rows[1:], others, strict=True))])


class _Teller:
    def __init__(self, trace: Trace, mended: bool) -> None:
        self._trace = trace
        self._now = Standing(dict.fromkeys(trace.brokers, "running"))
        self._sends = {event["id"]: event for event in trace.events if event["what"] == "send"}
        self._topics = {topic for topic, _ in trace.places}
        self._several = len({event["producer"] for event in self._sends.values()}) > 1
        self.rows: list[Row] = []
        found = moments(trace.events, mended=mended)
        began = [event for at, event in found if event["what"] == "partition" and at == 0]
        for event in began:
            self._now.learn(event)
        self._row(0.0, Kind.SEEN, [*self._leading(trace.places), *self._syncing(trace.places)])
        self.rows[0].events += began
        for at, events in at_once([moment for moment in found if moment[1] not in began]):
            self._tell(at, events)
            self.rows[-1].events += events

    def _tell(self, at: float, events: Sequence[Event]) -> None:
        event = events[0]
        match event["what"]:
            case "send":
                self._row(at, Kind.CLIENT, [*self._sending(events)], event["id"] if len(events) == 1 else None)
            case "sends":
                what = f"{event['producer']} sends {event['count']} records, {_said(event['first'])} to {_said(event['last'])}"
                self._row(at, Kind.CLIENT, [what], event["producer"])
            case "result":
                self._answers(at, events)
            case "results":
                ended = f"failed: {event['error']}" if "error" in event else "acknowledged"
                self._add(at, Kind.CLIENT, [f"{_count(event['count'])} {ended}"], event["producer"])
            case "fault":
                self._now.take(event)
                self._row(at, Kind.FAULT, [f"{names(event['nodes'])} {_are(event['nodes'])} {DONE[event['verb']]}"])
            case "node":
                self._changed(at, events)
            case "partition":
                self._seen(at, events)

    def _sending(self, events: Sequence[Event]) -> Iterator[str]:
        by_sender: dict[tuple[str, str], list[str]] = {}
        for event in events:
            by_sender.setdefault((event["producer"], self._where(event)), []).append(_said(event["value"]))
        for (producer, where), values in by_sender.items():
            yield f"{producer} sends {', '.join(values)}{where}"

    def _answers(self, at: float, events: Sequence[Event]) -> None:
        if len(events) == 1 and self.rows[-1].about == events[0]["id"]:
            self._add(at, Kind.CLIENT, [self._answer(events[0])], events[0]["id"])
        else:
            self._row(at, Kind.CLIENT, [f"{self._record(event['id'])} {self._answer(event)}" for event in events])

    def _changed(self, at: float, events: Sequence[Event]) -> None:
        """A node became another without a fault: the lab mended it at the end of the experiment, or it ended by itself."""
        by_text: dict[str, list[int]] = {}
        for event in events:
            node, condition = event["node"], event["condition"]
            before = self._now.conditions.get(node) or condition
            if before != condition:
                by_text.setdefault(MENDS.get(before, "{} runs again") if condition == "running" else f"{{}}: {condition}", []).append(node)
                self._now.become(node, condition)
        if by_text:
            self._row(at, Kind.FAULT, [text.format(names(nodes)) for text, nodes in by_text.items()])

    def _seen(self, at: float, events: Sequence[Event]) -> None:
        old, now, places = self._now.copy(), self._now, self._trace.places
        for event in events:
            now.learn(event)
        texts = [
            *self._leading([place for place in places if old.leaders.get(place) != now.leaders.get(place)]),
            *self._syncing([place for place in places if old.in_sync.get(place) != now.in_sync.get(place)]),
        ]
        anew = {(event["topic"], event["partition"]) for event in events if event["high_watermark"] is not None}
        rose = [place for place in places if old.visible.get(place, 0) != now.visible.get(place, 0)]
        led = [place for place in places if place in anew and old.leaders.get(place) != now.leaders.get(place)]
        reading = [*self._reading([place for place in places if now.visible.get(place) and (place in rose or place in led)])]
        if texts:
            self._row(at, Kind.SEEN, texts + reading)
        elif reading:
            self._add(at, Kind.SEEN, reading, self.rows[-1].about if self._is_about(rose) else None)

    def _is_about(self, places: Sequence[Place]) -> bool:
        """Whether the last row is of a run of sends, or of one to these places."""
        send = self._sends.get(self.rows[-1].about)
        return not send or (send["topic"], send["partition"]) in places

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

    def _where(self, event: Event) -> str:
        """Where a record goes, if it isn't the only place to which its producer sends, or the program has several topics."""
        goes = {(each["topic"], each["partition"]) for each in self._sends.values() if each["producer"] == event["producer"]}
        if event["partition"] is None or (len(goes) == 1 and len(self._topics) == 1):
            return ""
        return f" to {self._name((event['topic'], event['partition']))}"

    def _record(self, number: int) -> str:
        send = self._sends[number]
        return f"{send['producer']}: {_said(send['value'])}" if self._several else _said(send["value"])

    def _name(self, *places: Place) -> str:
        if len(self._topics) > 1:
            return names([topic for topic, _ in places])
        return f"partition{'s' if len(places) > 1 else ''} {names([number for _, number in places])}"

    def _answer(self, event: Event) -> str:
        if "error" in event:
            return f"failed: {event['error']}"
        by_itself = self._sends[event["id"]]["producer"] == "acks=0"  # no broker has said anything
        return "success, says the client" if by_itself else f"acknowledged, offset {event['offset']}"

    def _add(self, at: float, kind: Kind, texts: Sequence[str], about: object) -> None:
        """Put words into the row that they belong to, if that is the last one and not long ago; else into one of their own."""
        last = self.rows[-1]
        if about is not None and last.about == about and at - last.at <= TOGETHER_S:
            last.phrases += [Phrase(kind, text) for text in texts]
        else:
            self._row(at, kind, texts, about)

    def _row(self, at: float, kind: Kind, texts: Sequence[str], about: object = None) -> None:
        self.rows.append(Row(at, [Phrase(kind, text) for text in texts], self._now.stands(self._trace), about))


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
