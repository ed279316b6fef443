"""Checks and decorates the code blocks of a rendered page.

The blocks must show their programs. They get a caption, a button and the whole program.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, zip_longest
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from content.includes import Include, shown_text
from content.markdown import PYTHON, find_fences
from website.theme.highlighting import short

BLOCK = re.compile(
    r'<div class="language-(?P<language>[^" ]+) highlight"[^>]*>(?:<span class="filename">.*?</span>)?'
    r"(?P<pre><pre[^>]*>)(?P<code>.*?)</pre></div>",
    re.DOTALL,
)
_PRE = re.compile(r"<pre\b")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
_FORMATTER = HtmlFormatter(cssclass="language-python highlight", wrapcode=True)


@dataclass(frozen=True)
class Block:
    """A code block of a rendered page.

    It has its language and the text that a reader sees.
    """

    language: str
    text: str

    @property
    def is_python(self) -> bool:
        """Whether the block shows Python."""
        return self.language in PYTHON


def blocks_of(page_html: str) -> list[Block]:
    """Return the code blocks of a page's HTML in order, with their unescaped text."""
    return [
        Block(match["language"], html.unescape(TAG.sub("", match["code"])))
        for match in BLOCK.finditer(page_html)
    ]


def expected_texts(programs: Sequence[Include]) -> list[tuple[Include, str]]:
    """Return the texts that a page's Python blocks must have, in order.

    After a section comes its whole program.
    """
    return [(program, text) for program in programs for text in _texts(program)]


def wrong_blocks(page_html: str, page: str, text: str, programs: Sequence[Include]) -> list[str]:
    """Return a sentence for each code block that doesn't match the page's Markdown.

    `text` is that Markdown.
    """
    page_html = _COMMENT.sub("", page_html)
    blocks = blocks_of(page_html)
    found = _wrong_programs([block.text for block in blocks if block.is_python], page, programs)
    found += _wrong_texts([block.text for block in blocks if not block.is_python], page, text)
    if len(_PRE.findall(page_html)) != len(blocks):
        found.append(
            f"{page}:1: a code block is written as HTML (a pre element); put it into a fence that names its language."
        )
    return found


def _wrong_programs(shown: Sequence[str], page: str, programs: Sequence[Include]) -> list[str]:
    expected = expected_texts(programs)
    for (program, text), rendered in zip(expected, shown, strict=False):
        if rendered.strip("\n") != text.strip("\n") or not text.strip():
            return [
                f"{page}:{program.line}: the rendered block is not the text of {program.snippet.name}, or is empty; "
                "check the indentation of the fence and any marks inside the program."
            ]
    if len(shown) == len(expected):
        return []
    line = programs[-1].line if programs else 1
    return [
        f"{page}:{line}: the page should show {len(expected)} blocks of Python and shows {len(shown)}; "
        "check the indentation of its fences and the lines around them."
    ]


def _wrong_texts(shown: Sequence[str], page: str, text: str) -> list[str]:
    fences = [fence for fence in find_fences(text) if not fence.is_python]
    for rendered, fence in zip_longest(shown, fences):
        if (
            fence
            and rendered
            and (fence.includes or rendered.strip("\n") == "\n".join(fence.body).strip("\n"))
        ):
            continue
        if fence and not rendered:
            return [
                f"{page}:{fence.line}: this {fence.language} fence was not rendered, or is empty; check its indentation and its text."
            ]
        first = (rendered or "").strip().partition("\n")[0].strip()
        line = next((number for number, line in enumerate(text.splitlines(), 1) if line.strip() == first), 1)
        return [
            f"{page}:{line}: the code block {first!r} is not the text of a fence (text indented by four spaces is code, too); "
            "put it into a fence that names its language."
        ]
    return []


def decorate(page_html: str, programs: Sequence[Include], root: Path, source: str) -> str:
    """Give each block a number and each program its path.

    docs/assets/own.js uses the number to give the block a copy button.

    After a section, the whole program can be unfolded. Material's script copies the data-copy of the nearest
    element around the code if there is one: that is how the button of a section copies the whole program.
    """
    numbers, coming = count(1), iter(programs)

    def decorated(match: re.Match[str]) -> str:
        program = next(coming, None) if match["language"] in PYTHON else None
        if program is None:
            return _block(match, next(numbers))
        name = html.escape(program.snippet.relative_to(root).as_posix())
        breaking = name.replace("/", "/<wbr>").replace(
            "/<wbr>", "/", 1
        )  # a phone breaks a long path behind a folder
        path = f'<a href="{html.escape(source)}/{name}">{breaking}</a>'
        if program.section is None:
            return _block(match, next(numbers), path, "Copy the program")
        program_text = shown_text(program.snippet)
        button = "Copy the whole program"
        part = _block(
            match, next(numbers), f"{path}, in part", button, f' data-copy="{html.escape(program_text)}"'
        )
        unfolded = BLOCK.match(highlight(program_text, PythonLexer(stripnl=False), _FORMATTER))
        assert unfolded is not None, "Pygments and pymdownx write blocks in the same way"
        return (
            f'{part}<details class="folded-program" data-search-exclude="true"><summary>The whole program</summary>'
            f"{_block(unfolded, next(numbers), label=button)}</details>"
        )

    return BLOCK.sub(decorated, page_html)


def console(commands: Sequence[str]) -> str:
    """Commands as a block like those of the pages, for a place outside their text."""
    lines = "".join(f'<span class="gp">$ </span>{html.escape(command)}\n' for command in commands)
    block = BLOCK.match(
        f'<div class="language-console highlight"><pre><span></span><code>{lines}</code></pre></div>'
    )
    assert block is not None
    return _block(block, "commands", label="Copy the commands")


def _block(
    match: re.Match[str], number: object, caption: str = "", label: str = "", attributes: str = ""
) -> str:
    code = short(match["code"])
    titled = f'<span class="filename">{caption}</span>' if caption else ""
    told = f' data-label="{label}"' if label else ""
    return f'<div class="language-{match["language"]} highlight" id="block-{number}"{told}{attributes}>{titled}{match["pre"]}{code}</pre></div>'


def _texts(program: Include) -> Iterator[str]:
    yield shown_text(program.snippet, program.section)
    if program.section is not None:
        yield shown_text(program.snippet)
