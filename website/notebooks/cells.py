"""Converts a notebook to Markdown, with its plots.

The Markdown becomes a page as that of every other page does.

mkdocs-jupyter alone would bring 580 kB of styles and three third-party scripts to each page, and its Markdown
knows no definitions and no quiz. It creates and offers the pages of notebooks; the contents of such a page
come from here.
"""

import html
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from content.markdown import find_fences
from content.notebook import PLOT, Notebook, printed, shown, tags_of, text_of
from website.notebooks.plots import UnknownColour, inline
from website.page.code_blocks import BLOCK, TAG

INDEX = "notebooks/index.md"
_FIRST_PART = "<h2"


class NotShown(Exception):
    """A notebook that can't be shown as it is; its text says why."""


@dataclass(frozen=True)
class CellBlock:
    """A code block that the page has to show.

    It has its text, what kind of block it is, and the plots below it.
    """

    text: str
    is_printed: bool = False
    is_folded: bool = False
    plots: tuple[str, ...] = ()


def is_notebook(page: Page) -> bool:
    """Whether a page is a notebook."""
    return page.file.src_uri.endswith(".ipynb")


def markdown_cells(notebook: Notebook) -> list[str]:
    """The Markdown of a notebook, cell by cell."""
    return [
        shown(text_of(cell["source"])).strip("\n")
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown"
    ]


def markdown_of(notebook: Notebook, texts: Sequence[str]) -> str:
    """The whole notebook as Markdown; texts are those of its Markdown cells."""
    parts, coming = list[str](), iter(texts)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            parts.append(next(coming))
        else:
            parts += [
                f"```{'text' if block.is_printed else 'python'}\n{block.text}\n```"
                for block in _blocks_of(cell)
            ]
    return "\n\n".join(parts) + "\n"


def content(page_html: str, notebook: Notebook, page: Page, files: Files) -> str:
    """The content of a notebook's page.

    Args:
        page_html: what became of its Markdown.
        notebook: the notebook itself.
        page: its page.
        files: the site's files, to which its links lead.

    Raises:
        NotShown: when a cell is missing or another one, or a plot has a colour that only suits one scheme.
    """
    coming, plots = _blocks(notebook), count(1)

    def decorated(match: re.Match[str]) -> str:
        block = next(coming, None)
        if block is None or html.unescape(TAG.sub("", match["code"])).strip("\n") != block.text:
            raise NotShown("the page would not show what its cells are; look for marks of fences in a cell.")
        drawn = "".join(
            f'\n<div class="notebook-plot" data-search-exclude="true">{_plot(svg, next(plots))}</div>'
            for svg in block.plots
        )
        if block.is_printed:
            lines = html.escape(block.text, quote=False)
            return f'<div class="notebook-output" role="group" aria-label="Output"><pre><code>{lines}</code></pre></div>{drawn}'
        if block.is_folded:  # most readers want only the plot
            return f'{drawn}\n<details class="folded-program"><summary>How it is drawn</summary>{match[0]}</details>'
        return match[0] + drawn

    page_html = BLOCK.sub(decorated, page_html)
    if next(coming, None):
        raise NotShown("the page would not show all of its cells; look for marks of fences in a cell.")
    return page_html.replace(
        _FIRST_PART, f"{_offer(posixpath.basename(page.file.src_uri), page, files)}\n{_FIRST_PART}", 1
    )


def _blocks(notebook: Notebook) -> Iterator[CellBlock]:
    """What the blocks of the page are, in order."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            yield from _blocks_of(cell)
        else:
            yield from (
                CellBlock("\n".join(fence.body)) for fence in find_fences(shown(text_of(cell["source"])))
            )


def _blocks_of(cell: Notebook) -> Iterator[CellBlock]:
    """Yield the code of a cell, and what it printed.

    The plots are below the last of the two.
    """
    plots = tuple(
        text_of(output["data"]["image/svg+xml"])
        for output in cell.get("outputs", ())
        if "image/svg+xml" in output.get("data", {})
    )
    lines = printed(cell).strip("\n")
    yield CellBlock(
        text_of(cell["source"]).strip("\n"), is_folded=PLOT in tags_of(cell), plots=() if lines else plots
    )
    if lines:
        yield CellBlock(lines, is_printed=True, plots=plots)


def _plot(svg: str, number: int) -> str:
    try:
        return inline(svg, number)
    except UnknownColour as colour:
        raise NotShown(
            f"a plot has {colour}; website/notebooks/plots.py knows lines, bars and words in C0 to C3, black, white and grey."
        ) from None


def _offer(name: str, page: Page, files: Files) -> str:
    """The line that lets a reader take the notebook along."""
    how = ""
    if index := files.get_file_from_path(INDEX):
        how = f' · <a href="{index.url_relative_to(page.file)}">How to run it</a>'
    return f'<p class="lab-file"><a href="{html.escape(name)}" download>Download this lab</a> (a Jupyter notebook){how}</p>'
