"""Compares the duration of `make check` with that of another commit.

It measures a full check, a check without changes, a check after an edit of one program, and a save during
`make watch`.
"""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench import checkout
from bench.checkout import Checkout
from bench.measure import console, in_turn, seconds
from checks import network

AGAINST = "f9c4fc2"  # the last commit in which a check ran each plain program twice
ROUNDS = 2
EDITED = "create_topic.py"  # the first program of its page; no other and no proof depends on it


def main(against: str = AGAINST) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch).resolve()
        with console.status(f"Setting up {against} and the files as they are"):
            then, now = checkout.of_commit(against, folder / "then"), checkout.of_these_files(folder / "now")
        if reason := _apart():
            console.print(f"Measured on this machine's own ports, which have to be free: {reason}.")
        both = {against: then, "now": now}
        program: dict[str, list[float]] = {name: [] for name in both}

        def whole_check(name: str) -> float:
            (both[name].folder / ".verified.json").unlink(missing_ok=True)
            printed: list[str] = []
            took = seconds(lambda: printed.append(both[name].make("check", "ALL=1")))
            match = re.search(r"([\d.]+) s a program", printed[0])
            assert match, printed[0]
            program[name].append(float(match[1]))
            return took

        def measured(title: str, measure: Callable[[Checkout], float], most: float | None = None) -> None:
            ways = {name: partial(measure, state) for name, state in both.items()}
            in_turn(title, ways, ROUNDS, {"now": most} if most else {})

        in_turn(
            "Seconds for the whole check",
            {name: partial(whole_check, name) for name in both},
            ROUNDS,
            {"now": 0.75},
        )
        of_programs = {name: partial(times.pop, 0) for name, times in program.items()}
        in_turn("Seconds for each program that breaks nothing", of_programs, ROUNDS, {"now": 0.6})
        measured(
            "Seconds for a check of nothing new (at most 3)",
            lambda state: seconds(lambda: state.make("check")),
        )
        measured(f"Seconds for a check of {EDITED}, edited, on a cluster that is up (at most 4)", _edited)
        measured("Seconds from a save to the verdict of make watch (at most 1)", _saved)


def _apart() -> str:
    """Move this process into a network namespace of its own.

    No other cluster is in the way there. Returns why that isn't possible, or an empty text.
    """
    if reason := network.missing():
        return reason
    network.enter()
    return ""


@contextmanager
def _up(state: Checkout) -> Iterator[None]:
    state.run("-m", "lab", "up")
    try:
        yield
    finally:
        state.run("-m", "lab", "down")


def _edit(state: Checkout) -> None:
    program = next(state.folder.glob(f"snippets/**/{EDITED}"))
    program.write_text(
        f"{program.read_text('utf-8').partition('# Edited')[0]}# Edited {time.time_ns()}\n", "utf-8"
    )


def _edited(state: Checkout) -> float:
    with _up(state):
        state.make("check")  # the lab's first request to this cluster
        _edit(state)
        return seconds(lambda: state.make("check"))


def _saved(state: Checkout) -> float:
    environment = state.environment | {"PYTHONUNBUFFERED": "1"}
    command = ["make", "watch", "PORT=0"]
    with _up(state):
        watch = subprocess.Popen(
            command,
            cwd=state.folder,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            _wait_for(watch, "each save is checked")
            _wait_for(watch, "The site is built")
            for _ in range(2):  # the first save reads what later ones find in memory
                _edit(state)
                began = time.monotonic()
                _wait_for(watch, f"{EDITED}: good")
                took = time.monotonic() - began
                _wait_for(watch, "The site is built")
            return took
        finally:
            os.killpg(watch.pid, signal.SIGINT)
            watch.communicate()


def _wait_for(watch: "subprocess.Popen[str]", words: str) -> None:
    assert watch.stdout
    said = []
    for line in watch.stdout:
        said.append(line)
        if words in line:
            return
    raise SystemExit(f"bench: make watch ended without saying {words!r}:\n{''.join(said)}")
