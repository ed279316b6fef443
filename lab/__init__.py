"""The cluster on this machine that every page of *Learning Kafka* runs on."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.cluster import Cluster
    from lab.errors import LabError
    from lab.metadata import Partition
    from lab.nodes import Condition
    from lab.status import NodeStatus, Status

__all__ = ["Cluster", "Condition", "LabError", "NodeStatus", "Partition", "Status"]

_HOMES = {"Cluster": "cluster", "Condition": "nodes", "LabError": "errors", "NodeStatus": "status", "Partition": "wire", "Status": "status"}


def __getattr__(name: str) -> object:
    """Imports a name when it is first asked for: the guardian starts with each cluster and needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module 'lab' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"lab.{_HOMES[name]}"), name)
