"""The lab's notes of a running cluster: one file, written whole or not at all."""

import json
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path

from lab.folders import writing
from lab.processes import Ticket


@dataclass(frozen=True)
class State:
    """A cluster that was started.

    Args:
        engine: its engine's name.
        definition: the fingerprint of what it was started from.
        token: marks its processes.
        project: the compose project of its containers.
        nodes: a ticket for each service that is a process.
        faults: what the lab did to a node that isn't running.
        ready: False until each broker has listed all.
        started: when, in seconds since 1970.
        owner: the process that it ends with, if any.
    """

    engine: str
    definition: str
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    project: str = ""
    nodes: dict[str, Ticket] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    ready: bool = False
    started: float = 0.0
    owner: Ticket | None = None

    def save(self, folder: Path) -> None:
        """Keeps it in this folder."""
        with writing(folder, "LAB_STATE"):
            new = folder / "state.json.new"
            new.write_text(json.dumps(asdict(self), indent=2))
            new.replace(folder / "state.json")

    @classmethod
    def load(cls, folder: Path) -> "State | None":
        """The state kept in this folder, if there is one that can be read."""
        try:
            data = json.loads((folder / "state.json").read_text())
            data["nodes"] = {service: Ticket(**ticket) for service, ticket in data["nodes"].items()}
            data["owner"] = Ticket(**data["owner"]) if data["owner"] else None
            return cls(**data)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    @staticmethod
    def forget(folder: Path) -> None:
        """Removes what is kept in this folder."""
        (folder / "state.json").unlink(missing_ok=True)
