"""The states of a recorded run, one for each row of its story.

A state has the logs, and what the producers know. The player shows nothing else: website/runs/player.py puts
the states into a page, docs/assets/play.js steps through them.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from content.events import Acknowledged, Failed, PartitionSeen, Place, Send, Sends
from content.trace import Trace
from website.runs.cluster_state import ReplicaState
from website.runs.explanations import explanations
from website.runs.logs import NONE, Logs
from website.runs.story import tell

MOST_OFFSETS = 8  # of a log that is drawn record by record; of a longer one the records are counted
UNNAMED = "?"


class CellKind(StrEnum):
    """What is known of a place in a log."""

    BELOW = "below"  # a record below the high watermark
    ABOVE = "above"  # a record above it
    MAYBE = "maybe"  # sent to this broker, and nobody has said whether it is written
    LOST = "lost"  # a record that isn't what the leader holds at this offset


@dataclass(frozen=True)
class Cell:
    """A place in a log: an empty text says that no record is known there."""

    text: str = ""
    kind: CellKind | None = None


class Word(StrEnum):
    """What a producer knows of a send."""

    LATER = "later"  # it hasn't sent it yet
    OPEN = "open"
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True)
class Answer:
    """What a producer knows of a send, in words.

    If the producer doesn't know something, the words may say so.
    """

    word: Word
    text: str = ""


@dataclass(frozen=True)
class Replica:
    """A broker and its copy of a partition."""

    broker: int
    state: ReplicaState
    words: str  # what it is, such as "frozen, in sync"
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PlaceState:
    """A partition at one moment."""

    words: str  # leader, in-sync replicas and high watermark
    high_watermark: int | None
    replicas: tuple[Replica, ...]
    sends: tuple[Answer, ...]  # to this partition, in their order


@dataclass(frozen=True)
class RunState:
    """The state at one moment of a run.

    It has the time, what happens, what that means, and the partitions from then on.
    """

    at: float
    happens: str
    means: tuple[str, ...]
    places: tuple[PlaceState, ...]
    producers: tuple[str, ...]  # where records are counted: what each producer knows


def states(trace: Trace) -> list[RunState]:
    """Return the states in order of time.

    The states of what the lab repairs at the end come last.
    """
    logs, found = Logs(trace), list[RunState]()
    for row in tell(trace, mended=True):
        before = logs.copy()
        for event in row.events:
            logs.take(event)
        happens = "; ".join(phrase.text for phrase in row.phrases)
        places = tuple(_place_state(logs, place) for place in trace.places)
        found.append(
            RunState(row.at, happens, tuple(explanations(before, logs, row.events)), places, _producers(logs))
        )
    return found


def sends_to(trace: Trace, place: Place) -> list[Send]:
    """The sends to a partition that are known one by one."""
    return [event for event in trace.events if isinstance(event, Send) and event.place == place]


def is_counted(trace: Trace) -> bool:
    """Whether the logs are too long to be drawn record by record."""
    offsets = [event.offset for event in trace.events if isinstance(event, Acknowledged)]
    marks = [event.high_watermark or 0 for event in trace.events if isinstance(event, PartitionSeen)]
    counted = any(isinstance(event, Sends) for event in trace.events)
    return counted or max(offsets + marks, default=0) > MOST_OFFSETS


def _place_state(logs: Logs, place: Place) -> PlaceState:
    trace, replicas = logs.trace, logs.cluster.replicas(logs.trace)
    return PlaceState(
        _words(logs, place),
        logs.marks.get(place),
        tuple(
            Replica(node, replicas[node, place], _role(logs, node, place), tuple(_log(logs, node, place)))
            for node in trace.brokers
        ),
        tuple(_answer(logs, send.id, place) for send in sends_to(trace, place)),
    )


def _log(logs: Logs, node: int, place: Place) -> list[Cell]:
    if node not in logs.trace.replicas[place]:
        return []
    return _counted(logs, node, place) if is_counted(logs.trace) else _cells(logs, node, place)


def _cells(logs: Logs, node: int, place: Place) -> list[Cell]:
    mark, log = logs.marks.get(place, 0), logs.held[node, place]
    leader = logs.cluster.leaders.get(place)
    leading = logs.held[leader, place] if leader is not None else {}
    cells = []
    for offset in range(max(log, default=-1) + 1):
        theirs = leading.get(offset)
        ours = log.get(offset)
        differs = ours is not None and theirs is not None and logs.value(ours) != logs.value(theirs)
        kind = CellKind.LOST if differs else CellKind.BELOW if offset < mark else CellKind.ABOVE
        cells.append(Cell(UNNAMED if ours is None else logs.value(ours), kind))
    return cells + [Cell(logs.value(number), CellKind.MAYBE) for number in logs.maybe[node, place]]


def _counted(logs: Logs, node: int, place: Place) -> list[Cell]:
    count = len(logs.held[node, place])
    return [Cell("1 record" if count == 1 else f"{count} records", CellKind.BELOW) if count else Cell()]


def _role(logs: Logs, node: int, place: Place) -> str:
    """How a broker is, if it isn't well, and what it is to the partition."""
    cluster = logs.cluster
    if node not in logs.trace.replicas[place]:
        role = "no replica"
    elif cluster.leaders.get(place) == node:
        role = "leader"
    else:
        in_sync = node in cluster.in_sync.get(place, ()) and node not in cluster.restarted
        role = "in sync" if in_sync else "out of sync"
    condition = cluster.conditions[node]
    return role if condition == "running" else f"{condition}, {role}"


