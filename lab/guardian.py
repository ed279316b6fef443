"""Sees to it that a cluster ends with the process that started it, `kill -9` of that process included.

The guardian is a process of its own, in a session of its own, that does nothing but read a pipe. Its starter holds the
other end. When the starter is gone, for whatever reason, the system closes that end, the guardian reads the end of the file
and ends every process that carries the cluster's mark. A starter that wants its cluster to outlive it says so first.
"""

import subprocess
import sys
from pathlib import Path
from types import TracebackType

from lab import processes
from lab.state import State

RELEASE = b"release"


class Guardian:
    """Started before the first node, so that there is no moment without it; leaving the `with` block ends the cluster."""

    def __init__(self, folder: Path, token: str) -> None:
        self._folder, self._token = folder, token
        command = [sys.executable, "-m", "lab.guardian", str(folder), token]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def release(self) -> None:
        """Lets the cluster live on after this process."""
        self._finish(RELEASE)

    def fire(self) -> None:
        """Ends the cluster now, and returns once its processes are gone."""
        self._finish(b"")
        clean_up(self._folder, self._token)  # all done already, unless somebody has killed the guardian too

    def _finish(self, last_words: bytes) -> None:
        if self._process.poll() is None:
            self._process.communicate(last_words)

    def __enter__(self) -> "Guardian":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.fire()


def watch(folder: Path, token: str) -> None:
    """What the guardian's process does: waits for the pipe's end, then for the processes' end."""
    if sys.stdin.buffer.read() != RELEASE:
        clean_up(folder, token)


def clean_up(folder: Path, token: str) -> None:
    """Ends every process with this token's mark, and forgets the cluster if it is still this one."""
    processes.end_all_marked(token)
    state = State.load(folder)
    if state and state.token == token:
        State.forget(folder)


if __name__ == "__main__":
    watch(Path(sys.argv[1]), sys.argv[2])
