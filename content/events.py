"""The events of a recorded run.

`at` is when an event began and `until` when it ended, in seconds since the first send or fault. A run of many
sends is one event, Sends, and so are their results. A node or a partition was seen from outside, up to 0.1 s
late.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

Place = tuple[str, int]  # topic and partition


@dataclass(frozen=True)
class Send:
    """A call of send(); without a partition where it raised an error."""

    at: float
    id: int
    producer: str
    topic: str
    partition: int | None
    value: str

    @property
    def place(self) -> Place:
        """Where the record goes; partition -1 is none."""
        return self.topic, -1 if self.partition is None else self.partition


@dataclass(frozen=True)
class Acknowledged:
    """The offset that the producer was told for one send."""

    at: float
    id: int
    offset: int


@dataclass(frozen=True)
class Failed:
    """The error that the producer was told for one send."""

    at: float
    id: int
    error: str


@dataclass(frozen=True)
class Sends:
    """Many sends to one topic, with the first and the last value."""

    at: float
    until: float
    producer: str
    topic: str
    count: int
    first: str
    last: str


@dataclass(frozen=True)
class Results:
    """The same result of many sends: an error, or an acknowledgement."""

    at: float
    until: float
    producer: str
    count: int
    error: str | None = None


@dataclass(frozen=True)
class Fault:
    """What the program did to brokers: kill, stop, start, freeze or thaw."""

    at: float
    until: float
    verb: str
    nodes: tuple[int, ...]


@dataclass(frozen=True)
class NodeSeen:
    """A node's new condition."""

    at: float
    node: int
    condition: str


@dataclass(frozen=True)
class PartitionSeen:
    """A new state of a partition.

    `leader` is None if there is none; `high_watermark` is None if no broker could report it.
    """

    at: float
    topic: str
    partition: int
    leader: int | None
    in_sync: tuple[int, ...]
    high_watermark: int | None

    @property
    def place(self) -> Place:
        """Topic and partition."""
        return self.topic, self.partition


Result = Acknowledged | Failed
Event = Send | Result | Sends | Results | Fault | NodeSeen | PartitionSeen
_CLASSES: Mapping[str, type[Any]] = {
    "send": Send,
    "result": Acknowledged,
    "sends": Sends,
    "results": Results,
    "fault": Fault,
    "node": NodeSeen,
    "partition": PartitionSeen,
}
_NAMES = {class_: name for name, class_ in _CLASSES.items()} | {Failed: "result"}


def name_of(event: Event) -> str:
    """Return the name of an event's kind, as its file has it.

    It is send, result, sends, results, fault, node or partition.
    """
    return _NAMES[type(event)]


def read_event(stored: Mapping[str, Any]) -> Event:
    """The event that `stored_event` stored.

    Raises:
        KeyError, TypeError, ValueError: when it is no event, or one with another key or type.
    """
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in stored.items()
    }
    class_ = _CLASSES[given.pop("what")]
    event: Event = (Failed if class_ is Acknowledged and "error" in given else class_)(**given)
    for field in fields(event):
        if not _fits(value := getattr(event, field.name), field.type):
            raise ValueError(f"an event's {field.name} is {value!r}")
    return event


def stored_event(event: Event) -> dict[str, Any]:
    """Convert an event into JSON values.

    They are its kind, `what`, and its fields except those that have their defaults.
    """
    named = {field.name: (getattr(event, field.name), field.default) for field in fields(event)}
    given = {
        name: value for name, (value, default) in named.items() if default is MISSING or value != default
    }
    return {"what": name_of(event), **given}


def _fits(value: object, type_: Any) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, tuple):
        return type_ == tuple[int, ...] and all(type(number) is int for number in value)
    return type_ != tuple[int, ...] and isinstance(value, float | int if type_ is float else type_)
