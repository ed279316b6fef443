"""Adds reading time, links and commands to a page.

They are how long the page takes to read, what can be done with it, and how to run its programs.
"""

import math
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from content.clients import clients
from content.includes import Include, shown_text
from content.snippet import Snippet
from website.downloads.archives import snippets_of, zip_name, zip_of
from website.page.code_blocks import console

WORDS_A_MINUTE = 200
LINES_A_MINUTE = 30  # of programs, which are read more slowly than prose
PLACE = "<!-- run this page -->"
_TITLE_END = "</h1>"
_NO_PROSE = re.compile(
    r"<(svg|script|style)\b.*?</\1>|<div class=\"language-python.*?</pre></div>", re.DOTALL
)
_TAG = re.compile(r"<[^>]+>")
_LAB = ".venv/bin/lab"


def minutes(page_html: str, programs: Sequence[Include]) -> int:
    """How long somebody reads: the prose, and each program once, with one of the clients."""
    words = len(_TAG.sub(" ", _NO_PROSE.sub(" ", page_html)).split())
    others = tuple(client.prefix for client in clients() if client.prefix)  # shown behind a tab
    read = [program for program in programs if not program.snippet.name.startswith(others)]
    lines = sum(shown_text(program.snippet, program.section).count("\n") for program in read)
    return max(1, round(words / WORDS_A_MINUTE + lines / LINES_A_MINUTE))


def with_facts(page_html: str, programs: Sequence[Include], twin: str) -> str:
    """Add a line of facts below the title of a page.

    They are the reading time, a link to the commands below, and a link to the page in Markdown.
    """
    if _TITLE_END not in page_html:
        return page_html
    facts = [f"{(count := minutes(page_html, programs))} minute{'s' * (count > 1)} to read"]
    if found := len(snippets_of(programs)):
        facts.append(f'<a href="#run-this-page">{found} program{"s" * (found > 1)} to run</a>')
    facts.append(f'<a href="{twin}" rel="alternate" type="text/markdown">this page as Markdown</a>')
    items = "".join(f"<li>{fact}</li>" for fact in facts)
    line = f'<ul class="page-facts" aria-label="About this page" data-search-exclude>{items}</ul>'
    return page_html.replace(_TITLE_END, f"{_TITLE_END}\n{line}", 1)


def commands(programs: Sequence[Include], root: Path) -> list[str]:
    """Return the commands that run the programs of a page in its order.

    Programs that need a cluster of their own come last.
    """
    by_cluster: dict[str, list[Path]] = {"": []}
    for path in snippets_of(programs):
        settings = " ".join(map("=".join, Snippet.read(path, root).variables))
        by_cluster.setdefault(settings, []).append(path)
    lines: list[str] = []
    for settings, paths in by_cluster.items():
        if not paths:
            continue
        lines += [f"{_LAB} down", f"{settings} {_LAB} up"] if settings else [f"{_LAB} up", f"{_LAB} reset"]
        lines += [f".venv/bin/python {path.relative_to(root).as_posix()}" for path in paths]
    return lines


def run_block(programs: Sequence[Include], root: Path, page_url: str, lab_page: str) -> str:
    """How to run the programs of a page: a zip of them, and the commands.

    Args:
        programs: what the page shows.
        root: the project's folder.
        page_url: the page's address under the site's.
        lab_page: the address of the page about the lab, as this page would write it.
    """
    count = len(snippets_of(programs))
    if not count:
        return ""
    which, need = ("the program", "it needs") if count == 1 else (f"all {count} programs", "they need")
    size = math.ceil(len(zip_of(programs, root)) / 1000)
    return (
        '<section class="run-page" id="run-this-page">\n<h2>Run this page</h2>\n'
        f'<p>In a <a href="{escape(lab_page)}">clone of this project</a>, on an empty cluster. '
        f'Elsewhere: <a href="{escape(zip_name(page_url))}" download>{which} of this page as a zip</a>, {size} kB; <code>uv run</code> '
        f"installs what {need}.</p>\n"
        f"{console(commands(programs, root))}\n</section>"
    )
