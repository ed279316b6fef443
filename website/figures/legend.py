"""Draws each sign of the pictures once, with its meaning.

First come those of the figures, then those of the time lines.
"""

from collections.abc import Iterable

from website.figures.drawing import WIDTH, arrow, box, dot, step, svg, words
from website.runs.cluster_state import ReplicaState
from website.runs.timeline import bar

LINE = 34
SCALE = (
    360 / WIDTH
)  # a time line is 360 wide; what stands at one place in both drawings has these units there
TEXT_AT = 84
FIGURES = [
    ([box("box", 12, 4, 48, 24, 7)], "a broker, or your program"),
    ([box("leader", 12, 4, 48, 24)], "the leader's copy of a partition"),
    ([box("follower", 12, 4, 48, 24)], "a follower's copy; also what waits: a batch"),
    (
        [box("box", 27, 5, 19, 21, 2), words(36.5, 20.5, 0, "mid offset")],
        "a record in a log, with its offset",
    ),
    ([dot(36, 16)], "a record on its way into a partition"),
    ([arrow((8, 16), (64, 16))], "something is sent"),
    ([arrow((8, 16), (64, 16), later=True)], "sent later, or sent back"),
    ([step(36, 16, 1)], "the order in which it happens"),
]
BROKERS = {
    ReplicaState.LEADER: "the broker leads the partition",
    ReplicaState.IN_SYNC: "it follows, and is in sync",
    ReplicaState.OUT: "it follows, and is not in sync",
    ReplicaState.FROZEN: "it is frozen: it answers nobody",
    ReplicaState.KILLED: "it was killed",
    ReplicaState.STOPPED: "it was stopped",
}


def legend() -> str:
    """Both drawings, one below the other."""
    figures = [
        f'<g transform="translate(0 {row * LINE})">{"".join(parts)}{words(TEXT_AT, 21, text)}</g>'
        for row, (parts, text) in enumerate(FIGURES)
    ]
    bars = [
        f"{bar(state, 36 * SCALE - 12, row * LINE, 24, LINE - 4)}{words(round(TEXT_AT * SCALE, 1), row * LINE + 20, text)}"
        for row, (state, text) in enumerate(BROKERS.items())
    ]
    first = svg("The signs of the figures", _told(text for _, text in FIGURES), len(FIGURES) * LINE, figures)
    second = svg("The bars of the time lines", _told(BROKERS.values()), len(BROKERS) * LINE, bars)
    second = second.replace('class="picture"', 'class="timeline"').replace(f"0 0 {WIDTH}", "0 0 360")
    return f"{first}\n{second}"


def _told(texts: Iterable[str]) -> str:
    return "From above: " + "; ".join(texts) + "."
