"""Draws what the command shows: tables, records and the progress of a start."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, SpinnerColumn, TaskID, TextColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from lab.nodes import Condition
from lab.progress import Progress, Quiet
from lab.status import Status
from lab.watch import Record


def nodes(status: Status) -> Table:
    """One row for each node."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("node", "role", "process", "address"):
        table.add_column(heading, justify="right" if heading in ("node", "process") else "left", no_wrap=True)
    for node in status.nodes:
        process = (
            Text(str(node.pid))
            if node.condition is Condition.RUNNING
            else Text(node.condition, style="bold red")
        )
        table.add_row(
            str(node.node_id), "broker" if node.is_broker else "controller", process, node.address or ""
        )
    return table


def partitions(status: Status) -> Table:
    """One row for each partition; what is wrong with one stands out."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("topic", overflow="fold")
    for heading in ("partition", "leader"):
        table.add_column(heading, justify="right")
    table.add_column("in sync", overflow="fold")
    table.add_column("replicas", overflow="fold")
    topic = None
    for part in status.partitions:
        leader = Text(str(part.leader)) if part.leader >= 0 else Text("none", style="bold red")
        in_sync = Text(
            " ".join(map(str, sorted(part.in_sync))),
            style="" if set(part.in_sync) == set(part.replicas) else "bold yellow",
        )
        table.add_row(
            part.topic if part.topic != topic else "",
            str(part.number),
            leader,
            in_sync,
            " ".join(map(str, sorted(part.replicas))),
        )
        topic = part.topic
    return table


def line(record: Record) -> Text:
    """A record as `lab watch` prints it."""
    return Text.assemble(
        ("partition ", "dim"), f"{record.partition}", ("  offset ", "dim"), f"{record.offset:<4}",
        ("  key ", "dim"), text(record.key), ("  value ", "dim"), text(record.value),
    )  # fmt: skip


def text(data: bytes | None) -> str:
    """Bytes as a person would write them: text where it is text, `-` for none."""
    if data is None:
        return "-"
    shown = data.decode(errors="backslashreplace")
    return shown if shown.isprintable() and shown else repr(data)


class Shown:
    """Progress on a terminal: the step, and a bar where the total is known."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._task: TaskID | None = None

    def step(self, text: str) -> None:
        """Shows a step in place of the one before."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(text, total=None)

    def bytes(self, done: int, total: int) -> None:
        """Moves the bar."""
        if self._task is not None:
            self._bar.update(self._task, completed=done, total=total)


class _WhereKnown(DownloadColumn):
    def render(self, task):  # type: ignore[no-untyped-def]
        return super().render(task) if task.total else Text("")


class _BarWhereKnown(BarColumn):
    def render(self, task):  # type: ignore[no-untyped-def]
        return super().render(task) if task.total else Text("")


@contextmanager
def progress(console: Console) -> Iterator[Progress]:
    """Shows progress on a terminal, and nothing in a file or a pipe."""
    if not console.is_terminal:
        yield Quiet()
        return
    with Bar(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        _BarWhereKnown(),
        _WhereKnown(),
        console=console,
        transient=True,
    ) as bar:
        yield Shown(bar)
