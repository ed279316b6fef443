"""Finds the fenced code blocks of a Markdown text, as pymdownx.superfences does."""

import re
from dataclasses import dataclass
from functools import lru_cache

PYTHON = frozenset({"python", "py", "python3", "py3", "pycon", "pyi", "ipython"})

INCLUDE = re.compile(r"""^[> \t]*-+8<-+[ \t]+(?P<quote>["'])(?P<target>.+?)(?P=quote)$""")
_OPENING = re.compile(r"^(?P<prefix>[> \t]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
_LANGUAGE = re.compile(r"^(?:\{[ \t]*\.|\.)?(?P<language>[\w+#-]+)")


@dataclass(frozen=True)
class Fence:
    """One fenced code block; its line is that of the opening mark."""

    line: int
    language: str
    body: tuple[str, ...]
    closed: bool

    @property
    def is_python(self) -> bool:
        """Whether the block claims to be Python."""
        return self.language in PYTHON

    @property
    def includes(self) -> bool:
        """Whether it shows another file."""
        return any(INCLUDE.match(line) for line in self.body)

    @property
    def lines(self) -> range:
        """The numbers of all its lines, marks included."""
        return range(self.line, self.line + len(self.body) + 1 + self.closed)


@lru_cache(maxsize=256)  # one page is asked about many times
def find_fences(text: str) -> tuple[Fence, ...]:
    """Return the fences of a page in order.

    Those inside lists, tabs, admonitions and quotes are included.
    """
    lines = [line.expandtabs(4) for line in text.splitlines()]
    fences: list[Fence] = []
    at = 0
    while at < len(lines):
        opening = _OPENING.match(lines[at])
        if opening is None:
            at += 1
            continue
        prefix, mark = opening["prefix"], opening["mark"]
        last = next((n for n in range(at + 1, len(lines)) if lines[n].strip("> ") == mark), None)
        body = tuple(line.removeprefix(prefix) for line in lines[at + 1 : last])
        language = _LANGUAGE.match(opening["info"].strip())
        fences.append(Fence(at + 1, language["language"].lower() if language else "", body, last is not None))
        at = len(lines) if last is None else last + 1
    return tuple(fences)


def fenced_lines(text: str) -> frozenset[int]:
    """The numbers of all lines of a page's fences."""
    return frozenset(number for fence in find_fences(text) for number in fence.lines)


def without_fences(text: str) -> str:
    """Return a page's text with each line of a fence emptied.

    So lines keep their numbers.
    """
    fenced = fenced_lines(text)
    return "\n".join("" if number in fenced else line for number, line in enumerate(text.split("\n"), 1))
