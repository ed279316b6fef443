"""The cluster at one moment, as the command shows it."""

from dataclasses import dataclass

from lab.metadata import Partition
from lab.nodes import Condition


@dataclass(frozen=True)
class NodeStatus:
    """One node: how it is, and its process and address, where it has them."""

    node_id: int
    service: str
    is_broker: bool
    condition: Condition
    pid: int | None
    address: str | None


@dataclass(frozen=True)
class Status:
    """The cluster as it is now.

    Args:
        kafka: its version of Apache Kafka.
        engine: what runs it.
        seconds: how long ago it was started.
        owner: the process that it ends with, if any.
        nodes: each node.
        partitions: each partition, as one broker sees it.
    """

    kafka: str
    engine: str
    seconds: float
    owner: int | None
    nodes: tuple[NodeStatus, ...]
    partitions: tuple[Partition, ...]
