"""The line that a person sees while the programs run; nothing where nobody looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

import pytest

from checks.checker import Nobody, Watcher
from checks.results import ProgramResult

if TYPE_CHECKING:
    from rich.progress import Progress


class Line:
    """A line of the terminal that is drawn anew with each run that ends."""

    def __init__(self, bar: "Progress") -> None:
        self._bar = bar
        self._task = bar.add_task("Emptying the cluster", total=0)
        self._expected = 0
        self._lock = Lock()

    def expect(self, runs: int) -> None:
        with self._lock:
            self._expected += runs
            self._bar.update(self._task, total=self._expected)

    def seen(self, result: ProgramResult) -> None:
        self._bar.update(self._task, advance=1, description=result.snippet.name)


@contextmanager
def shown(config: pytest.Config) -> Iterator[Watcher]:
    """Yield what is to be told of each run that ends."""
    capture = config.pluginmanager.getplugin("capturemanager")
    terminal = config.pluginmanager.getplugin("terminalreporter")
    if terminal is None or capture is None or not terminal.isatty:
        yield Nobody()
        return
    from rich.console import Console  # imported here: only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with capture.global_and_fixture_disabled(), Progress(*columns, console=Console(), transient=True) as bar:
        yield Line(bar)


def say(config: pytest.Config, sentence: str) -> None:
    """Print a line now, past the capturing of output."""
    capture = config.pluginmanager.getplugin("capturemanager")
    terminal = config.pluginmanager.getplugin("terminalreporter")
    if capture is not None and terminal is not None:
        with capture.global_and_fixture_disabled():
            terminal.ensure_newline()
            terminal.write_line(sentence)
