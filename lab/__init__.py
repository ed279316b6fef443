"""The cluster on this machine that every page of *Learning Kafka* runs on."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.cluster import Cluster
    from lab.errors import LabError
    from lab.metadata import Partition
    from lab.nodes import Condition
    from lab.status import NodeStatus, Status

__all__ = ["Cluster", "Condition", "LabError", "NodeStatus", "Partition", "Status"]

_MODULES = {
    "Cluster": "cluster",
    "Condition": "nodes",
    "LabError": "errors",
    "NodeStatus": "status",
    "Partition": "metadata",
    "Status": "status",
}


def __getattr__(name: str) -> object:
    """Imports a public name when it is first asked for.

    An import of any module of the lab runs this file first, and the command has to listen for Ctrl-C before
    the rest is imported (`lab.__main__`). No module of the lab takes a name from here, so this hides no
    circle.
    """
    if name not in _MODULES:
        raise AttributeError(f"module 'lab' has no attribute {name!r}")
    return getattr(import_module(f"lab.{_MODULES[name]}"), name)
