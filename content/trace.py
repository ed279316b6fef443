"""A recorded run of a program that breaks brokers: the format of recordings/runs/PROGRAM.json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.events import Event, Place, read_event, stored_event
from content.seals import seal


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
        """Return the text of the trace's file.

        Each event is on a line of its own and keys are sorted, so a diff shows what has changed.
        """
        head, replicas, events = self._stored()
        head |= {"seal": seal([head, replicas, events]), "replicas": replicas}
        lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
        rows = ",\n".join(f"  {json.dumps(event, sort_keys=True, ensure_ascii=False)}" for event in events)
        lines.append(f'"events": [\n{rows}\n]')
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
            data["events"] = tuple(read_event(event) for event in data["events"])
            data["replicas"] = {
                (topic, partition): tuple(nodes) for topic, partition, nodes in data["replicas"]
            }
            sealed = data.pop("seal", "")
            trace = cls(**data)
            if sealed != seal(trace._stored()):
                raise ValueError("it was edited by hand")
            return trace
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise UnreadableTrace(f"{type(error).__name__}: {error}") from error

    @property
    def places(self) -> tuple[Place, ...]:
        """Each partition of the program's topics."""
        return tuple(sorted(self.replicas))

    def _stored(self) -> tuple[dict[str, Any], list[object], list[dict[str, Any]]]:
        """Head, replicas and events as JSON can hold them."""
        head = {name: value for name, value in vars(self).items() if name not in ("events", "replicas")}
        replicas: list[object] = [[*place, list(nodes)] for place, nodes in sorted(self.replicas.items())]
        return head, replicas, [stored_event(event) for event in self.events]
