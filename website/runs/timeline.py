"""Draws the rows of a story as one inline SVG.

Time runs downwards, and each broker has a column.

Its look is defined here and in docs/assets/timeline.css: lengths are the constants below; colors, strokes and
fonts are the classes there. No element has an id, so any number of drawings fit on a page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from content.events import Place
from content.trace import Trace
from website.runs.cluster_state import ReplicaState
from website.runs.story import PhraseKind, Row, sentences, tell
from website.runs.widths import lines

# All lengths are in units of the drawing, which is 360 wide: on a narrow page one unit is about one pixel.
WIDTH, LINE, PADDING = 360, 17, 11
# COLUMN is the width of a broker's bars, APART the space between two columns.
TIME_END, FIRST_COLUMN, COLUMN, APART, TEXT_APART = 31, 39, 24, 6, 13
HEAD = 30
GAP_S, GAP, MOST_GAP = 1.5, 7, 44  # a row is taller by 7 for each second until the next, from 1.5 s on
SWATCH, LEGEND_LINE, LEGEND_COLUMN = 14, 22, 118
HATCH = 6
SIZE = 13  # font size of all texts, as in docs/assets/timeline.css
LEGEND = [
    ReplicaState.LEADER,
    ReplicaState.IN_SYNC,
    ReplicaState.OUT,
    ReplicaState.FROZEN,
    ReplicaState.KILLED,
    ReplicaState.STOPPED,
]
OF_BROKERS = (ReplicaState.FROZEN, ReplicaState.KILLED, ReplicaState.STOPPED)
_NUMBERED = re.compile(r"(?:partition|offset) \d\S*|\S+")
CLASSES = {
    ReplicaState.LEADER: "led",
    ReplicaState.IN_SYNC: "synced",
    ReplicaState.OUT: "out",
    ReplicaState.FROZEN: "frozen",
}


@dataclass(frozen=True)
class _Placed:
    """A row with the lines of its words, and where it stands."""

    row: Row
    lines: tuple[tuple[str, str], ...]  # class and text
    top: float
    bottom: float


def draw(trace: Trace) -> str:
    """Return the drawing of a trace.

    It has no blank line, because a blank line would end it for Markdown.
    """
    rows = tell(trace)
    text_at = _text_at(trace)
    placed = [*_place(rows, WIDTH - text_at)]
    bottom = placed[-1].bottom
    states = {state for row in rows for state in row.replicas.values()}
    lanes = _lanes(trace, rows)
    legend = [*_legend(states, lanes, trace, bottom + 16)]
    height = (
        bottom
        + 16
        + LEGEND_LINE * -(-sum(state in states for state in LEGEND) // 3)
        + LINE * len(_names(lanes, trace))
    )
    name = trace.program.rpartition("/")[2].replace("_", " ")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="timeline" viewBox="0 0 {WIDTH} {height:g}" role="img">',
        f"<title>Time line of a recorded run: {escape(name)}</title>",
        f"<desc>{escape(sentences(rows))}</desc>",
        f'<text class="quiet end" x="{TIME_END}" y="15">s</text>',
    ]
    for number, broker in enumerate(trace.brokers):
        parts.append(f'<text class="strong mid" x="{_column(number) + COLUMN / 2:g}" y="15">{broker}</text>')
    parts += _words(placed, text_at)
    for number, broker in enumerate(trace.brokers):
        parts += _bars(placed, broker, lanes, _column(number))
    return "\n".join([*parts, *legend, "</svg>"])


def heights(trace: Trace) -> list[tuple[float, float]]:
    """Where each row of the drawing begins and ends."""
    return [(row.top, row.bottom) for row in _place(tell(trace), WIDTH - _text_at(trace))]


def _text_at(trace: Trace) -> float:
    return FIRST_COLUMN + len(trace.brokers) * (COLUMN + APART) + TEXT_APART - APART


def _place(rows: Sequence[Row], width: float) -> Iterator[_Placed]:
    top: float = HEAD
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        told = tuple(
            (phrase.kind.value, line)
            for phrase in row.phrases
            for line in _wrapped(phrase.text, width, bold=phrase.kind is PhraseKind.FAULT)
        )
        gap = after.at - row.at if after else 0
        extra = min(GAP * gap, MOST_GAP) if gap >= GAP_S else 0
        bottom = top + len(told) * LINE + PADDING + extra
        yield _Placed(row, told, round(top), round(bottom))
        top = bottom


def _words(placed: Sequence[_Placed], text_at: float) -> Iterator[str]:
    """The time, a hairline and the words of each row; a time is written once."""
    last = ""
    for number, drawn in enumerate(placed):
        time = f"{drawn.row.at:.1f}"
        baseline = drawn.top + 16
        if number:
            yield f'<path class="hair" d="M{TIME_END + 4} {drawn.top:g}.5H{WIDTH}"/>'
            if time != last:
                yield f'<text class="time end" x="{TIME_END}" y="{baseline:g}">{time}</text>'
                last = time
        for n, (kind, line) in enumerate(drawn.lines):
            yield f'<text class="{kind}" x="{text_at}" y="{baseline + n * LINE:g}">{escape(line)}</text>'


def _bars(placed: Sequence[_Placed], broker: int, lanes: Sequence[Place], x: float) -> Iterator[str]:
    """Draw a broker's column, with a bar for each lane.

    While the broker itself is not well, one bar covers all lanes.
    """
    each_width = COLUMN / len(lanes)
    for lane, place in enumerate(lanes):
        for state, same in groupby(placed, key=lambda drawn: drawn.row.replicas[broker, place]):
            first, *others = same
            height = (others or [first])[-1].bottom - first.top
            if state not in OF_BROKERS:
                yield bar(
                    state, x + lane * each_width, first.top, each_width - (2 if len(lanes) > 1 else 0), height
                )
            elif lane == 0:
                yield bar(state, x, first.top, COLUMN, height)


def bar(state: ReplicaState, x: float, y: float, width: float, height: float) -> str:
    """The state of a replica for a while.

    It shows without color too: full, empty, dashed, hatched, or a line below a cross or a bar.
    """
    x, y, width, height = x + 0.5, y + 1.5, width - 1, height - 3
    if state is ReplicaState.NONE:
        return ""
    if state in (ReplicaState.KILLED, ReplicaState.STOPPED):
        middle, arm = x + width / 2, min(width / 2, 5)
        cross = f"M{middle - arm:g} {y + 2:g}l{2 * arm:g} {2 * arm:g}m0 {-2 * arm:g}l{-2 * arm:g} {2 * arm:g}"
        mark = (
            cross
            if state is ReplicaState.KILLED
            else f"M{middle - arm:g} {y + 2:g}h{2 * arm:g}v{2 * arm:g}h{-2 * arm:g}z"
        )
        line = (
            f'<path class="gone" d="M{middle:g} {y + 2 * arm + 6:g}V{y + height:g}"/>'
            if height > 2 * arm + 8
            else ""
        )
        return f'{line}<path class="{state.value}" d="{mark}"/>'
    box = (
        f'<rect class="{CLASSES[state]}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="2.5"/>'
    )
    return box + (
        f'<path class="hatch" d="{_hatching(x, y, width, height)}"/>' if state is ReplicaState.FROZEN else ""
    )


def _hatching(x: float, y: float, width: float, height: float) -> str:
    """Draw lines from lower left to upper right, cut at the edges.

    A pattern would need an id.
    """
    drawn = []
    reach = HATCH
    while reach < width + height:
        x1, y1 = max(0, reach - height), min(reach, height)
        x2, y2 = min(reach, width), max(0, reach - width)
        drawn.append(f"M{x + x1:g} {y + y1:g}L{x + x2:g} {y + y2:g}")
        reach += HATCH
    return "".join(drawn)


def _legend(states: set[ReplicaState], lanes: Sequence[Place], trace: Trace, top: float) -> Iterator[str]:
    """What the bars mean, as far as they occur."""
    yield f'<path class="hair" d="M0 {top - 8:g}.5H{WIDTH}"/>'
    shown = [state for state in LEGEND if state in states]
    for number, state in enumerate(shown):
        x, y = number % 3 * LEGEND_COLUMN, top + number // 3 * LEGEND_LINE
        yield bar(state, x, y, SWATCH, SWATCH + 2)
        yield f'<text class="quiet" x="{x + SWATCH + 6}" y="{y + 13:g}">{state.value}</text>'
    for number, line in enumerate(_names(lanes, trace)):
        y = top + -(-len(shown) // 3) * LEGEND_LINE + 13 + number * LINE
        yield f'<text class="quiet" x="0" y="{y:g}">{line}</text>'


def _names(lanes: Sequence[Place], trace: Trace) -> list[str]:
    """The lines that say whose the bars of a column are, where there are several."""
    if len(lanes) == 1:
        return []
    several = len({topic for topic, _ in trace.places}) > 1
    names = ", ".join(topic if several else str(number) for topic, number in lanes)
    return [*_wrapped(f"bars of a column: {'topics' if several else 'partitions'} {names}", WIDTH)]


def _lanes(trace: Trace, rows: Sequence[Row]) -> list[Place]:
    """Return the partitions that need a bar of their own.

    It is one if each broker always has the same state in all of them.
    """
    first, *others = trace.places
    alike = all(
        row.replicas[broker, place] == row.replicas[broker, first]
        for row in rows
        for broker in trace.brokers
        for place in others
    )
    return [first] if alike else [first, *others]


def _column(number: int) -> float:
    return FIRST_COLUMN + number * (COLUMN + APART)


def _wrapped(text: str, width: float, *, bold: bool = False) -> Iterator[str]:
    """Return the lines of a text.

    "partition 0" stays together, because a number alone on a line has no meaning.
    """
    return lines(_NUMBERED.findall(text), SIZE, width, bold=bold)
