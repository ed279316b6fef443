"""The states of a recorded run, one for each row of its story: what is known of each log, and what the producers know.

This is all that the player shows; website/runs/player.py puts it into a page, and docs/assets/play.js turns the leaves.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from content.trace import Event, Place, Trace
from website.runs.logs import NONE, Logs
from website.runs.remarks import remarks
from website.runs.replicas import Stand
from website.runs.story import tell

MOST_OFFSETS = 8  # of a log that is drawn record by record; of a longer one the records are counted
UNNAMED = "?"


class Kind(StrEnum):
    """What is known of a place in a log."""

    BELOW = "below"  # a record below the high watermark
    ABOVE = "above"  # a record above it
    MAYBE = "maybe"  # sent to this broker, and nobody has said whether it is written
    LOST = "lost"  # a record that isn't what the leader holds at this offset


@dataclass(frozen=True)
class Cell:
    """A place in a log: an empty text says that no record is known there."""

    text: str = ""
    kind: Kind | None = None


class Word(StrEnum):
    """What a producer knows of a send."""

    LATER = "later"  # it hasn't sent it yet
    OPEN = "open"
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True)
class Answer:
    """What a producer knows of a send, in words; and what it doesn't know, where the words say so."""

    word: Word
    text: str = ""


@dataclass(frozen=True)
class Replica:
    """A broker and its copy of a partition."""

    broker: int
    stand: Stand
    words: str  # how it stands, such as "frozen, in sync"
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PlaceState:
    """A partition at one moment."""

    words: str  # leader, in-sync replicas and high watermark
    high_watermark: int | None
    replicas: tuple[Replica, ...]
    sends: tuple[Answer, ...]  # to this partition, in their order


@dataclass(frozen=True)
class State:
    """A moment: when, what happens, what that means, and how things stand from then on."""

    at: float
    happens: str
    means: tuple[str, ...]
    places: tuple[PlaceState, ...]
    producers: tuple[str, ...]  # where records are counted: what each producer knows


def states(trace: Trace) -> list[State]:
    """The states in the order of time; those of what the lab mends at the end come last."""
    logs, found = Logs(trace), list[State]()
    for row in tell(trace, mended=True):
        before = logs.copy()
        for event in row.events:
            logs.take(event)
        happens = "; ".join(phrase.text for phrase in row.phrases)
        places = tuple(_place_state(logs, place) for place in trace.places)
        found.append(State(row.at, happens, tuple(remarks(before, logs, row.events)), places, _producers(logs)))
    return found


def sends_to(trace: Trace, place: Place) -> list[Event]:
    """The sends to a partition that are known one by one."""
    return [event for event in trace.events if event["what"] == "send" and (event["topic"], event["partition"]) == place]


def is_counted(trace: Trace) -> bool:
    """Whether the logs are too long to be drawn record by record."""
    ends = [event.get("offset", event.get("high_watermark")) or 0 for event in trace.events]
    return max(ends, default=0) > MOST_OFFSETS or any(event["what"] == "sends" for event in trace.events)


def _place_state(logs: Logs, place: Place) -> PlaceState:
    trace, mark, cells = logs.trace, logs.marks.get(place), _counted if is_counted(logs.trace) else _cells
    stands = logs.standing.stands(trace)
    replicas = tuple(
        Replica(
            node, stands[node, place], _role(logs, node, place), tuple(cells(logs, node, place)) if node in trace.replicas[place] else ()
        )
        for node in trace.brokers
    )
    sends = tuple(_answer(logs, event["id"], place) for event in sends_to(trace, place))
    return PlaceState(_words(logs, place), mark, replicas, sends)


def _cells(logs: Logs, node: int, place: Place) -> list[Cell]:
    mark, log = logs.marks.get(place, 0), logs.held[node, place]
    leader = logs.standing.leaders.get(place)
    leading = logs.held[leader, place] if leader is not None else {}
    cells = []
    for offset in range(max(log, default=-1) + 1):
        theirs = leading.get(offset)
        ours = log.get(offset)
        differs = ours is not None and theirs is not None and logs.value(ours) != logs.value(theirs)
        kind = Kind.LOST if differs else Kind.BELOW if offset < mark else Kind.ABOVE
        cells.append(Cell(UNNAMED if ours is None else logs.value(ours), kind))
    return cells + [Cell(logs.value(number), Kind.MAYBE) for number in logs.maybe[node, place]]


def _counted(logs: Logs, node: int, place: Place) -> list[Cell]:
    count = len(logs.held[node, place])
    return [Cell("1 record" if count == 1 else f"{count} records", Kind.BELOW) if count else Cell()]


def _role(logs: Logs, node: int, place: Place) -> str:
    """How a broker is, if it isn't well, and what it is to the partition."""
    standing = logs.standing
    if node not in logs.trace.replicas[place]:
        role = "no replica"
    elif standing.leaders.get(place) == node:
        role = "leader"
    else:
        role = "in sync" if node in standing.in_sync.get(place, ()) and node not in standing.restarted else "out of sync"
    condition = standing.conditions[node]
    return role if condition == "running" else f"{condition}, {role}"


def _words(logs: Logs, place: Place) -> str:
    leader, mark = logs.standing.leaders.get(place), logs.marks.get(place)
    in_sync = ", ".join(map(str, logs.standing.in_sync.get(place, ()))) or "nobody"
    lately = leader is not None and logs.runs(leader) and sum(logs.marks.values()) >= logs.acknowledged
    seen = "not seen yet" if mark is None else str(mark) if lately else f"{mark} when last seen"
    return f"leader {leader or 'nobody'} · in sync {in_sync} · high watermark {seen}"


def _answer(logs: Logs, number: int, place: Place) -> Answer:
    """What the producer knows of a send; and, where its record's offset is another's by now, that as well."""
    if number not in logs.sent:
        return Answer(Word.LATER)
    if (answer := logs.answers.get(number)) is None:
        return Answer(Word.OPEN, "sent, no answer yet")
    if "error" in answer:
        return Answer(Word.BAD, f"failed: {answer['error']}")
    if logs.sent[number]["producer"] == NONE:
        return Answer(Word.GOOD, "success, says the client; no broker answered")
    offset = answer["offset"]
    there = logs.value(logs.offsets.get((place, offset), number))
    return Answer(
        Word.GOOD,
        f"acknowledged at offset {offset}" + (f" (and isn't told that “{there}” is there now)" if there != logs.value(number) else ""),
    )


def _producers(logs: Logs) -> tuple[str, ...]:
    """How many records each producer has sent, and what it was told of them."""
    sent, told = Counter[str](), Counter[tuple[str, str]]()
    for event in logs.counted:
        if event["what"] == "sends":
            sent[event["producer"]] += event["count"]
        else:
            told[event["producer"], f"failed: {event['error']}" if "error" in event else "acknowledged"] += event["count"]
    return tuple(_counts(producer, count, told) for producer, count in sent.items())


def _counts(producer: str, count: int, told: Counter[tuple[str, str]]) -> str:
    known = {what: number for (name, what), number in told.items() if name == producer}
    parts = [f"{number} {what}" for what, number in known.items()]
    parts += [f"{rest} without an answer yet"] if (rest := count - sum(known.values())) else []
    return f"{count} records sent: {', '.join(parts)}"
