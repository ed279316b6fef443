"""The lab's processes, known by id, start time and the mark on their command lines."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

from lab.errors import LabError

# The clock that start times are counted from may be set a little while a process runs.
START_TOLERANCE_S = 2.0
END_DEADLINE_S = 20.0
POLL_S = 0.005


def mark(token: str) -> str:
    """The command-line argument that says: this process belongs to the cluster with this token."""
    return f"-Dlab.cluster={token}"


@dataclass(frozen=True)
class Ticket:
    """What identifies a process for as long as the machine runs.

    Args:
        pid: its id.
        created: its start time, in seconds since 1970.
    """

    pid: int
    created: float

    @classmethod
    def of(cls, pid: int) -> "Ticket":
        """The ticket of a process that is there."""
        return cls(pid, psutil.Process(pid).create_time())

    @property
    def is_running(self) -> bool:
        """Is this very process, whatever it is, still there?"""
        try:
            return abs(psutil.Process(self.pid).create_time() - self.created) <= START_TOLERANCE_S
        except psutil.Error:
            return False

    def process(self, token: str) -> psutil.Process | None:
        """The live process behind this ticket; None: it has ended, whoever has its id now."""
        try:
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.created) > START_TOLERANCE_S:
                return None
            alive = process.status() != psutil.STATUS_ZOMBIE and mark(token) in process.cmdline()
            return process if alive else None
        except psutil.Error:
            return None


def marked(argument: str) -> list[psutil.Process]:
    """Each process on this machine with this argument, also one without a ticket."""
    found = []
    for process in psutil.process_iter():
        try:
            if argument in process.cmdline() and not _has_ended(process):
                found.append(process)
        except psutil.Error:
            continue
    return found


def end(processes: Iterable[psutil.Process]) -> None:
    """Kills processes and waits until they are gone.

    Raises:
        LabError: when one is still there after 20 seconds.
    """
    remaining = list(processes)
    for process in remaining:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    deadline = time.monotonic() + END_DEADLINE_S
    while remaining := [process for process in remaining if not _has_ended(process)]:
        if time.monotonic() > deadline:
            raise LabError(
                f"Process {remaining[0].pid} doesn't end although it was killed: "
                "restart the machine, or wait until its disk answers."
            )
        time.sleep(POLL_S)


def _has_ended(process: psutil.Process) -> bool:
    """Is it gone, or a zombie?

    A zombie holds nothing any more, and its starter, who may be waiting for us, will collect it.
    """
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def end_all_marked(argument: str) -> bool:
    """Kills until no process with this argument is left.

    One may have been started a moment before its starter died.

    Returns:
        Whether there was any.
    """
    deadline, found = time.monotonic() + END_DEADLINE_S, False
    while processes := marked(argument):
        end(processes)
        found = True
        if time.monotonic() > deadline:
            raise LabError(
                f"Processes with the mark {argument} keep appearing: end what starts them, then run lab down."
            )
    return found


def stop(process: psutil.Process, seconds: float) -> bool:
    """Asks a process to end (SIGTERM) and waits; False if it is still there then."""
    process.terminate()
    return _in_time(lambda: _has_ended(process), seconds)


def freeze(process: psutil.Process) -> None:
    """Suspends a process (SIGSTOP) and returns once each of its threads is seen stopped.

    The signal reaches threads one by one.

    Raises:
        LabError: when it isn't stopped after 20 seconds.
    """
    process.suspend()
    if not _in_time(lambda: is_frozen(process), END_DEADLINE_S):
        raise LabError(f"Process {process.pid} doesn't stop although it was told to: try again.")


def is_frozen(process: psutil.Process) -> bool:
    """Is each thread of this process stopped?

    Where the system shows no threads (macOS), the process stands for them.
    """
    threads = Path(f"/proc/{process.pid}/task")
    if not threads.exists():
        return bool(process.status() == psutil.STATUS_STOPPED)
    try:
        states = [stat.read_text().rpartition(")")[2].split()[0] for stat in threads.glob("*/stat")]
    except OSError:  # a thread has just ended, so it wasn't stopped
        return False
    return bool(states) and all(state == "T" for state in states)


def _in_time(condition: Callable[[], bool], seconds: float) -> bool:
    """Does a condition come true within so many seconds?"""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True
