"""The directives of a page's Markdown: what it asks to be put in its place.

[[run: PART/PAGE/NAME]]                    the drawing of a recorded run
[[figure: NAME]]                           the drawing of recorded data
[[stated: NAME]]                           a proved statement, repeated
{{ default("kafka-python", "acks") }}      a value that was read; also duration, setting and version
??? quiz "Question"                        a quiz, whose choices are the indented lines below

In fences they are text. One that is mistyped is found too, so that it ends in a sentence and not on the page.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from content.markdown import fenced_lines


@dataclass(frozen=True)
class Form:
    """How one sort of directive is written.

    Args:
        pattern: the directive, within one line; its groups are the arguments.
        mistyped: what is left in a line where one was meant; None where nothing can be told.
        mend: the sentence for that.
        has_body: whether the indented lines below it belong to it.
    """

    pattern: re.Pattern[str]
    mistyped: re.Pattern[str] | None = None
    mend: str = ""
    has_body: bool = False


def _bracketed(name: str) -> re.Pattern[str]:
    """Return a pattern for brackets with this name.

    On a line with code, brackets may be part of the code, so the pattern doesn't match there.
    """
    return re.compile(rf"^[^`]*\[\[\s*{name}\b[^`]*$", re.IGNORECASE)


RUN = Form(
    re.compile(r"^\[\[run: (?P<program>[a-z0-9_]+/[a-z0-9_]+/[a-z0-9_]+)\]\]\s*$"),
    _bracketed("run"),
    "this names no run; write [[run: PART/PAGE/NAME]] at the line's beginning and nothing else.",
)
FIGURE = Form(
    re.compile(r"^\[\[figure: (?P<name>[a-z0-9_]+)\]\]\s*$"),
    _bracketed("figure"),
    "this names no figure; write [[figure: NAME]] on a line of its own.",
)
STATED = Form(
    re.compile(r"\[\[stated: (?P<name>\w+)\]\]"),
    _bracketed("stated"),
    "this names no statement; write [[stated: NAME]] with the name of its proof.",
)
VALUE = Form(
    re.compile(
        r"\{\{ (?P<verb>default|duration|setting|version)"
        r"\(\"(?P<whose>[\w-]+)\"(?:, \"(?P<name>[\w.]+)\")?\) \}\}"
    ),
    re.compile(r"\{\{"),
    'a call isn\'t understood; write it as in {{ default("kafka-python", "linger_ms") }}.',
)
QUIZ = Form(re.compile(r'^\?\?\?\+? +quiz\b *(?:"(?P<question>.+)")?.*$'), has_body=True)


@dataclass(frozen=True)
class Directive:
    """A directive on a page."""

    line: int
    start: int  # the place of its first character in the page's text
    text: str  # with its body
    arguments: Mapping[str, str]
    is_mistyped: bool = False


class Unresolved(Exception):
    """A directive that can't be resolved; its text is one sentence.

    Args:
        sentence: what is wrong and how to mend it.
        shown: what stands in its place all the same.
        line: the line, if it is none of the directive's first.
    """

    def __init__(self, sentence: str, shown: str = "", line: int | None = None) -> None:
        super().__init__(sentence)
        self.shown, self.line = shown, line


def find(text: str, form: Form) -> Iterator[Directive]:
    """Find the directives of one form in their order, and what is mistyped."""
    lines, fenced, start = text.split("\n"), fenced_lines(text), 0
    for number, line in enumerate(lines, 1):
        if number not in fenced:
            for match in form.pattern.finditer(line):
                block = "\n".join([match[0], *(_body(lines[number:]) if form.has_body else ())])
                arguments = {name: value or "" for name, value in match.groupdict().items()}
                yield Directive(number, start + match.start(), block, arguments)
            if form.mistyped and form.mistyped.search(form.pattern.sub("", line)):
                yield Directive(number, start, line, {}, is_mistyped=True)
        start += len(line) + 1


def resolve(
    text: str, page: str, form: Form, replacement: Callable[[Directive], str]
) -> tuple[str, list[str]]:
    """Put something in the place of each directive of one form.

    Args:
        text: the page's Markdown.
        page: its path under the project's root, for the sentences.
        form: which directives.
        replacement: gives the new text of one; it may raise Unresolved.

    Returns:
        The new text, and a sentence for each directive that is mistyped or can't be resolved.
    """
    parts, problems, at = list[str](), list[str](), 0
    for directive in find(text, form):
        if directive.is_mistyped:
            problems.append(f"{page}:{directive.line}: {form.mend}")
            continue
        parts.append(text[at : directive.start])
        at = directive.start + len(directive.text)
        try:
            parts.append(replacement(directive))
        except Unresolved as error:
            parts.append(error.shown)
            problems.append(f"{page}:{error.line or directive.line}: {error}")
    return "".join([*parts, text[at:]]), problems


def _body(below: Sequence[str]) -> list[str]:
    return list(takewhile(lambda line: not line.strip() or line.startswith("    "), below))