def _words(logs: Logs, place: Place) -> str:
    leader, mark = logs.cluster.leaders.get(place), logs.marks.get(place)
    in_sync = ", ".join(map(str, logs.cluster.in_sync.get(place, ()))) or "nobody"
    lately = leader is not None and logs.runs(leader) and sum(logs.marks.values()) >= logs.acknowledged
    seen = "not seen yet" if mark is None else str(mark) if lately else f"{mark} when last seen"
    return f"leader {leader or 'nobody'} · in sync {in_sync} · high watermark {seen}"


def _answer(logs: Logs, number: int, place: Place) -> Answer:
    """Return what the producer knows of a send.

    If another record has the offset of its record by now, that is added.
    """
    if number not in logs.sent:
        return Answer(Word.LATER)
    match logs.answers.get(number):
        case None:
            return Answer(Word.OPEN, "sent, no answer yet")
        case Failed(error=error):
            return Answer(Word.BAD, f"failed: {error}")
        case Acknowledged() if logs.sent[number].producer == NONE:
            return Answer(Word.GOOD, "success, says the client; no broker answered")
        case Acknowledged(offset=offset):
            there = logs.value(logs.offsets.get((place, offset), number))
            untold = f" (and isn't told that “{there}” is there now)" if there != logs.value(number) else ""
            return Answer(Word.GOOD, f"acknowledged at offset {offset}{untold}")


def _producers(logs: Logs) -> tuple[str, ...]:
    """How many records each producer has sent, and what it was told of them."""
    sent, told = Counter[str](), Counter[tuple[str, str]]()
    for event in logs.counted:
        if isinstance(event, Sends):
            sent[event.producer] += event.count
        else:
            told[event.producer, f"failed: {event.error}" if event.error else "acknowledged"] += event.count
    return tuple(_counts(producer, count, told) for producer, count in sent.items())


def _counts(producer: str, count: int, told: Counter[tuple[str, str]]) -> str:
    known = {what: number for (name, what), number in told.items() if name == producer}
    parts = [f"{number} {what}" for what, number in known.items()]
    parts += [f"{rest} without an answer yet"] if (rest := count - sum(known.values())) else []
    return f"{count} records sent: {', '.join(parts)}"
