"""What an engine does: start, show, break, mend and end nodes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lab.compose import Definition, Node
from lab.errors import LabError
from lab.processes import Ticket
from lab.progress import Progress
from lab.state import State

STOP_DEADLINE_S = 60.0
_TROUBLE = re.compile(
    r"^\S+ \S+ (?:ERROR|FATAL) (.*)"
    r"|^(?:Caused by: |Exception in thread \S+ )?((?:\w+\.)+\w*(?:Exception|Error): .*)"
)


@dataclass(frozen=True)
class Live:
    """A node that has a process: its id here, and whether it is frozen."""

    pid: int
    frozen: bool


class Engine(Protocol):
    """Runs a definition's nodes. Nothing above it knows whether they are processes or containers."""

    name: str
    poll_s: float  # how long to wait, in seconds, before it is asked again

    def prepare(self, definition: Definition, progress: Progress) -> None:
        """Fetches what a start needs; raises LabError where it can't be had."""

    def require_free_ports(self, definition: Definition) -> None:
        """Raises LabError, naming the holder, when a port that a node needs is taken."""

    def start(
        self, definition: Definition, state: State, progress: Progress, started: Callable[[str, Ticket], None]
    ) -> None:
        """Starts each node; one that is a process is reported through `started(service, ticket)`."""

    def after_start(self, definition: Definition) -> None:
        """What can be done in the background once a cluster is ready."""

    def live(self, state: State) -> dict[str, Live]:
        """The nodes that have a process now, by service."""

    def restart(self, definition: Definition, node: Node, state: State) -> Ticket | None:
        """Starts one node again, with the data that it had."""

    def require_alive(self, services: frozenset[str], state: State) -> None:
        """Raises LabError, with a node's own words, when one of these has ended."""

    def kill(self, service: str, state: State) -> None:
        """Ends a node on the spot; returns once it is gone."""

    def stop(self, service: str, state: State) -> None:
        """Asks a node to end in its own way; returns once it has. Raises LabError after a minute."""

    def freeze(self, service: str, state: State) -> None:
        """Suspends a node; returns once each of its threads is seen stopped."""

    def thaw(self, service: str, state: State) -> None:
        """Lets a frozen node go on."""

    def end(self, state: State) -> None:
        """Ends all that belongs to this cluster, frozen nodes too, and forgets its data."""

    def log(self, service: str, state: State | None) -> Path:
        """A file with a node's log."""


def ended_early(service: str, log: Path) -> LabError:
    """The error for a node that ended while it was starting, by its log."""
    return LabError(f"{service} ended while it was starting: {_last_words(log)} Its log is {log}.")


def _last_words(log: Path) -> str:
    """The first error in a log, mostly the cause of the others, as a sentence."""
    for line in log.read_text(errors="replace").splitlines():
        if match := _TROUBLE.match(line):
            text = (match[1] or match[2]).strip()
            return text if text.endswith(".") else f"{text}."
    return "it says nothing of why."
