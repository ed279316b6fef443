"""Notebooks under docs/notebooks, which `make notebooks` executes on the cluster and seals.

A claim of a notebook is a bold sentence of its text. A cell prints the same sentence with True behind it, so
a claim that the measurement doesn't bear out is seen here, by the tests that execute the notebook again, and
by a reader who runs it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from content import seals
from content.statements import plain, statements_on

Notebook = Mapping[str, Any]
MEASURED = "measured"  # the tag of a cell whose output differs from run to run
PLOT = "plot"  # the tag of a cell that only draws: its page folds the code
_CLAIM = re.compile(r"^(?P<text>.+): (?P<held>True|False)$", re.MULTILINE)
_SOURCE = re.compile(r'^ +"source": \[$')
_KIND = re.compile(r'^ +"cell_type": "(?P<kind>\w+)",$')
_HIDDEN = re.compile(r"^(?:<!--(?!.*-->).*|-->)$", re.MULTILINE)


class Unreadable(Exception):
    """A file that is no notebook; its text says why."""


def read(path: Path) -> Notebook:
    """Read a notebook.

    Raises:
        Unreadable: when it is something else.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
        if not (found["cells"] and all(isinstance(cell["source"], list | str) for cell in found["cells"])):
            raise ValueError("it has no cells")
        return {"cells": found["cells"], "metadata": found["metadata"]}
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise Unreadable(f"can't be read as a notebook ({type(error).__name__}: {error})") from error


def text_of(lines: list[str] | str) -> str:
    """A text as a notebook stores it: in lines or in one piece."""
    return lines if isinstance(lines, str) else "".join(lines)


def code_cells(notebook: Notebook) -> list[Mapping[str, Any]]:
    """The cells that are executed."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def tags_of(cell: Mapping[str, Any]) -> list[str]:
    """The tags of a cell."""
    return sorted(cell.get("metadata", {}).get("tags", ()))


def printed(cell: Mapping[str, Any]) -> str:
    """What a cell has printed."""
    return "".join(
        text_of(item["text"]) for item in cell.get("outputs", ()) if item["output_type"] == "stream"
    )


def seal(notebook: Notebook) -> str:
    """Return the seal of a notebook's code and outputs.

    The recorder writes it beside them, so an edit by hand is found. It is no secret. The text of the notebook
    may change.
    """
    about = {key: value for key, value in notebook["metadata"].get("lab", {}).items() if key != "seal"}
    cells = [
        [text_of(cell["source"]), tags_of(cell), cell.get("outputs", [])] for cell in code_cells(notebook)
    ]
    return seals.seal([about, cells])


def is_sealed(notebook: Notebook) -> bool:
    """Whether code and outputs are those that the recorder left."""
    return bool(notebook["metadata"].get("lab", {}).get("seal") == seal(notebook))


def executed(notebook: Notebook) -> str:
    """When, and on what, in a sentence for the page."""
    about = notebook["metadata"]["lab"]
    clients = " and ".join(f"{name} {version}" for name, version in about["clients"].items())
    return (
        f"The code of this lab was executed on Apache Kafka {about['kafka']} with {clients}, {about['date']}."
    )


def shown(text: str) -> str:
    """Return the Markdown of a cell as its page has it.

    It includes what a comment hides from readers of the notebook in Jupyter.
    """
    return _HIDDEN.sub("", text)


def prose(text: str) -> str:
    """Return the Markdown of a notebook's file, with the line numbers of the file.

    So a sentence about a line names the right one.
    """
    lines = [""] * (text.count("\n") + 1)
    for _, number, line in _markdown_lines(text):
        lines[number - 1] = shown(line)
    return "\n".join(lines)


def first_lines(text: str) -> list[int]:
    """The line of the file in which each Markdown cell begins."""
    first = dict[int, int]()
    for cell, number, _ in _markdown_lines(text):
        first.setdefault(cell, number)
    return list(first.values())


def _markdown_lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each line of each Markdown cell of a notebook's file.

    With it come the number of the cell and the number of the line in the file.
    """
    kind, inside, cell = "", False, 0
    for number, line in enumerate(text.split("\n"), 1):
        if inside and line.strip() in ("]", "],"):
            inside = False
        elif inside:
            if kind == "markdown":
                yield cell, number, str(json.loads(line.strip().rstrip(","))).rstrip("\n")
        elif match := _KIND.match(line):
            kind = match["kind"]
        elif _SOURCE.match(line):
            inside, cell = True, cell + 1


def output(notebook: Notebook) -> str:
    """All that a notebook has printed."""
    return "".join(printed(cell) for cell in code_cells(notebook))


def backing(notebook: Notebook) -> str:
    """What may back a number in the text: the code, and what it printed."""
    return "\n".join(
        part for cell in code_cells(notebook) for part in (text_of(cell["source"]), printed(cell))
    )


def notebooks(root: Path) -> list[Path]:
    """All of a project's notebooks."""
    return sorted((root / "docs").rglob("*.ipynb"))


def problems_of(path: Path, root: Path) -> list[str]:
    """Return a sentence for each problem of a notebook.

    It is unsealed, it failed, or it makes a claim that it doesn't show.
    """
    name = path.relative_to(root).as_posix()
    mend = f"execute it with `make notebooks NAME={path.stem}`."
    try:
        notebook = read(path)
    except Unreadable as error:
        return [f"{name}:1: {error}; {mend}"]
    found = list[str]()
    if not is_sealed(notebook):
        found.append(f"{name}:1: its code or its outputs are not what was executed; {mend}")
    if any(
        item["output_type"] == "error" for cell in code_cells(notebook) for item in cell.get("outputs", ())
    ):
        found.append(f"{name}:1: one of its cells ended with an error; mend it and {mend}")
    return found + list(_wrong_claims(notebook, path.read_text("utf-8"), name))


def problems(root: Path) -> list[str]:
    """What is wrong with any notebook."""
    return [problem for path in notebooks(root) for problem in problems_of(path, root)]


def _wrong_claims(notebook: Notebook, text: str, name: str) -> Iterator[str]:
    shown = {
        _same(match["text"]): match["held"] == "True"
        for cell in code_cells(notebook)
        for match in _CLAIM.finditer(printed(cell))
    }
    claimed = {_same(claim.text): claim for claim in statements_on(prose(text), name)}
    for key, claim in claimed.items():
        if key not in shown:
            yield f"{name}:{claim.line}: no cell prints **{claim.text}** with True behind it; print it, or write it without stars."
    for key, held in shown.items():
        if not held:
            yield f"{name}:1: its measurement doesn't bear out {key!r}; correct the sentence or the code."
        elif key not in claimed:
            yield f"{name}:1: a cell prints {key!r}, and the text doesn't say so in bold; say it, or print it without True."
    if not claimed:
        yield f"{name}:1: it claims nothing; say in bold what a cell prints with True behind it."


def _same(sentence: str) -> str:
    """A claim without what text and output write differently."""
    text = plain(sentence).replace("`", "").rstrip(".")
    return text[:1].lower() + text[1:]
