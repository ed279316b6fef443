"""The primitives of every drawn figure: boxes, words, arrows and steps, as lines of SVG.

Colors are the classes of docs/assets/site.css. No element has an id, so any number of drawings fit on a page.
"""

import re
from collections.abc import Iterable
from html import escape
from math import atan2, cos, sin

WIDTH = 420  # all lengths are in units of the drawing; on a phone a unit is a little less than a pixel
HEAD = 8
_TOGETHER = re.compile(r"(?:Apache Kafka|[a-z]+-[a-z]+) [\d.]*\d|\d+ [A-Z][a-z]+ \d{4}")


def svg(title: str, description: str, height: float, parts: Iterable[str]) -> str:
    """A whole drawing; it has no blank line, which would end it for Markdown."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 {WIDTH} {height:g}" role="img">'
    return "\n".join(
        [head, f"<title>{escape(title)}</title>", f"<desc>{escape(description)}</desc>", *parts, "</svg>"]
    )


def captioned(text: str) -> str:
    """Return the caption below a drawing.

    A client stays with its version and a day with its month: a line must not end after "kafka-".
    """
    together = _TOGETHER.sub(r"<span>\g<0></span>", escape(text))
    return f"<figcaption>{together}</figcaption>"


def words(x: float, y: float, text: object, classes: str = "") -> str:
    """Words whose baseline is at y."""
    named = f' class="{classes}"' if classes else ""
    return f'<text{named} x="{x:g}" y="{y:g}">{escape(str(text))}</text>'


def box(classes: str, x: float, y: float, width: float, height: float, round_: float = 5) -> str:
    """A box; half a unit keeps its line sharp."""
    return f'<rect class="{classes}" x="{x + 0.5:g}" y="{y + 0.5:g}" width="{width - 1:g}" height="{height - 1:g}" rx="{round_:g}"/>'


def named_box(
    classes: str, x: float, y: float, width: float, height: float, text: object, inner: str = ""
) -> list[str]:
    """A box with words in its middle."""
    return [
        box(classes, x, y, width, height),
        words(x + width / 2, y + height / 2 + 5, text, f"mid {inner}".strip()),
    ]


def line(classes: str, *points: tuple[float, float]) -> str:
    """A line through points."""
    return f'<path class="{classes}" d="M{"L".join(f"{x:g} {y:g}" for x, y in points)}"/>'


def arrow(*points: tuple[float, float], later: bool = False) -> str:
    """Draw an arrow through points, dashed for what happens later.

    Its head is drawn, because a marker would need an id.
    """
    (x1, y1), (x2, y2) = points[-2:]
    angle = atan2(y2 - y1, x2 - x1)
    sides = [(x2 - HEAD * cos(angle + turn), y2 - HEAD * sin(angle + turn)) for turn in (-0.45, 0.45)]
    head = "L".join(f"{x:.1f} {y:.1f}" for x, y in [(x2, y2), *sides])
    end = (round(x2 - 5 * cos(angle), 1), round(y2 - 5 * sin(angle), 1))
    return line("way later" if later else "way", *points[:-1], end) + f'<path class="way-head" d="M{head}z"/>'


def step(x: float, y: float, number: int) -> str:
    """The number of a step, in a disc."""
    return f'<circle class="step" cx="{x:g}" cy="{y:g}" r="9.5"/>' + words(x, y + 4.7, number, "on-step")


def dot(x: float, y: float) -> str:
    """A record."""
    return f'<circle class="leader" cx="{x:g}" cy="{y:g}" r="8.5"/>'


def replica(
    x: float, y: float, width: float, height: float, partition: int, role: str, records: int | None = None
) -> list[str]:
    """Draw a replica: filled for the leader, dashed for a follower.

    Its records are drawn if their number is given.
    """
    leads = role == "leader"
    base = y + (20 if records is not None else height / 2 + 5)
    parts = [
        box(role, x, y, width, height),
        words(x + 8, base, f"P{partition}", "strong on-leader" if leads else "strong"),
        words(x + width - 7, base, role, "end on-leader" if leads else "end quiet"),
    ]
    for offset in range(records or 0):
        left = x + 7 + offset * 20.4
        parts += [
            box("ground" if leads else "cell", left, y + 30, 18.4, 21, 2),
            words(left + 9.2, y + 45.5, offset, "mid offset"),
        ]
    return parts
