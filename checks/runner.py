"""Runs one program in an interpreter of its own, until its end or deadline."""

import ast
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

WITNESS = Path(__file__).parent / "witness"
MOST_BYTES = 1 << 16  # a page shows twenty lines; an endless loop of prints must not fill the memory
DEADLINE_S = 60.0  # the slowest snippet takes 3 s; on a machine with ten times its work to do it took 30


class End(Enum):
    """How a program came to its end."""

    BY_ITSELF = "by itself"
    DEADLINE = "at its deadline"
    FLOOD = "in a flood of output"


@dataclass(frozen=True)
class Print:
    """One call of print, as the witness noted it.

    `line` is the line of the program (0: none), and `text` includes the end that print adds.
    """

    line: int
    text: str


@dataclass(frozen=True)
class Run:
    """What a program did."""

    end: End
    exit_code: int
    stdout: str
    stderr: str
    seconds: float
    left_behind: bool
    prints: tuple[Print, ...] | None  # None: without a witness

    @property
    def lines(self) -> list[str]:
        """The lines of its standard output; str.splitlines would also split where a page doesn't."""
        return self.stdout.removesuffix("\n").split("\n") if self.stdout else []


@dataclass
class Runner:
    """Starts programs as a reader does, with `python FILE`.

    It ends those that don't end by themselves.
    """

    deadline: float = DEADLINE_S
    _live: set[int] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopped: bool = False

    def run(
        self,
        path: Path,
        *,
        witness: bool = False,
        lab: Mapping[str, str] | None = None,
        deadline: float | None = None,
        recorder: Path | None = None,
    ) -> Run:
        """Run the file isolated from this process.

        It has another folder, another environment and no input.

        Args:
            path: the program.
            witness: note which line printed what.
            lab: variables by which a program that breaks brokers finds the cluster.
            deadline: seconds, instead of the runner's own.
            recorder: a folder whose sitecustomize Python imports too, as programs/recorder.
        """
        with tempfile.TemporaryDirectory(prefix="snippet-", ignore_cleanup_errors=True) as folder:
            home, notes = Path(folder, "home"), Path(folder, "notes")
            home.mkdir()
            watched = {"WITNESS_PROGRAM": str(path), "WITNESS_NOTES": str(notes)} if witness else {}
            if folders := [str(place) for place in (recorder, WITNESS if witness else None) if place]:
                watched["PYTHONPATH"] = os.pathsep.join(folders)
            began = time.monotonic()
            process = self._start(
                [sys.executable, str(path)], home, _environment(home) | dict(lab or {}) | watched
            )
            try:
                end, stdout, stderr = _read(process, began + (deadline or self.deadline))
                exit_code = process.wait()
            finally:
                left_behind = _kill_group(process.pid)  # its process group has its id
                process.wait()
                with self._lock:
                    self._live.discard(process.pid)
            return Run(
                end,
                exit_code,
                _text(stdout),
                _text(stderr),
                time.monotonic() - began,
                left_behind,
                _read_notes(notes) if witness and end is not End.FLOOD else None,
            )

    def stop(self) -> None:
        """Kill all programs that run and start no more.

        Ctrl-C needs this, because it does not reach programs in process groups of their own.
        """
        with self._lock:
            self._stopped = True
            for pid in self._live:
                _kill_group(pid)

    def _start(
        self, command: list[str], folder: Path, environment: dict[str, str]
    ) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._stopped:
                raise InterruptedError("the run was stopped")
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
            self._live.add(process.pid)
        return process


def _environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LC_ALL": "C.UTF-8",
    }


def _read(process: "subprocess.Popen[bytes]", deadline: float) -> tuple[End, bytes, bytes]:
    """Read both streams until the program ends.

    At the deadline, or if the output floods, the program and all its children are killed.
    """
    assert process.stdout and process.stderr
    stdout, stderr = bytearray(), bytearray()
    end = End.BY_ITSELF
    with selectors.DefaultSelector() as selector, process.stdout, process.stderr:
        selector.register(process.stdout, selectors.EVENT_READ, stdout)
        selector.register(process.stderr, selectors.EVENT_READ, stderr)
        while selector.get_map() and end is End.BY_ITSELF:
            ready = selector.select(max(deadline - time.monotonic(), 0))
            for key, _ in ready:
                data = os.read(key.fd, 1 << 16)
                key.data.extend(data)
                if not data:
                    selector.unregister(key.fileobj)
            if len(stdout) + len(stderr) > MOST_BYTES:
                end = End.FLOOD
            elif not ready and time.monotonic() >= deadline:
                end = End.DEADLINE
        if end is End.BY_ITSELF:  # it may have closed both streams and go on
            try:
                process.wait(max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                end = End.DEADLINE
        if end is not End.BY_ITSELF:
            _kill_group(process.pid)
    return end, bytes(stdout), bytes(stderr)


def _kill_group(pid: int) -> bool:
    """Kill what is left of a program and its children; tell whether anything was."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
        return True
    return False


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def _read_notes(notes: Path) -> tuple[Print, ...]:
    lines = notes.read_text("ascii").splitlines() if notes.exists() else []
    return tuple(Print(*ast.literal_eval(line)) for line in lines)
