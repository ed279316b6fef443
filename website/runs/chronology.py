"""Decides which events of a trace are told, when, and which are told together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from content.events import Event, Fault, NodeSeen, PartitionSeen, name_of

TOGETHER_S = 0.5  # what follows from one act within this time is told with it
AT_ONCE_S = 0.15  # acts of one moment; what the recorder sees in one look, or in two
GROUPED = ("send", "result", "node", "partition")
CONDITIONS = {"kill": "killed", "stop": "stopped", "start": "running", "freeze": "frozen", "thaw": "running"}

Moment = tuple[float, Event]


def event_groups(events: Sequence[Event], *, mended: bool = False) -> list[Moment]:
    """Return the events of the story with their times in seconds.

    A slow stop is told twice: when it is asked for and when it is done.

    Args:
        events: those of a trace.
        mended: whether what the lab mends at the end is told, too.
    """
    found: list[Moment] = []
    faults = [event for event in events if isinstance(event, Fault)]
    for event in events:
        match event:
            case Fault(verb="stop"):
                if event.until - event.at > TOGETHER_S:
                    found.append((event.at, replace(event, verb="ask")))
                found.append((event.until, event))
            case NodeSeen() if _confirms(event, faults):
                pass
            case _:
                found.append((event.at, event))
    found.sort(key=lambda moment: moment[0])
    # After the last send, answer and fault the lab mends the cluster: that is no part of the story.
    acts = [n for n, (_, event) in enumerate(found) if not isinstance(event, NodeSeen | PartitionSeen)]
    last = max(acts, default=-1)
    mends = (n for n, (_, event) in enumerate(found) if n > last and isinstance(event, NodeSeen))
    return found if mended else found[: next(mends, len(found))]


def at_once(found: Sequence[Moment]) -> Iterator[tuple[float, list[Event]]]:
    """Put together events of one sort that follow each other at once."""
    together: list[Moment] = []
    for at, event in found:
        alike = together and name_of(event) == name_of(together[0][1]) and name_of(event) in GROUPED
        if together and not (alike and at - together[0][0] <= AT_ONCE_S):
            yield together[0][0], [other for _, other in together]
            together = []
        together.append((at, event))
    if together:
        yield together[0][0], [other for _, other in together]


def _confirms(seen: NodeSeen, faults: Sequence[Fault]) -> bool:
    """Return whether a change of a node only confirms a fault.

    It is then told with the fault.
    """
    return any(
        seen.node in fault.nodes
        and CONDITIONS[fault.verb] == seen.condition
        and fault.at <= seen.at <= fault.until + TOGETHER_S
        for fault in faults
    )
