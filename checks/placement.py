"""Puts printed lines under their prints, with pytest-examples.

Its own run is not used: it runs a program inside the process of the tests, where os._exit ends them and nothing at
exit is met. What is used is the half that places and writes, and these ways round its bugs (0.0.18):
two prints in one loop lose lines (`out_of_order` is asked first); output after `finally`, `else` or in `match`
goes to column 0 (a statement's end is taken from Python's own tree); lines above 88 characters become a block (no
limit here, the check has its own); `#>` under a print that never ran stays (all are taken out first).
"""

import ast
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from checks.runner import Print
from content.snippet import Snippet, outputs_in

if TYPE_CHECKING:
    from pytest_examples import CodeExample

ANY_LENGTH = 1_000_000


def place(text: str, prints: Sequence[Print], path: Path) -> str:
    """Return the program with its `#>` lines replaced by what it printed, each under the print that printed it.

    pytest-examples is imported here: with it come black and half a second, and a check of what has not changed places nothing.
    """
    from pytest_examples import CodeExample, run_code
    from pytest_examples.config import ExamplesConfig
    from pytest_examples.run_code import Arg, InsertPrintStatements, PrintStatement

    old = {output.line for output in outputs_in(text)}
    bare = "".join(line for number, line in enumerate(text.splitlines(keepends=True), 1) if number not in old)
    inserter = InsertPrintStatements(path, ExamplesConfig(line_length=ANY_LENGTH), True, None, None)
    assert inserter.print_func is not None
    inserter.print_func.statements = [
        PrintStatement(number - sum(line < number for line in old), "", [Arg(printed)]) for number, printed in _lines(prints)
    ]
    example = CodeExample.create(bare, path=path)
    with mock.patch.object(run_code, "find_print_location", _end_of_statement):
        placed = inserter._insert_print_statements(example)
    # An empty line is shown as a bare `#>`: blanks at the end of a line don't live long in editors.
    return "\n".join(line.rstrip(" ") if line.strip() == "#>" else line for line in placed.split("\n"))


def out_of_order(snippet: Snippet, prints: Sequence[Print]) -> int | None:
    """Return the line of a print whose output can't be shown in the order printed, because another comes between."""
    seen: list[int] = []
    for number, _ in _lines(prints):
        if seen and number < seen[-1]:
            return number
        seen.append(number)
    return None


def _lines(prints: Sequence[Print]) -> list[tuple[int, str]]:
    """Whole printed lines, each with the line of the print that ended it."""
    lines: list[tuple[int, str]] = []
    begun = ""
    for note in prints:
        *ended, begun = (begun + note.text).split("\n")
        lines += [(note.line, line) for line in ended]
    return lines


def _end_of_statement(example: "CodeExample", line_no: int) -> tuple[int, int]:
    """The last line of the smallest statement that holds a line of the program, and how far it is indented."""
    statements = [
        node
        for node in ast.walk(ast.parse(example.source))
        if isinstance(node, ast.stmt) and node.lineno <= line_no <= (node.end_lineno or node.lineno)
    ]
    smallest = min(statements, key=lambda node: (node.end_lineno or node.lineno) - node.lineno)
    first = example.source.splitlines()[smallest.lineno - 1]
    return smallest.end_lineno or smallest.lineno, len(first) - len(first.lstrip(" "))
