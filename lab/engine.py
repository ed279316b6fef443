"""What an engine has to do: start the nodes of a compose file, say how they are, and end them."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from lab.compose import Definition
from lab.processes import Ticket
from lab.progress import Progress


class Engine(Protocol):
    """Runs a definition's nodes. The embedded engine is the first one; what is above it (`lab.Cluster`) doesn't know which it has."""

    name: str

    def prepare(self, definition: Definition, progress: Progress) -> None:
        """Fetches what is needed to start, before anything runs; raises LabError where it can't be had."""

    def start(self, definition: Definition, token: str, progress: Progress, started: Callable[[str, Ticket], None]) -> None:
        """Starts each node and reports its ticket at once through `started(service, ticket)`."""

    def require_alive(self) -> None:
        """Raises LabError with a node's own last words when one has ended since it was started."""

    def after_start(self, definition: Definition) -> None:
        """What can be done in the background once a cluster is ready."""

    def log(self, service: str) -> Path:
        """The file with a node's log."""
