"""Draws where records without a key went, client by client.

docs/assets/spread.js steps through the drawing.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from content.clients import clients
from website.figures.drawing import WIDTH, line, svg, words

FIRST, STEP, LANE, PANEL = 32.0, 5.85, 17, 116
IN_TURNS = {"partition=i % 3": "round robin: the program names the partition"}


def without_a_key(data: Mapping[str, Any]) -> str:
    """Draw a panel for each client, with a lane for each partition.

    There is a dot for each record, in the order of sending.
    """
    sequences: Mapping[str, Sequence[int]] = data["sequences"]
    parts, told = list[str](), list[str]()
    for row, (name, sequence) in enumerate(sequences.items()):
        parts.append(f'<g class="sequence" data-name="{name}" transform="translate(0 {row * PANEL})">')
        parts += _panel(name, sequence)
        parts.append("</g>")
        counts = ", ".join(f"{sequence.count(partition)} in P{partition}" for partition in range(3))
        told.append(f"{name}, {_behaviour()[name]}: {counts}; {moves(sequence)}")
    count = len(next(iter(sequences.values())))
    drawn = svg(
        f"{count} records without a key, client by client",
        "; ".join(told) + ".",
        len(sequences) * PANEL - 14,
        parts,
    )
    return drawn.replace(' role="img"', ' role="img" data-script="spread"', 1)


def moves(sequence: Sequence[int]) -> str:
    """How often the next record went to another partition."""
    count = sum(earlier != later for earlier, later in pairwise(sequence))
    return {0: "never moves", 1: "moves once", 2: "moves twice"}.get(count, f"moves {count} times")


def _behaviour() -> Mapping[str, str]:
    return {client.title: client.keyless.caption for client in clients()} | IN_TURNS


def _panel(name: str, sequence: Sequence[int]) -> list[str]:
    parts = [
        words(2, 15, name, "strong"),
        words(WIDTH, 15, moves(sequence), "end quiet small"),
        words(2, 34, _behaviour()[name], "quiet small"),
        words(WIDTH, 34, "records", "end quiet small"),
    ]
    for partition in range(3):
        middle = 51 + partition * LANE
        parts += [
            words(2, middle + 5, f"P{partition}"),
            line("rail", (FIRST - 6, middle), (FIRST + STEP * len(sequence), middle)),
        ]
        parts.append(words(WIDTH, middle + 5, sequence.count(partition), "end strong count"))
    for place, partition in enumerate(sequence):
        parts.append(
            f'<circle class="leader" data-p="{partition}" cx="{FIRST + place * STEP:g}" cy="{51 + partition * LANE}" r="2.6"/>'
        )
    return parts
