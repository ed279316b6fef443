"""Checks that each Python fence is one include and each snippet is shown.

These are plain functions of the text of a page and the project's root folder; the build and the tests call
them.
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content.markdown import INCLUDE, Fence, find_fences

_TARGET = re.compile(r"^(?P<path>[^:]+)(?::(?P<section>[a-z][-\w]*))?$", re.IGNORECASE)
_MARKER = re.compile(
    r"-+8<-+[ \t]+\[[ \t]*(?P<end>start|end)[ \t]*:[ \t]*(?P<name>[a-z][-\w]*)[ \t]*\]", re.IGNORECASE
)
_ONE_LINE = '--8<-- "snippets/PART/PAGE/NAME.py"'


@dataclass(frozen=True)
class Include:
    """A program on a page: the fence and the snippet.

    `line` is the line where the fence opens; `section` is the part of the snippet that it shows, if not all.
    """

    page: Path
    line: int
    snippet: Path
    section: str | None


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and how to mend it; its text is one sentence."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def programs_on(markdown_path: Path, root: Path) -> list[Include]:
    """Return the programs that a page shows, in page order.

    Fences that break the rules are left out.
    """
    return [
        found
        for found in _python_fences(markdown_path, markdown_path.read_text("utf-8"), root)
        if isinstance(found, Include)
    ]


def problems(root: Path) -> list[str]:
    """Return a sentence for each broken rule in pages and programs.

    The pages are those under docs/, the programs those under snippets/.
    """
    pages = sorted((root / "docs").rglob("*.md"))
    snippets = sorted((root / "snippets").rglob("*.py"))
    found = [problem for page in pages for problem in check_page(page, page.read_text("utf-8"), root)]
    found += [
        problem
        for snippet in snippets
        for problem in check_snippet(snippet, snippet.read_text("utf-8"), root)
    ]
    shown = {include.snippet for page in pages for include in programs_on(page, root)}
    found += [
        Problem(
            _name(snippet, root), 1, "no page shows this program; include it on a page or delete the file."
        )
        for snippet in snippets
        if snippet not in shown
    ]
    return [str(problem) for problem in found]


def check_page(path: Path, text: str, root: Path) -> list[Problem]:
    """Return what is wrong with the fences and includes of one page."""
    found = [problem for problem in _python_fences(path, text, root) if isinstance(problem, Problem)]
    name, python_lines = _name(path, root), set[int]()
    for fence in find_fences(text):
        if fence.is_python:
            python_lines.update(fence.lines)
        if not fence.language:
            found.append(
                Problem(
                    name,
                    fence.line,
                    "the fence names no language; write python, console or text after its opening mark.",
                )
            )
        if not fence.is_python and not "".join(fence.body).strip():
            found.append(Problem(name, fence.line, "the fence is empty; put its text into it or remove it."))
        if not fence.closed:
            found.append(
                Problem(
                    name,
                    fence.line,
                    "the fence is never closed; add a line with the same marks after the code.",
                )
            )
    for number, line in enumerate(text.splitlines(), 1):
        if number not in python_lines and (include := INCLUDE.match(line)):
            found += _check_other_include(name, number, include["target"], root)
    return sorted(found, key=lambda problem: problem.line)


def check_snippet(path: Path, text: str, root: Path) -> list[Problem]:
    """Return what is wrong with the section markers of one program."""
    name, found = _name(path, root), list[Problem]()
    opened: dict[str, int] = {}
    closed: set[str] = set()
    for number, end, section in _markers(text):
        what = None
        if end and (section not in opened or section in closed):
            what = f"section {section!r} ends here but does not start before; add # --8<-- [start:{section}] above."
        elif not end and section in opened:
            what = f"section {section!r} starts a second time (first in line {opened[section]}); give one of them another name."
        elif end:
            closed.add(section)
        else:
            opened[section] = number
        if what:
            found.append(Problem(name, number, what))
    found += [
        Problem(
            name,
            number,
            f"section {section!r} starts here and never ends; add # --8<-- [end:{section}] after its last line.",
        )
        for section, number in opened.items()
        if section not in closed
    ]
    return found


def shown_text(snippet: Path, section: str | None = None) -> str:
    """Return the text that an include shows, without the section markers.

    It is the program, or a section of it.
    """
    lines, inside = list[str](), section is None
    for line in snippet.read_text("utf-8").splitlines():
        marker = _MARKER.search(line) if "8<-" in line else None
        if marker is None:
            lines += [line] if inside else []
        elif marker["name"] == section:
            inside = marker["end"].lower() == "start"
    text = "\n".join(lines)
    return (text if section is None else textwrap.dedent(text)).strip("\n") + "\n"


def _python_fences(path: Path, text: str, root: Path) -> Iterator[Include | Problem]:
    for fence in find_fences(text):
        if fence.is_python:
            yield _read_python_fence(path, fence, root)


def _read_python_fence(path: Path, fence: Fence, root: Path) -> Include | Problem:
    def wrong(what: str) -> Problem:
        return Problem(_name(path, root), fence.line, what)

    lines = [line for line in fence.body if line.strip()]
    if not lines:
        return wrong(f"the Python fence is empty; put one line into it: {_ONE_LINE}")
    include = INCLUDE.match(lines[0].lstrip("> "))
    if include is None or len(fence.body) != 1:
        return wrong(
            f"the Python fence is not exactly one include; move its code into a program and write one line: {_ONE_LINE}"
        )
    target = _TARGET.match(include["target"])
    if target is None:
        return wrong(_counts_lines(include["target"]))
    snippet = root / target["path"]
    if not target["path"].startswith("snippets/") or ".." in snippet.parts or snippet.suffix != ".py":
        return wrong(
            f"the fence shows {target['path']}, which is no program under snippets/; move it there and name it as {_ONE_LINE}"
        )
    if not snippet.is_file():
        return wrong(f"{target['path']} does not exist; create the program or correct its name.")
    if (section := target["section"]) and section not in _sections(snippet):
        return wrong(_no_section(snippet, target["path"], section))
    return Include(path, fence.line, snippet, section)


def _check_other_include(name: str, number: int, target_text: str, root: Path) -> Iterator[Problem]:
    target = _TARGET.match(target_text)
    path = target["path"] if target else target_text.split(":")[0]
    if path.startswith("snippets/"):
        yield Problem(
            name,
            number,
            f"{path} is included outside a Python fence; put ```python above this line and ``` below it.",
        )
    elif not (root / path).is_file():
        yield Problem(name, number, f"{path} does not exist; create the file or correct its name.")
    elif target is None:
        yield Problem(name, number, _counts_lines(target_text))
    elif (section := target["section"]) and section not in _sections(root / path):
        yield Problem(name, number, _no_section(root / path, path, section))


def _markers(text: str) -> Iterator[tuple[int, bool, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if marker := _MARKER.search(line):
            yield number, marker["end"].lower() == "end", marker["name"]


def _sections(path: Path) -> list[str]:
    return [name for _, end, name in _markers(path.read_text("utf-8")) if not end]


def _counts_lines(target: str) -> str:
    return f'the include {target!r} counts lines; mark a section in the file and name it: --8<-- "FILE:NAME"'


def _no_section(file: Path, path: str, section: str) -> str:
    others = ", ".join(_sections(file)) or "no sections"
    return f"{path} has no section {section!r} (it has {others}); mark it there with --8<-- [start:{section}] and [end:{section}]."


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
