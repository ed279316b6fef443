"""Compares a run that breaks brokers with its trace.

It compares only what doesn't depend on the clock or on chance.
"""

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from checks.recording import trace_events
from content.events import Acknowledged, Event, Failed, Fault, Result, Results, Send, Sends
from content.recordings import run_file
from content.seals import sha256_of
from content.snippet import Snippet
from content.trace import Trace, UnreadableTrace

RECORDER = Path(__file__).parent / "inside"


def trace_to_compare(program: Snippet, root: Path) -> Trace | None:
    """Return the trace of this program, or None.

    If the trace is of another version of the program, the build refuses it.
    """
    try:
        trace = Trace.loads(run_file(program.name, root).read_text("utf-8"))
    except (OSError, UnreadableTrace):
        return None
    return trace if trace.sha256 == sha256_of(program.path) else None


def differences(program: Snippet, trace: Trace, notes: Path) -> list[str]:
    """Return a sentence with the difference between a run and the trace.

    `notes` are those that the recorder made during the run.
    """
    told, done = [*outline(trace.events)], [*outline(trace_events.events(trace_events.read_notes(notes), ()))]
    if told == done:
        return []
    file = run_file(program.name, Path()).as_posix()
    diff = difflib.unified_diff(told, done, "the trace", "this run", lineterm="", n=1)
    mend = f"run `make record NAME={program.path.stem}` and read the change"
    return ["\n    ".join([f"{program.file}:1: {file} tells of another run; {mend}:", *diff])]


def outline(events: Sequence[Event]) -> Iterator[str]:
    """Yield the faults in order, and each send with its result.

    For a send, it yields the faults between which it was sent.

    A producer that isn't idempotent may store a record twice, so the offsets that it gets depend on the
    clock. So does whether an answer was noted before the fault that the program caused right after it.
    """
    sends: dict[int, tuple[Send, int]] = {}
    results: dict[int, Result] = {}
    sent, told = Counter[tuple[str, int]](), Counter[tuple[str, str]]()
    faults = 0
    for event in events:
        match event:
            case Fault(verb=verb, nodes=nodes):
                faults += 1
                yield f"fault {faults}: {verb} {', '.join(map(str, nodes))}"
            case Send():
                sends[event.id] = event, faults
            case Acknowledged() | Failed():
                results[event.id] = event
            case Sends(producer=producer, count=count):
                sent[producer, faults] += count
            case Results(producer=producer, count=count, error=error):
                told[producer, error or "acknowledged"] += count
    for number, (send, after) in sends.items():
        where = f"{send.topic}, partition {send.partition}"
        how = _how(send, results.get(number))
        yield f"{send.producer} sends {send.value!r} to {where} after fault {after}: {how}"
    yield from (
        f"{producer} sends {count} records after fault {after}" for (producer, after), count in sent.items()
    )
    yield from (f"{producer}: {count} records {how}" for (producer, how), count in sorted(told.items()))


def _how(send: Send, result: Result | None) -> str:
    """How a send was answered."""
    match result:
        case None:
            return "no answer"
        case Failed(error=error):
            return error
        case Acknowledged(offset=offset):
            return "acknowledged" if "(" in send.producer else f"offset {offset}"
