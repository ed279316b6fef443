"""What was recorded of one run of a program that breaks brokers: the format of recordings/runs/PROGRAM.json.

An event says `what` it is and when it began (`at`, seconds since the first send or fault); further keys by what it is:

send       id, producer, topic, partition, value         sends      until, producer, topic, count, first, last (values)
result     id, offset or error                           results    until, producer, count, perhaps error
fault      until, verb, nodes                            node       node, condition
partition  topic, partition, leader, in_sync, high_watermark

A run of many sends is one event `sends`, and so are their results. What is of `node` and `partition` was seen from outside,
up to 0.1 s later; None for a leader or a high watermark says that there was none, or that nobody could tell.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

Event = Mapping[str, Any]
Place = tuple[str, int]  # topic and partition


class UnreadableTrace(Exception):
    """A file that is no trace; its text says why."""


@dataclass(frozen=True)
class Trace:
    """One recorded run."""

    program: str  # part, page and name, such as experiments/recovery/leader_killed
    sha256: str  # of the program's file as it was run
    date: str  # YYYY-MM-DD
    kafka: str
    kafka_python: str
    engine: str
    brokers: tuple[int, ...]
    replicas: Mapping[Place, tuple[int, ...]]
    events: tuple[Event, ...]

    def dumps(self) -> str:
        """The text of its file: one event a line, keys sorted, so that a difference shows what has changed."""
        head = asdict(self)
        del head["events"]
        head["seal"] = _seal(self)
        head["replicas"] = [[*place, list(nodes)] for place, nodes in sorted(self.replicas.items())]
        lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
        events = ",\n".join(f"  {json.dumps(event, sort_keys=True, ensure_ascii=False)}" for event in self.events)
        lines.append(f'"events": [\n{events}\n]')
        return "{\n" + ",\n".join(sorted(lines)) + "\n}\n"

    @classmethod
    def loads(cls, text: str) -> "Trace":
        """Read what `dumps` wrote.

        Raises:
            UnreadableTrace: when it is something else.
        """
        try:
            data = json.loads(text)
            data["brokers"] = tuple(data["brokers"])
            data["events"] = tuple(data["events"])
            data["replicas"] = {(topic, partition): tuple(nodes) for topic, partition, nodes in data["replicas"]}
            if not all(isinstance(event["at"], (int, float)) and isinstance(event["what"], str) for event in data["events"]):
                raise ValueError("an event has no time")
            seal = data.pop("seal", "")
            trace = cls(**data)
            if seal != _seal(trace):
                raise ValueError("it was edited by hand")
            return trace
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise UnreadableTrace(f"{type(error).__name__}: {error}") from error

    @property
    def places(self) -> tuple[Place, ...]:
        """Each partition of the program's topics."""
        return tuple(sorted(self.replicas))


def _seal(trace: Trace) -> str:
    """What the recorder writes under a trace, so that an edit by hand is seen; it is no secret."""
    replicas = [[*place, list(nodes)] for place, nodes in sorted(trace.replicas.items())]
    parts = [{name: value for name, value in vars(trace).items() if name not in ("events", "replicas")}, replicas, list(trace.events)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def trace_of(program: str, root: Path) -> Path:
    """Where the trace of a program is kept; the room isn't part of its name, for only one room has traces."""
    return root / "recordings/runs" / f"{program.rpartition('/')[2]}.json"


def sha256_of(program: Path) -> str:
    """What tells whether a program is still the one that was recorded."""
    return hashlib.sha256(program.read_bytes()).hexdigest()
