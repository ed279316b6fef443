"""Sees to it that nothing outlives the process that is responsible for it, `kill -9` of that process included.

A guardian is a process of its own, in a session of its own, that does nothing but read a pipe. Its starter holds the other
end. When the starter is gone, for whatever reason, the system closes that end, the guardian reads the end of the file, and
does its one task: it ends a cluster, or it heals one that an experiment has left broken. A starter that has done this
itself, or wants it left undone, says so first.
"""

import subprocess
import sys
from pathlib import Path
from types import TracebackType

from lab import processes
from lab.state import State

RELEASE = b"release"


class Guardian:
    """The starter's end: a process that runs `python -m lab.guardian ARGUMENTS`."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "lab.guardian", *arguments]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def release(self) -> None:
        """Its task is done, or is to be left undone."""
        self.finish(RELEASE)

    def finish(self, last_words: bytes = b"") -> None:
        """Closes the pipe, and waits until the guardian has done its task."""
        if self._process.poll() is None:
            self._process.communicate(last_words)


class Keeper(Guardian):
    """Ends a cluster. Started before its first node, so that there is no moment without it; leaving the `with` block ends it."""

    def __init__(self, folder: Path, state: State) -> None:
        super().__init__("end", str(folder), state.engine, state.token, f"project={state.project}")
        self._folder, self._state = folder, state

    def fire(self) -> None:
        """Ends the cluster now, and returns once it is gone."""
        self.finish()
        clean_up(self._folder, self._state)  # all done already, unless somebody has killed the guardian too

    def __enter__(self) -> "Keeper":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.fire()


def clean_up(folder: Path, state: State) -> None:
    """Ends whatever runs for this cluster, and forgets the cluster if it is still this one."""
    if state.engine == "container":
        from lab.engines.container import end_project

        end_project(state.project)
    processes.end_all_marked(processes.mark(state.token))
    known = State.load(folder)
    if known and known.token == state.token:
        State.forget(folder)


def heal(file: Path) -> None:
    """Mends what a program has broken that ended without mending it; a cluster that is gone meanwhile needs nothing."""
    from lab.cluster import Cluster
    from lab.errors import LabError

    try:
        Cluster(file).heal()
    except LabError as error:
        sys.exit(str(error))


def main(task: str, place: str, *rest: str) -> None:
    """What the guardian's process does: waits for the pipe's end, then does its task."""
    if sys.stdin.buffer.read() == RELEASE:
        return
    if task == "heal":
        heal(Path(place))
    else:
        engine, token, project = rest
        clean_up(Path(place), State(engine, "", token, project.removeprefix("project=")))


if __name__ == "__main__":
    main(*sys.argv[1:])
