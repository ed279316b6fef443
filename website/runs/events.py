"""Which events of a trace belong to its story, when each is told, and which are told together."""

from collections.abc import Iterator, Sequence

from content.trace import Event

TOGETHER_S = 0.5  # what follows from one act within this time is told with it
AT_ONCE_S = 0.15  # acts of one moment; what the recorder sees in one look, or in two
GROUPED = ("send", "result", "node", "partition")
BECOMES = {"kill": "killed", "stop": "stopped", "start": "running", "freeze": "frozen", "thaw": "running"}

Moment = tuple[float, Event]


def moments(events: Sequence[Event], *, mended: bool = False) -> list[Moment]:
    """The events of the story, each at its time in seconds; a slow stop is told twice, when it is asked for and when it is done.

    Args:
        events: those of a trace.
        mended: whether what the lab mends at the end is told, too.
    """
    found: list[Moment] = []
    faults = [event for event in events if event["what"] == "fault"]
    for event in events:
        stop = event["what"] == "fault" and event["verb"] == "stop"
        if stop and event["until"] - event["at"] > TOGETHER_S:
            found.append((event["at"], {**event, "verb": "ask"}))
        if not _confirms(event, faults):
            found.append((event["until"] if stop else event["at"], event))
    found.sort(key=lambda moment: moment[0])
    # After the last send, answer and fault the lab mends the cluster: that is no part of the story.
    last = max((n for n, (_, event) in enumerate(found) if event["what"] not in ("node", "partition")), default=-1)
    mends = next((n for n, (_, event) in enumerate(found) if n > last and event["what"] == "node"), len(found))
    return found if mended else found[:mends]


def at_once(found: Sequence[Moment]) -> Iterator[tuple[float, list[Event]]]:
    """Events of one sort that follow each other at once, together."""
    together: list[Moment] = []
    for at, event in found:
        alike = together and event["what"] == together[0][1]["what"] and event["what"] in GROUPED
        if together and not (alike and at - together[0][0] <= AT_ONCE_S):
            yield together[0][0], [each for _, each in together]
            together = []
        together.append((at, event))
    if together:
        yield together[0][0], [each for _, each in together]


def _confirms(event: Event, faults: Sequence[Event]) -> bool:
    """Whether a look at a node shows only what a fault is doing to it, which is told with the fault."""
    return event["what"] == "node" and any(
        event["node"] in fault["nodes"]
        and BECOMES[fault["verb"]] == event["condition"]
        and fault["at"] <= event["at"] <= fault["until"] + TOGETHER_S
        for fault in faults
    )
