"""Starts guardians, so that nothing outlives the process that is responsible for it.

A guardian is a process of its own, in a session of its own, that does nothing but read a pipe (`lab.guard`).
Its starter holds the other end. When the starter is gone, for whatever reason, `kill -9` included, the system
closes that end, the guardian reads the end of the file, and does its one task: it ends a cluster, or it heals
one that an experiment has left broken. A starter that has done this itself, or wants it left undone, says so
first.
"""

import subprocess
import sys
from pathlib import Path

from lab import processes
from lab.engines import docker
from lab.state import State

RELEASE = b"release"
# Before a project's name: who removes a project kills each process that has the bare name as an argument.
PROJECT = "project="


class Guardian:
    """The starter's end: a process that runs `python -m lab.guard ARGUMENTS`."""

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "lab.guard", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def release(self) -> None:
        """Tells it that its task is done, or is to be left undone."""
        self.finish(RELEASE)

    def finish(self, last_words: bytes = b"") -> None:
        """Closes the pipe, and waits until the guardian has done its task."""
        if self._process.poll() is None:
            self._process.communicate(last_words)


class Keeper(Guardian):
    """Ends a cluster. It is started before the first node, so that there is no moment without it."""

    def __init__(self, folder: Path, state: State) -> None:
        super().__init__("end", str(folder), state.engine, state.token, f"{PROJECT}{state.project}")
        self._folder, self._state = folder, state

    def close(self) -> None:
        """Ends the cluster now, and returns once it is gone."""
        self.finish()
        clean_up(self._folder, self._state)  # all done already, unless somebody has killed the guardian too


def clean_up(folder: Path, state: State) -> None:
    """Ends whatever runs for this cluster, and forgets it, if no other has come since."""
    if state.engine == "container":
        docker.end_project(state.project)
    processes.end_all_marked(processes.mark(state.token))
    known = State.load(folder)
    if known and known.token == state.token:
        State.forget(folder)
