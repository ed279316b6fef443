"""The cluster at one moment, as the command shows it."""

from dataclasses import dataclass

from lab.metadata import Partition
from lab.nodes import Condition


@dataclass(frozen=True)
class NodeStatus:
    """One node: how it is, its process id (None: it has none) and its address for clients (None: it has none)."""

    node_id: int
    service: str
    is_broker: bool
    condition: Condition
    pid: int | None
    address: str | None


@dataclass(frozen=True)
class Status:
    """The cluster as it is now. `seconds` is how long ago it was started; `owner` the process that it ends with, if any."""

    kafka: str
    engine: str
    seconds: float
    owner: int | None
    nodes: tuple[NodeStatus, ...]
    partitions: tuple[Partition, ...]
