"""Builds the events of a trace from notes inside a program and observations outside."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from checks.recording.observer import Look, subject
from content.events import (
    Acknowledged,
    Event,
    Failed,
    Fault,
    NodeSeen,
    PartitionSeen,
    Result,
    Results,
    Send,
    Sends,
)

MANY = 40  # sends of a program that are still noted one by one
RUN_S = 0.5  # a pause longer than this divides a run of sends, or of results
SETTLED_S = 0.3  # a high watermark that rises again within this time is noted once

Note = tuple[Any, ...]


def read_notes(path: Path) -> list[Note]:
    """What inside/sitecustomize.py wrote, in the order of writing."""
    return [ast.literal_eval(line) for line in path.read_text("ascii").splitlines()] if path.exists() else []


def events(notes: Sequence[Note], looks: Sequence[Look]) -> tuple[Event, ...]:
    """Return the events in order of time.

    The first ones are the state at the first send or fault.

    Args:
        notes: from inside the program, times in seconds of time.monotonic().
        looks: from outside, on the same clock.
    """
    noted = sorted((_event(note) for note in notes), key=_time)
    if not noted:
        return ()
    first = noted[0].at
    outside = sorted(looks, key=_time)
    before = {
        subject(look): replace(look, at=first) for look in outside if look.at < first
    }  # the last of each
    known = [
        look for look in before.values() if isinstance(look, PartitionSeen) or look.condition != "running"
    ]
    many = sum(isinstance(event, Send) for event in noted) > MANY
    inside: list[Event] = _runs(noted) if many else [*noted]
    later = [look for look in outside if look.at >= first]
    return tuple(
        _rounded(event, first) for event in _settled([*known, *sorted([*inside, *later], key=_time)])
    )


def _event(note: Note) -> Send | Result | Fault:
    match note:
        case ("send", number, at, producer, topic, value, partition):
            return Send(at, number, producer, topic, partition, value)
        case ("acknowledged", number, at, offset):
            return Acknowledged(at, number, offset)
        case ("failed", number, at, error):
            return Failed(at, number, error)
        case ("fault", verb, nodes, at, until):
            return Fault(at, until, verb, tuple(nodes))
    raise ValueError(f"no note of the recorder: {note}")


def _runs(noted: Iterable[Send | Result | Fault]) -> list[Event]:
    """Put together sends, and results, that follow each other closely; a fault divides them."""
    found: list[Event] = []
    producers: dict[int, str] = {}
    open_runs: dict[object, int] = {}  # where in `found` a run is that may go on
    for event in noted:
        run: Sends | Results
        match event:
            case Fault():
                open_runs.clear()
                found.append(event)
                continue
            case Send(at=at, producer=producer, topic=topic, value=value):
                producers[event.id] = producer
                run = Sends(at, at, producer, topic, 1, value, value)
                key: object = (producer, topic)
            case Acknowledged(at=at) | Failed(at=at):
                error = event.error if isinstance(event, Failed) else None
                run = Results(at, at, producers[event.id], 1, error)
                key = (run.producer, Results, error)
        begun = found[open_runs[key]] if key in open_runs else None
        if isinstance(begun, Sends) and isinstance(run, Sends) and run.at - begun.until <= RUN_S:
            found[open_runs[key]] = replace(begun, until=run.at, count=begun.count + 1, last=run.last)
        elif isinstance(begun, Results) and run.at - begun.until <= RUN_S:
            found[open_runs[key]] = replace(begun, until=run.at, count=begun.count + 1)
        else:
            if isinstance(run, Sends):
                open_runs.clear()  # what is answered from now on may be of this run
            open_runs[key] = len(found)
            found.append(run)
    return found


def _settled(found: Sequence[Event]) -> Iterator[Event]:
    """Leave out what is soon followed by more of the same.

    That is a high watermark that goes on rising, and a state file written late.
    """
    for number, event in enumerate(found):
        rest = found[number + 1 :]
        match event:
            case PartitionSeen() if _rises(event, rest):
                continue
            case NodeSeen(node=node, condition="not running"):
                after = (other for other in rest if isinstance(other, NodeSeen) and other.node == node)
                if (then := next(after, None)) and then.condition in ("killed", "stopped"):
                    continue
        yield event


def _rises(look: PartitionSeen, rest: Sequence[Event]) -> bool:
    """Return whether only the high watermark of a partition is about to change.

    It changes soon, and before anything else happens.
    """
    for event in rest:
        if event.at - look.at >= SETTLED_S:
            continue
        if not isinstance(event, PartitionSeen | Results):
            return False
        if event == replace(look, at=event.at, high_watermark=getattr(event, "high_watermark", None)):
            return True
    return False


def _rounded(event: Event, first: float) -> Event:
    moved = replace(event, at=_since(first, event.at))
    if isinstance(moved, Fault | Sends | Results):
        return replace(moved, until=_since(first, moved.until))
    return moved


def _since(first: float, at: float) -> float:
    return round(at - first, 2) + 0.0


def _time(event: Event) -> float:
    return event.at
