"""Measures two or more ways in turn: A B A B …

If the machine gets slower, it gets slower for all of them.
"""

import statistics
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parent.parent
SETTLE_S, BUSY_PERCENT = 10.0, 10.0
console = Console(highlight=False)


def seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def run(*command: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> str:
    """Runs a command to its end and returns what it printed.

    Raises:
        SystemExit: with the command's own words, when it fails: a failed command's time says nothing.
    """
    ended = subprocess.run(
        command, env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if ended.returncode:
        raise SystemExit(f"bench: {' '.join(command)} failed:\n{ended.stdout}")
    return ended.stdout


def settle() -> None:
    """Wait until the machine is idle, for at most ten seconds.

    The measurement before may have left work behind, such as the cleanup of Docker.
    """
    deadline = time.monotonic() + SETTLE_S
    while psutil.cpu_percent(0.5) > BUSY_PERCENT and time.monotonic() < deadline:
        pass


def in_turn(
    title: str, ways: Mapping[str, Callable[[], float]], rounds: int, most: Mapping[str, float]
) -> None:
    """Measure each way `rounds` times, in turn, and print medians and ratios.

    The ratios are those to the first way.

    Args:
        title: what is measured.
        ways: a name, and a function that returns the seconds that the way took.
        rounds: how often each way is measured.
        most: the ratio that a way should not exceed.
    """
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            with console.status(f"{title}: {name}, {number + 1} of {rounds}"):
                settle()
                times[name].append(way())
    first = next(iter(times))
    table = Table(
        "",
        "median s",
        "least",
        "most",
        "ratio",
        "at most",
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
    )
    for name, values in times.items():
        ratio = statistics.median(median / base for median, base in zip(values, times[first], strict=True))
        bound = f"{most[name]:.2f}" if name in most else ""
        table.add_row(
            name,
            *(f"{value:.2f}" for value in (statistics.median(values), min(values), max(values))),
            f"{ratio:.2f}",
            bound,
        )
    console.print(table)
    console.print()
