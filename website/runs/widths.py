"""The maximum width of a text in a drawing, in any font.

SVG does not wrap text, so a drawing's lines have to be broken when it is drawn. For each character the tables
have the widest of DejaVu Sans, Noto Sans, Liberation Sans and Roboto Condensed, in ems, rounded up;
tests/website/theme/test_fonts.py measures them again.
"""

from collections.abc import Iterator

_REGULAR = {
    0.3: "'ijl",
    0.35: " ,.:;I",
    0.4: "()-/[\\]ft",
    0.45: "!r",
    0.5: '"J`',
    0.55: "csz“”",
    0.6: "*?L_kvxy|\u2013",
    0.65: "$0123456789FTabdeghnopqu{}\u2007",
    0.7: "BEKPSVXYZ",
    0.75: "ACRU",
    0.8: "&DGHNOQ",
    0.85: "#+<=>^w~",
    0.95: "M",
    1: "%Wm—…",
}
_BOLD = {
    0.35: " 'ijl",
    0.4: ",.:;I",
    0.45: "-/\\f",
    0.5: "!()[]`rt",
    0.55: '"*',
    0.6: "J_csz|\u2013",
    0.65: "?Lx",
    0.7: "$0123456789EFaekovy“”\u2007",
    0.75: "CPSTYZbdghnpqu{}",
    0.8: "ABKRVX",
    0.85: "#+<=>DGHNU^~",
    0.9: "&OQ",
    0.95: "w",
    1: "@M—…",
    1.05: "%m",
    1.15: "W",
}
_WIDEST = 1.05  # of what is in neither table
_TABLES = {
    bold: {char: em for em, chars in table.items() for char in chars}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The most room that a text takes.

    Args:
        text: one line.
        size: of its font, in the units of the result.
        bold: whether it is.
    """
    return size * sum(_TABLES[bold].get(char, _WIDEST) for char in text)


def lines(words: list[str], size: float, most: float, *, bold: bool = False) -> Iterator[str]:
    """The lines that words make; a line that goes on begins with a figure space.

    Args:
        words: what stays together.
        size: of their font.
        most: how wide a line may be, in the units of the size.
        bold: whether they are.
    """
    line = ""
    for word in words:
        if line and width(f"{line} {word}", size, bold=bold) > most:
            yield line
            line = f"\u2007{word}"
        else:
            line = f"{line} {word}".lstrip(" ")
    yield line
