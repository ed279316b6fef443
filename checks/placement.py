"""Puts printed lines under their prints, as pytest-examples does, and in more places.

Its own placing (0.0.18) is private, and it loses lines: of two prints in one loop, and after `finally`,
`else` or in `match`. It also runs a program inside the process of the tests, which os._exit would end.
"""

import ast
from collections.abc import Iterator, Sequence

from checks.runner import Print
from content.snippet import outputs_in


def place(text: str, prints: Sequence[Print]) -> str:
    """Replace a program's `#>` lines with what it printed.

    Each line stands below the print that printed it.
    """
    old = {output.line for output in outputs_in(text)}
    shown: dict[int, list[str]] = {}
    for number, printed in _lines(prints):
        end, indent = _end_of_statement(text, number)
        # An empty line is shown as a bare `#>`: blanks at the end of a line don't live long in editors.
        shown.setdefault(end, []).append(f"{indent}#> {printed}" if printed.strip(" ") else f"{indent}#>")
    lines: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        lines += [*([] if number in old else [line]), *shown.get(number, ())]
    return "\n".join(lines) + "\n"


def out_of_order(prints: Sequence[Print]) -> int | None:
    """Return the line of a print that another print interrupts, or None.

    If there is one, `#>` lines can't show the order of the output.
    """
    seen = 0
    for number, _ in _lines(prints):
        if number < seen:
            return number
        seen = number
    return None


def _lines(prints: Sequence[Print]) -> Iterator[tuple[int, str]]:
    """Whole printed lines, each with the line of the print that ended it."""
    begun = ""
    for note in prints:
        *ended, begun = (begun + note.text).split("\n")
        yield from ((note.line, line) for line in ended)


def _end_of_statement(text: str, number: int) -> tuple[int, str]:
    """Return the last line and the indentation of the statement around a line.

    It is the smallest statement that contains the line.
    """
    statements = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.stmt) and node.lineno <= number <= (node.end_lineno or node.lineno)
    ]
    smallest = min(statements, key=lambda node: (node.end_lineno or node.lineno) - node.lineno)
    first = text.splitlines()[smallest.lineno - 1]
    return smallest.end_lineno or smallest.lineno, first[: len(first) - len(first.lstrip(" "))]
