"""What the recorder notes becomes the events of a trace.

It notes some of it inside a program and sees the rest from outside.
"""

from pathlib import Path

import pytest

from checks.recording import runs, trace_events
from checks.recording.observer import Look
from checks.recording.runs import NotRecorded
from content.events import Fault, NodeSeen, PartitionSeen, Results, Sends
from content.snippet import Snippet


def test_only_programs_that_break_brokers_are_recorded(tmp_path: Path) -> None:
    snippets = [
        Snippet(tmp_path, tmp_path / f"snippets/experiments/page/{name}.py", text)
        for name, text in (("a", "import lab\n"), ("b", "x = 1\n"))
    ]
    assert runs.chosen([], snippets) == runs.chosen(["experiments/page/a"], snippets) == snippets[:1]
    with pytest.raises(NotRecorded, match="There is no program b that breaks brokers; there are a"):
        runs.chosen(["b"], snippets)


def test_a_run_of_many_sends_becomes_few_events() -> None:
    notes: list[trace_events.Note] = [("fault", "stop", (101,), 100.5, 101.5)]
    for number in range(1000):
        at = 100 + number / 10_000 if number < 500 else 101.6 + number / 10_000
        notes.append(("send", number, at, "acks=all", "many", str(number), number % 3))
        notes.append(("acknowledged", number, at + 0.01, number))
    marks = [(99.0, None), (99.5, 0), (100.02, 100), (100.1, 500), (102.0, 1000)]
    looks: list[Look] = [PartitionSeen(at, "many", 0, 102, (102, 103), mark) for at, mark in marks]
    looks += [
        NodeSeen(99.0, 101, "running"),
        NodeSeen(101.4, 101, "not running"),
        NodeSeen(101.6, 101, "stopped"),
    ]
    assert trace_events.events(notes, looks) == (
        PartitionSeen(0.0, "many", 0, 102, (102, 103), 0),
        Sends(0.0, 0.05, "acks=all", "many", 500, "0", "499"),
        Results(0.01, 0.06, "acks=all", 500),
        PartitionSeen(0.1, "many", 0, 102, (102, 103), 500),
        Fault(0.5, 1.5, "stop", (101,)),
        NodeSeen(1.6, 101, "stopped"),
        Sends(1.65, 1.7, "acks=all", "many", 500, "500", "999"),
        Results(1.66, 1.71, "acks=all", 500),
        PartitionSeen(2.0, "many", 0, 102, (102, 103), 1000),
    )
