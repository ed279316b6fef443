"""Makes the events of a trace from what was noted inside a program and seen outside it; the format is in content/trace.py."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from checks.recording.observer import Look, NodeState
from content.trace import Event

MANY = 40  # sends of a program that are still noted one by one
RUN_S = 0.5  # a pause longer than this divides a run of sends, or of results
SETTLED_S = 0.3  # a high watermark that rises again within this time is noted once

Note = tuple[Any, ...]


def read_notes(path: Path) -> list[Note]:
    """What recorder/sitecustomize.py wrote, in the order of writing."""
    return [ast.literal_eval(line) for line in path.read_text("ascii").splitlines()] if path.exists() else []


def events(notes: Sequence[Note], looks: Sequence[Look]) -> tuple[Event, ...]:
    """The events in the order of time, from the state at the first send or fault on.

    Args:
        notes: from inside the program, times in seconds of time.monotonic().
        looks: from outside, on the same clock.
    """
    inside = sorted((_event(note) for note in notes), key=_time)
    if not inside:
        return ()
    first = inside[0]["at"]
    outside = sorted((_look(look) for look in looks), key=_time)
    before = {_subject(event): event | {"at": first} for event in outside if event["at"] < first}  # the last of each
    later = [event for event in outside if event["at"] >= first]
    if sum(event["what"] == "send" for event in inside) > MANY:
        inside = [*_runs(inside)]
    known = [event for event in before.values() if event["what"] == "partition" or event["condition"] != "running"]
    return tuple(_rounded(event, first) for event in _settled([*known, *sorted(inside + later, key=_time)]))


def _event(note: Note) -> dict[str, Any]:
    match note:
        case ("send", number, at, producer, topic, value, partition):
            return {"what": "send", "at": at, "id": number, "producer": producer, "topic": topic, "partition": partition, "value": value}
        case ("acknowledged", number, at, offset):
            return {"what": "result", "at": at, "id": number, "offset": offset}
        case ("failed", number, at, error):
            return {"what": "result", "at": at, "id": number, "error": error}
        case ("fault", verb, nodes, at, until):
            return {"what": "fault", "at": at, "until": until, "verb": verb, "nodes": list(nodes)}
    raise ValueError(f"no note of the recorder: {note}")


def _look(look: Look) -> dict[str, Any]:
    return {"what": "node" if isinstance(look.state, NodeState) else "partition", "at": look.at, **asdict(look.state)}


def _runs(inside: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Put together sends, and results, that follow each other closely; a fault divides them."""
    senders = {event["id"]: event["producer"] for event in inside if event["what"] == "send"}
    open_runs: dict[object, dict[str, Any]] = {}
    for event in inside:
        if event["what"] == "fault":
            open_runs.clear()
            yield event
            continue
        if event["what"] == "send":
            about = {"what": "sends", "producer": event["producer"], "topic": event["topic"]}
        else:
            about = {"what": "results", "producer": senders[event["id"]]} | ({"error": event["error"]} if "error" in event else {})
        key = tuple(about.items())
        run = open_runs.get(key)
        if run is None or event["at"] - run["until"] > RUN_S:
            if event["what"] == "send":
                open_runs.clear()  # what is answered from now on may be of this run
            run = open_runs[key] = about | {"at": event["at"], "count": 0} | ({"first": event["value"]} if "value" in event else {})
            yield run
        run["count"] += 1
        run["until"] = event["at"]
        if "value" in event:
            run["last"] = event["value"]


def _settled(found: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Leave out what is soon followed by more of the same: a high watermark that goes on rising, a state file written late."""
    for at, event in enumerate(found):
        rest = [each for each in found[at + 1 :] if each["at"] - event["at"] < SETTLED_S]
        if event["what"] == "partition":
            coming = rest[: next((n for n, each in enumerate(rest) if each["what"] not in ("partition", "results")), len(rest))]
            if any(_subject(each) == _subject(event) and _without_mark(each) == _without_mark(event) for each in coming):
                continue
        if event["what"] == "node" and event["condition"] == "not running":
            after = next((each for each in found[at + 1 :] if each["what"] == "node" and each["node"] == event["node"]), None)
            if after and after["condition"] in ("killed", "stopped"):
                continue
        yield event


def _subject(event: Event) -> object:
    return (event["topic"], event["partition"]) if event["what"] == "partition" else event.get("node")


def _without_mark(event: Event) -> object:
    return event["leader"], event["in_sync"]


def _rounded(event: dict[str, Any], first: float) -> dict[str, Any]:
    return event | {key: round(event[key] - first, 2) + 0.0 for key in ("at", "until") if key in event}


def _time(event: Event) -> float:
    return float(event["at"])
