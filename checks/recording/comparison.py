"""Whether a program that breaks brokers still does what its trace tells, as far as no clock and no chance decides it."""

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from checks.recording import trace_events
from content.snippet import Snippet
from content.trace import Event, Trace, UnreadableTrace, sha256_of, trace_of

RECORDER = Path(__file__).parent / "inside"


def trace_to_compare(program: Snippet, root: Path) -> Trace | None:
    """The trace of this very program, if there is one; one of another text is the build's to refuse."""
    try:
        trace = Trace.loads(trace_of(program.name, root).read_text("utf-8"))
    except (OSError, UnreadableTrace):
        return None
    return trace if trace.sha256 == sha256_of(program.path) else None


def differences(program: Snippet, trace: Trace, notes: Path) -> list[str]:
    """A sentence with the difference, if a run of which the recorder made notes was another than the trace tells."""
    told, done = [*outline(trace.events)], [*outline(trace_events.events(trace_events.read_notes(notes), ()))]
    if told == done:
        return []
    file, diff = trace_of(program.name, Path()).as_posix(), difflib.unified_diff(told, done, "the trace", "this run", lineterm="", n=1)
    mend = f"run `make record NAME={program.path.stem}` and read the change"
    return ["\n    ".join([f"{program.file}:1: {file} tells of another run; {mend}:", *diff])]


def outline(events: Sequence[Event]) -> Iterator[str]:
    """The faults in order, and of each send between which faults it was sent and how it was answered.

    A producer that isn't idempotent may store a record twice, so the offsets that it is told depend on the clock. So does whether
    an answer was noted before the fault that the program did right after it.
    """
    sends: dict[int, tuple[Event, int]] = {}
    ends: dict[int, Event] = {}
    sent, told = Counter[tuple[str, int]](), Counter[tuple[str, str]]()
    faults = 0
    for event in events:
        match event["what"]:
            case "fault":
                faults += 1
                yield f"fault {faults}: {event['verb']} {', '.join(map(str, event['nodes']))}"
            case "send":
                sends[event["id"]] = event, faults
            case "result":
                ends[event["id"]] = event
            case "sends":
                sent[event["producer"], faults] += event["count"]
            case "results":
                told[event["producer"], event.get("error", "acknowledged")] += event["count"]
    for number, (send, after) in sends.items():
        end = ends.get(number, {})
        how = end.get("error") or ("no answer" if not end else "acknowledged" if "(" in send["producer"] else f"offset {end['offset']}")
        where = f"{send['topic']}, partition {send['partition']}"
        yield f"{send['producer']} sends {send['value']!r} to {where} after fault {after}: {how}"
    yield from (f"{producer} sends {count} records after fault {after}" for (producer, after), count in sent.items())
    yield from (f"{producer}: {count} records {how}" for (producer, how), count in sorted(told.items()))
