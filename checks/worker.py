"""Runs programs on a cluster of their own, beside the other clusters.

It does so in a process with a network namespace of its own (`checks.network`). The ports are the lab's own,
because a program contains `localhost:9092` and is run unchanged. If its starter closes the pipe or is gone,
the process ends, and with it its cluster and all that it runs.
"""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

import psutil

from checks import network
from checks.checker import Checker, Watcher
from checks.project import ROOT
from checks.results import ProgramResult, ProgramResults
from checks.runner import Runner
from checks.topics import LabCheckCluster
from checks.update import check_and_update
from content.snippet import Snippet
from lab import Cluster, LabError, guardian, signals
from lab.state import State

END_DEADLINE_S = 30.0


@dataclass(frozen=True)
class Job:
    """Programs that share a cluster.

    It has the cluster's name, the variables with which the cluster is started, and whether outputs are
    rewritten. The programs that are `chosen` come first; more may be given while the cluster is up.
    """

    name: str
    chosen: tuple[Snippet, ...]
    variables: tuple[tuple[str, str], ...] = ()
    update: bool = False


class Workers:
    """Checks jobs in processes beside this one.

    Args:
        folder: where each job's cluster keeps what it keeps.
        snippets: all programs.
        watcher: told of each run.
    """

    def __init__(self, folder: Path, snippets: list[Snippet], watcher: Watcher) -> None:
        self._folder, self._snippets, self._watcher = folder, snippets, watcher
        self._live: list[subprocess.Popen[bytes]] = []
        self._lock, self._stopped = threading.Lock(), False

    def check(self, job: Job, more: Callable[[], Snippet | None] = lambda: None) -> ProgramResults:
        """Check one job, to its end: when `more` gives no further program.

        Raises:
            LabError: what the process was told by the lab, or that it ended before its job.
        """
        state, results, given = self._folder / job.name, ProgramResults(()), job.chosen
        with tempfile.TemporaryFile() as errors:
            process = self._start(state, job, errors)
            assert process.stdin and process.stdout
            try:
                _tell(process.stdin, (job, self._snippets))
                while True:
                    kind, value = pickle.load(process.stdout)
                    if kind == "error":
                        raise LabError(value)
                    if kind == "free":
                        following = more()
                        given = given if following is None else (*given, following)
                        _tell(process.stdin, following)
                    elif kind == "ended":
                        return results
                    elif kind == "results":
                        results.add(value)
                    else:
                        getattr(self._watcher, kind)(value)
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                process.wait()
                errors.seek(0)
                words = (
                    errors.read().decode(errors="replace").strip().rpartition("\n")[2]
                    or f"exit code {process.returncode}"
                )
                what = ", ".join(snippet.name for snippet in given) or "nothing yet"
                raise LabError(
                    f"The process that ran {what} ended before them ({words}): run the check again."
                ) from error
            finally:
                _end(process)
                if process.returncode:
                    _clean_up(state)

    def stop(self) -> None:
        """End all that runs and let nothing start."""
        with self._lock:
            self._stopped = True
            for process in self._live:
                _close(process)

    def _start(self, state: Path, job: Job, errors: IO[bytes]) -> "subprocess.Popen[bytes]":
        path = os.pathsep.join([str(ROOT / "tests"), str(ROOT)])
        variables = {**dict(job.variables), "LAB_STATE": str(state), "PYTHONPATH": path}
        command = [sys.executable, "-m", "checks.worker"]
        with self._lock:
            if self._stopped:
                raise LabError("The run was stopped.")
            process = subprocess.Popen(
                command,
                env=os.environ | variables,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
            self._live.append(process)
        return process


def _tell(pipe: IO[bytes], message: object) -> None:
    pickle.dump(message, pipe)
    pipe.flush()


def _close(process: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):
        assert process.stdin
        process.stdin.close()


def _end(process: "subprocess.Popen[bytes]") -> None:
    _close(process)
    try:
        process.wait(END_DEADLINE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.stdout
    process.stdout.close()


def _clean_up(folder: Path) -> None:
    """End what a killed process has left.

    That is its program, which its environment identifies, and its cluster, if the guardian hasn't ended it
    yet.
    """
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get("LAB_STATE") == str(folder):
                process.kill()
    for notes in folder.glob("cluster-*"):
        if state := State.load(notes):
            guardian.clean_up(notes, state)


class _Teller:
    """In the process: tells its starter."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._lock = out, threading.Lock()

    def expect(self, runs: int) -> None:
        self.tell("expect", runs)

    def seen(self, result: ProgramResult) -> None:
        self.tell("seen", result)

    def tell(self, kind: str, value: Any) -> None:
        with self._lock:
            _tell(self._out, (kind, value))


class _OwnCluster(LabCheckCluster):
    """A cluster that ends with this process: after a stop there is nothing to mend."""

    def mend(self) -> None:
        if not signals.wanted():
            super().mend()


def main() -> None:
    """Run one job on a cluster in a network namespace of its own.

    The job ends early if its starter ends. The process reports when it is free, and gets the next program, or
    None.
    """
    network.enter()
    teller = _Teller(os.fdopen(os.dup(sys.stdout.fileno()), "wb"))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # printed text must not mix with messages
    job, snippets = pickle.load(sys.stdin.buffer)
    runner, told = Runner(), SimpleQueue[Snippet | None]()
    signals.listen()
    threading.Thread(target=_until_the_starter_ends, args=[runner, told], daemon=True).start()
    try:
        with Cluster(engine="embedded").borrow(exclusive=True) as cluster:
            checker = Checker(ROOT, _OwnCluster(cluster), runner, 1, teller)
            chosen = list(job.chosen)
            while True:
                if chosen:
                    teller.tell(
                        "results",
                        (check_and_update if job.update else Checker.check)(checker, chosen, snippets),
                    )
                teller.tell("free", None)
                if (following := told.get()) is None:
                    break
                chosen = [following]
        teller.tell("ended", None)
    except LabError as error:
        teller.tell("error", str(error))


def _until_the_starter_ends(runner: Runner, told: "SimpleQueue[Snippet | None]") -> None:
    """Pass on what the starter sends, until the pipe closes.

    The starter may have ended in any way. Then stop as Ctrl-C would.
    """
    with suppress(EOFError, pickle.UnpicklingError):
        while True:
            told.put(pickle.load(sys.stdin.buffer))
    runner.stop()
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


if __name__ == "__main__":
    main()
