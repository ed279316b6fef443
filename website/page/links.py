"""Finds broken links of a page and the lines that contain them.

MkDocs itself names only the page.
"""

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from mkdocs.structure.files import File

from content.markdown import fenced_lines

_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_LINK = re.compile(
    r"""\]\(\s*<?(?P<inline>[^\s()<>]+)>?(?:\s+["'][^)]*)?\)|^\s*\[[^\]]+\]:\s+<?(?P<defined>[^\s<>]+)"""
)
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """A link of a page to another place of this site.

    `line` is its line, `file` is relative to docs/, and `anchor` may be empty.
    """

    line: int
    written: str
    file: str
    anchor: str


def links_on(uri: str, text: str) -> list[Link]:
    """Return the links that stay inside the site, except those in code.

    `uri` is the page's path under docs/.
    """
    code = fenced_lines(text)
    found: list[Link] = []
    for number, line in enumerate(text.splitlines(), 1):
        if number in code:
            continue
        for match in _LINK.finditer(_CODE_SPAN.sub("", line)):
            written = match["inline"] or match["defined"]
            if _ELSEWHERE.match(written):
                continue
            path, _, anchor = written.partition("#")
            file = posixpath.normpath(posixpath.join(posixpath.dirname(uri), path)) if path else uri
            found.append(Link(number, written, file, anchor))
    return found


def missing_files(uri: str, text: str, files: Collection[str]) -> list[str]:
    """Return a sentence for each link to a file that is not in docs/."""
    return [
        f"docs/{uri}:{link.line}: the link {link.written} leads to docs/{link.file}, which does not exist; "
        f"{_suggest(link.file, files, 'correct the path or create the page')}."
        for link in links_on(uri, text)
        if link.file not in files
    ]


def missing_anchors(uri: str, text: str, anchors: Mapping[str, Collection[str]]) -> list[str]:
    """Return a sentence for each link to an anchor that doesn't exist.

    `anchors` maps pages to their ids.
    """
    return [
        f"docs/{uri}:{link.line}: the link {link.written} leads to the anchor #{link.anchor}, which docs/{link.file} "
        f"does not have; {_suggest(link.anchor, anchors[link.file], 'name one of its headings')}."
        for link in links_on(uri, text)
        if link.anchor and link.file in anchors and link.anchor not in anchors[link.file]
    ]


def title_of(file: File) -> str:
    """Return the title of a page, even if MkDocs hasn't read it yet.

    MkDocs reads pages in the order of their names.
    """
    known = file.page.title if file.page else None
    return str(
        known
        or next(
            (line[2:] for line in file.content_string.splitlines() if line.startswith("# ")), file.src_uri
        )
    )


def _suggest(wrong: str, known: Collection[str], otherwise: str) -> str:
    close = get_close_matches(wrong, known, n=1)
    return f"did you mean {close[0]}" if close else otherwise
