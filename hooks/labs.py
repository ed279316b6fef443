"""Makes the page of a lab out of what mkdocs-jupyter rendered: the site's own blocks, plots and links, and nothing of JupyterLab.

mkdocs-jupyter brings 580 kB of styles and three scripts of others to each page. Here only the cells are taken from it, and
each has to be what the notebook's file has.
"""

import base64
import html
import posixpath
import re
from collections.abc import Iterator
from itertools import count

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from hooks.notebook import PLOT, Notebook, code_cells, executed, printed, tags_of, text_of
from hooks.plots import UnknownColour, inline

INDEX = "labs/index.md"
_PART = re.compile(
    r'<div class="jp-RenderedHTMLCommon jp-RenderedMarkdown [^>]*>\n(?P<markdown>.*?)\n</div>'
    r'|<div class="highlight-ipynb hl-(?:i?python3?)"><pre><span></span>(?P<code>.*?)</pre></div>'
    r'|<div class="jp-RenderedText [^>]*>\n<pre>(?P<printed>.*?)</pre>'
    r'|<div class="jp-RenderedSVG [^>]*>\n<img [^>]*src="data:image/svg\+xml;base64,(?P<plot>[^"]+)"',
    re.DOTALL,
)
_ANCHOR = re.compile(r'<a class="anchor-link" (?P<href>href="[^"]+")>')
_HREF = re.compile(r'href="(?P<path>[^":#]+\.(?:md|ipynb))(?P<anchor>#[^"]*)?"')
_TAG = re.compile(r"<[^>]+>")
_IDLE = re.compile(r'<span class="(?:n|w)">([^<]*)</span>')  # Pygments' marks that have the colour of the text around them


class NotShown(Exception):
    """A lab that can't be shown as it is; its text says why."""


def is_lab(page: Page) -> bool:
    """Whether a page is a notebook."""
    return page.file.src_uri.endswith(".ipynb")


def markdown_of(notebook: Notebook) -> str:
    """The whole lab as Markdown, for whoever wants the page as text."""
    parts = list[str]()
    for cell in notebook["cells"]:
        source = text_of(cell["source"]).strip("\n")
        parts.append(source if cell["cell_type"] == "markdown" else f"```python\n{source}\n```")
        if said := printed(cell).strip("\n"):
            parts.append(f"```text\n{said}\n```")
    return "\n\n".join(parts) + "\n"


def content(rendered: str, notebook: Notebook, page: Page, files: Files) -> str:
    """The content of a lab's page.

    Args:
        rendered: what mkdocs-jupyter made of the notebook.
        notebook: the notebook itself.
        page: its page.
        files: the site's files, to which its links lead.

    Raises:
        NotShown: when a cell is missing or another one, or a plot has a colour that only suits one scheme.
    """
    name = posixpath.basename(page.file.src_uri)
    parts, texts, plots, cells = list[str](), list[str](), count(1), iter([*code_cells(notebook), {}])
    for match in _PART.finditer(rendered):
        kind = str(match.lastgroup)
        if kind == "markdown":
            parts.append(_linked(_ANCHOR.sub(r'<a class="headerlink" title="Link to this section" \g<href>>', match[kind]), page, files))
            if len(parts) == 1:
                parts.append(_offer(name, page, files))
        elif kind == "code":
            code = _IDLE.sub(r"\1", match[kind])
            block = f'<div class="language-python highlight"><pre><span></span><code>{code}</code></pre></div>'
            folded = PLOT in tags_of(next(cells))
            parts.append(f'<details class="whole"><summary>How it is drawn</summary>{block}</details>' if folded else block)
        elif kind == "printed":
            lines = match[kind].rstrip("\n")
            parts.append(f'<div class="lab-output" role="group" aria-label="Output"><pre><code>{lines}</code></pre></div>')
        else:
            try:
                parts.append(f'<div class="lab-plot">{inline(base64.b64decode(match[kind]).decode(), next(plots))}</div>')
            except UnknownColour as colour:
                raise NotShown(
                    f"a plot has {colour}; hooks/plots.py knows lines, bars and words in C0 to C3, black, white and grey."
                ) from None
        if kind in ("code", "printed"):
            texts.append(html.unescape(_TAG.sub("", match[kind])).strip("\n"))
    if texts != list(_expected(notebook)) or not texts:
        raise NotShown("the page would not show what its cells are; mkdocs-jupyter renders them otherwise than hooks/labs.py expects.")
    return "\n".join([*parts, f'<p class="checked">{executed(notebook)}</p>'])


def _expected(notebook: Notebook) -> Iterator[str]:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            yield text_of(cell["source"]).strip("\n")
            if said := printed(cell).strip("\n"):
                yield said


def _offer(name: str, page: Page, files: Files) -> str:
    """The line that lets a reader take the notebook along."""
    how = ""
    if index := files.get_file_from_path(INDEX):
        how = f' · <a href="{index.url_relative_to(page.file)}">How to run it</a>'
    return f'<p class="lab-file"><a href="{html.escape(name)}" download>Download this lab</a> (a Jupyter notebook){how}</p>'


def _linked(text: str, page: Page, files: Files) -> str:
    """Links to pages lead to their addresses, as MkDocs does for Markdown; that the pages exist is checked before."""

    def address(match: re.Match[str]) -> str:
        file = files.get_file_from_path(posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), match["path"])))
        return f'href="{file.url_relative_to(page.file)}{match["anchor"] or ""}"' if file else match[0]

    return _HREF.sub(address, text)
