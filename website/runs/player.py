"""Puts the states of a recorded run into a page, beside its time line.

docs/assets/play.js steps through them.

The browser reserves the space: every text that a place ever shows lies there unseen, so nothing moves in any
font. Without a script the player isn't shown.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from content.events import Place
from content.trace import Trace
from website.runs.cluster_state import ReplicaState
from website.runs.states import CellKind, PlaceState, Replica, RunState, is_counted, sends_to, states
from website.runs.timeline import CLASSES, heights

SIGNS = CLASSES | {
    ReplicaState.KILLED: "killed",
    ReplicaState.STOPPED: "stopped",
    ReplicaState.NONE: "none",
}
BUTTONS = {  # what each does, its name and its sign; the second sign is for while it plays
    "first": ("To the first moment", "M3 3h2v10H3zM13 3v10L6 8z"),
    "back": ("One moment back", "M11 3v10L4 8z"),
    "play": ("Play", "M4 2.5v11L13 8z", "M4 3h3v10H4zM9 3h3v10H9z"),
    "on": ("One moment on", "M5 3v10l7-5z"),
    "last": ("To the last moment", "M11 3h2v10h-2zM3 3v10l7-5z"),
}
FEW = 3  # columns that leave room for the words of a broker
KEY = {
    "below": "readers see it",
    "above": "no reader sees it",
    "maybe": "sent, perhaps written",
    "lost": "not what the leader has",
}


def player(trace: Trace) -> str:
    """Return the HTML of a trace's player.

    It has no blank line, because a blank line would end it for Markdown.
    """
    found = states(trace)
    parts = [
        '<div class="play" data-script="play" hidden>',
        *_controls(found),
        '<ol class="play-says">',
        *(_said(state, number == 0) for number, state in enumerate(found)),
        "</ol>",
        '<div class="play-places">',
        *(
            part
            for number, place in enumerate(trace.places)
            for part in _place(trace, place, [state.places[number] for state in found])
        ),
        *_producers(found),
        "</div>",
        *_key(found),
        f'<script type="application/json">{_data(trace, found)}</script>',
        '<p class="play-told" role="status"></p>',
        "</div>",
    ]
    return "\n".join(parts)


def _controls(found: Sequence[RunState]) -> Iterator[str]:
    yield '<div class="play-controls" role="group" aria-label="Step through the run">'
    for does, (name, *paths) in BUTTONS.items():
        signs = "".join(f'<path d="{path}"/>' for path in paths)
        icon = f'<svg viewBox="0 0 16 16" aria-hidden="true">{signs}</svg>'
        yield f'<button type="button" data-does="{does}" aria-label="{name}" title="{name}" disabled>{icon}</button>'
    yield f'<input type="range" min="0" max="{len(found) - 1}" value="0" aria-label="Moment of the run" disabled>'
    yield "</div>"


def _said(state: RunState, is_first: bool) -> str:
    means = f' <span class="play-means">{escape(" ".join(state.means))}</span>' if state.means else ""
    now = ' class="now"' if is_first else ""
    return f'<li{now}><span class="play-time">{state.at:.1f} s</span> <b>{escape(state.happens)}.</b>{means}</li>'


def _place(trace: Trace, place: Place, found: Sequence[PlaceState]) -> Iterator[str]:
    first, columns = found[0], max(len(replica.cells) for state in found for replica in state.replicas)
    offsets = (
        ["records that are certain"] if is_counted(trace) else [str(offset) for offset in range(columns)]
    )
    heads = "".join(f'<th scope="col">{offset}</th>' for offset in offsets)
    name = _name(trace, place)
    yield '<section class="play-place">'
    yield f'<table class="play-log{"" if columns > FEW else " few"}">'
    words = f'<b>{name}</b> <span class="play-words">{escape(first.words)}</span>'
    corner = "" if is_counted(trace) else "offset"
    yield f"<caption>{_room(words, [state.words for state in found], bold=name)}</caption>"
    yield f'<thead><tr><td>{corner}</td>{heads}<td class="play-end"></td></tr></thead>'
    yield "<tbody>"
    for number, replica in enumerate(first.replicas):
        sign = f'<i class="play-sign {SIGNS[replica.state]}"></i>'
        all_words = [state.replicas[number].words for state in found]
        role = _room(f'<span class="play-role">{replica.words}</span>', all_words)
        cells = [cell for state in found for cell in state.replicas[number].cells]
        upright, slanted = (
            [cell.text for cell in cells if (cell.kind is CellKind.MAYBE) is maybe] for maybe in (False, True)
        )
        tallest = _room("", upright, slanted)
        empty = "<td></td>" * (len(offsets) - 1) + '<td class="play-end"></td>'
        yield f'<tr><th scope="row">{sign}<b>{replica.broker}</b> {role}</th><td>{tallest}</td>{empty}</tr>'
    yield "</tbody></table>"
    if sends := sends_to(trace, place):
        yield f'<p class="play-who">{escape(_who(sorted({send.producer for send in sends})))}</p>'
        yield '<ul class="play-sends">'
        for number, send in enumerate(sends):
            value = escape(send.value)
            said = _room(
                f"<b>{value}</b> <span></span>", [state.sends[number].text for state in found], bold=value
            )
            yield f'<li class="later">{said}</li>'
        yield "</ul>"
    yield "</section>"


def _room(now: str, texts: Iterable[str], slanted: Iterable[str] = (), *, bold: str = "") -> str:
    """Return the current HTML with an unseen element for every other text.

    All of them are in one cell of a grid.

    Args:
        now: the HTML that is shown, whose innermost text the script changes.
        texts: all texts that it ever becomes.
        slanted: the texts that it also becomes in italics.
        bold: the HTML of the words before it in bold, which stay.
    """
    first = f' data-bold="{bold}"' if bold else ""
    unseen = [f'<i{first} data-room="{escape(text)}"></i>' for text in _longest(texts)]
    unseen += [f'<i class="slanted" data-room="{escape(text)}"></i>' for text in _longest(slanted)]
    return f'<span class="play-room"><span>{now}</span>{"".join(unseen)}</span>'


def _longest(texts: Iterable[str]) -> list[str]:
    """Return the texts, each once, without those that another text begins with.

    No font needs more lines for a beginning.
    """
    found = [text for text in dict.fromkeys(texts) if text]
    return [text for text in found if not any(other != text and other.startswith(text) for other in found)]


def _producers(found: Sequence[RunState]) -> Iterator[str]:
    if last := found[-1].producers:
        yield '<section class="play-place"><p class="play-who">What the producer knows:</p><ul class="play-counts">'
        for number in range(len(last)):
            yield f"<li>{_room('', [state.producers[number] for state in found if state.producers])}</li>"
        yield "</ul></section>"


def _key(found: Sequence[RunState]) -> Iterator[str]:
    replicas = [replica for state in found for place in state.places for replica in place.replicas]
    kinds = {cell.kind.value for replica in replicas for cell in replica.cells if cell.kind}
    yield '<ul class="play-key">'
    for kind, text in KEY.items():
        if kind in kinds:
            yield f'<li><i class="play-cell {kind}"></i>{text}</li>'
    yield '<li><i class="play-cell mark"></i>high watermark</li>'
    yield "</ul>"


def _data(trace: Trace, found: Sequence[RunState]) -> str:
    """Return the states as JSON for the script.

    No text in it can end the element that contains it.
    """
    rows = [[top, bottom - top] for top, bottom in heights(trace)]
    steps = [
        {
            "row": rows[number] if number < len(rows) else None,
            "places": [
                [
                    place.words,
                    place.high_watermark,
                    [_replica(replica) for replica in place.replicas],
                    [[send.word, send.text] for send in place.sends],
                ]
                for place in state.places
            ],
            "counts": state.producers,
        }
        for number, state in enumerate(found)
    ]
    return json.dumps(steps, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")


def _replica(replica: Replica) -> list[object]:
    cells = [[cell.kind.value if cell.kind else "", cell.text] for cell in replica.cells]
    return [SIGNS[replica.state], replica.words, cells]


def _name(trace: Trace, place: Place) -> str:
    return escape(place[0] if len({topic for topic, _ in trace.places}) > 1 else f"Partition {place[1]}")


def _who(producers: Sequence[str]) -> str:
    if len(producers) == 1:
        return f"What the producer with {producers[0]} knows:"
    return f"What the producers know ({'; '.join(producers)}):"
