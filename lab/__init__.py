"""The cluster on this machine that every page of *Learning Kafka* runs on."""

from lab.cluster import Cluster, NodeStatus, Status
from lab.errors import LabError
from lab.wire import Partition

__all__ = ["Cluster", "LabError", "NodeStatus", "Partition", "Status"]
