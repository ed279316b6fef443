"""A run that breaks brokers is compared with its trace.

Another order, value, offset or error is a problem; another time is none.
"""

from pathlib import Path

import pytest

from checks.recording import comparison, trace_events
from checks.recording.trace_events import Note
from checks.runner import Runner
from content.seals import sha256_of
from content.snippet import Snippet
from content.trace import Trace

RUN: list[Note] = [
    ("send", 0, 10.0, "acks=1", "one", "first", 0),
    ("acknowledged", 0, 10.1, 0),
    ("fault", "kill", (101,), 10.2, 10.3),
    ("send", 1, 11.0, "acks=1", "one", "second", 0),
    ("failed", 1, 12.0, "KafkaTimeoutError"),
    ("send", 2, 12.5, "acks=all (not idempotent)", "one", "third", 0),
    ("acknowledged", 2, 13.0, 4),
]


@pytest.fixture
def program(tmp_path: Path) -> Snippet:
    path = tmp_path / "snippets/experiments/page/one.py"
    path.parent.mkdir(parents=True)
    path.write_text('"""One."""\n\nimport lab\n')
    return Snippet.read(path, tmp_path)


def compared(program: Snippet, told: list[Note], done: list[Note]) -> list[str]:
    """What differs between a trace and a run, given the recorder's notes of both."""
    sha256, events = sha256_of(program.path), trace_events.events(told, ())
    trace = Trace(
        program.name,
        sha256,
        "2026-11-24",
        "4.4.0",
        "3.0.12",
        "embedded",
        (101,),
        {("one", 0): (101,)},
        events,
    )
    file = program.root / "recordings/runs/one.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(trace.dumps(), "utf-8")
    found = comparison.trace_to_compare(program, program.root)
    assert found
    notes = program.root / "notes"
    notes.write_text("".join(f"{note!a}\n" for note in done))
    return comparison.differences(program, found, notes)


def changed(place: int, *new: object) -> list[Note]:
    """The run with another note in a place."""
    return [*RUN[:place], new, *RUN[place + 1 :]]


def test_the_same_run_at_other_times_is_the_same(program: Snippet) -> None:
    later = [tuple(part * 2.0 if isinstance(part, float) else part for part in note) for note in RUN]
    assert compared(program, RUN, later) == []
    assert compared(program, RUN, changed(6, "acknowledged", 2, 13.0, 7)) == [], (
        "how often it was stored is chance"
    )


@pytest.mark.parametrize(
    "other",
    [
        changed(0, "send", 0, 10.0, "acks=1", "one", "else", 0),
        changed(0, "send", 0, 10.0, "acks=all", "one", "first", 0),
        changed(1, "acknowledged", 0, 10.1, 1),
        changed(2, "fault", "stop", (101,), 10.2, 10.3),
        changed(2, "fault", "kill", (101,), 11.5, 11.6),
        changed(4, "failed", 1, 12.0, "NotEnoughReplicasError"),
        changed(6, "failed", 2, 13.0, "KafkaTimeoutError"),
        RUN[:-1],
        RUN[:-2],
        [],
    ],
    ids=range(10),
)
def test_another_run_is_named_with_its_difference_and_its_mend(program: Snippet, other: list[Note]) -> None:
    (problem,) = compared(program, RUN, other)
    assert problem.startswith(
        "snippets/experiments/page/one.py:1: recordings/runs/one.json tells of another run; run `make record NAME=one`"
    )
    assert "\n    -" in problem or "\n    +" in problem


def test_many_sends_are_compared_by_their_number(program: Snippet) -> None:
    def many(count: int, answered: int) -> list[Note]:
        sends = [("send", n, n / 1000, "acks=all", "one", str(n), n % 3) for n in range(count)]
        return [*sends, *(("acknowledged", n, 5 + n / 1000, n) for n in range(answered))]

    assert compared(program, many(100, 100), many(100, 100)) == []
    for count, answered in ((99, 99), (100, 99)):
        assert len(compared(program, many(100, 100), many(count, answered))) == 1


def test_a_trace_of_another_text_is_not_compared(program: Snippet) -> None:
    compared(program, RUN, RUN)
    program.path.write_text('"""Two."""\n\nimport lab\n')
    assert comparison.trace_to_compare(program, program.root) is None


def test_the_recorder_and_the_witness_watch_the_same_run(tmp_path: Path) -> None:
    path, notes = tmp_path / "one.py", tmp_path / "notes"
    path.write_text(
        'import os\nimport sys\n\nprint("PYTHONPATH" in os.environ, any("programs" in path for path in sys.path))\n'
    )
    run = Runner().run(path, witness=True, lab={"RECORDER_NOTES": str(notes)}, recorder=comparison.RECORDER)
    assert run.stdout == "False False\n" and run.prints and run.prints[0].line == 4
    assert notes.exists()
