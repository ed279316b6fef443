"""Writes each page as Markdown for programs that read.

It has the programs, values and statements that people see. It lies beside its page as index.md; `llms.txt`
lists all of them.
"""

import html
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from content.includes import shown_text
from content.markdown import INCLUDE, find_fences
from content.statements import Proof, Statement
from website.page.links import title_of
from website.page.pictures import Pictures
from website.statements import proof_page
from website.statements.quotations import sentence

NAME = "index.md"
_FOLDED = re.compile(r'^(?P<indent> *)(?:===|!!!|\?\?\?\+?)(?: [\w-]+)? "(?P<title>.*)"$')
_FIGURE = re.compile(r"<figure\b.*?</figure>|<svg\b.*?</svg>", re.DOTALL)
_CELL = re.compile(r"</t[dh]>(?=<t[dh])|<br/?>")
_WORDS = re.compile(r"<(?P<what>p|tr|li|figcaption)\b[^>]*>(?P<text>.*?)</(?P=what)>", re.DOTALL)
_TOLD = re.compile(r"<(?P<what>title|desc|figcaption)\b[^>]*>(?P<text>.*?)</(?P=what)>", re.DOTALL)
_ASIDE = re.compile(r"(?: ·)? <a\b[^>]*>.*?</a>", re.DOTALL)
_DATA = re.compile(r"<script\b.*?</script>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_FRAME = re.compile(r"</?(?:div|section)\b[^>]*>")
_BREAK = re.compile(r"<wbr>")
_PROOF = re.compile(r"\{:\s*proof=(?P<name>\w+)\s*\}")
_PROOF_LINK = re.compile(r'<a class="proved" href="[^"#]*#(?P<name>\w+)"[^>]*></a>')
_ATTRIBUTES = re.compile(r" ?\{:? ?[#.][^}\n]*\}")
_LINK = re.compile(r"(?P<before>\]\()(?P<address>[^)\s]+)(?P<after>\))")


class Twin:
    """Writes the twins of one build's pages.

    Args:
        root: the project's folder.
        files: the site's files.
        stated: all statements.
        proofs: all proofs by name.
        pictures: what was kept aside.
    """

    def __init__(
        self,
        root: Path,
        files: Files,
        claimed: Sequence[Statement],
        proofs: Mapping[str, Proof],
        pictures: Pictures,
    ) -> None:
        self._root, self._files, self._stated, self._proofs, self._pictures = (
            root,
            files,
            claimed,
            proofs,
            pictures,
        )

    def of(self, page: Page, checked: str) -> str:
        """The twin of a page; checked is what the page says of its checks."""
        text = _unfolded(self._pictures.back(f"docs/{page.file.src_uri}", page.markdown or "").strip())
        if proof_page.PLACE in text:
            text = text.replace(proof_page.PLACE, self._listing(page.file))
        fences = {fence.line: fence for fence in find_fences(text)}
        lines, parts, number = text.split("\n"), list[str](), 1
        prose: list[str] = []
        while number <= len(lines):
            if (fence := fences.get(number)) is None:
                prose.append(lines[number - 1])
                number += 1
                continue
            parts += [self._prose("\n".join(prose), page.file)]
            prose = []
            parts += [self._fence(lines[number - 1 : fence.lines.stop - 1])]
            number = fence.lines.stop
        parts.append(self._prose("\n".join(prose), page.file))
        note = f"\n\n---\n\n{checked}" if checked else ""
        return "\n".join(parts).strip() + note + "\n"

    def _fence(self, lines: Sequence[str]) -> str:
        """A fence, with the text of its file in the place of an include."""
        shown: list[str] = []
        for line in lines:
            if not (include := INCLUDE.match(line)):
                shown.append(line)
                continue
            path, _, section = include["target"].partition(":")
            indent = line[: len(line) - len(line.lstrip())]
            shown += textwrap.indent(
                shown_text(self._root / path, section or None).rstrip("\n"), indent
            ).split("\n")
        return "\n".join(shown)

    def _prose(self, text: str, page: File) -> str:
        text = _FIGURE.sub(lambda match: _told(match[0]), text)
        text = _BREAK.sub("", _FRAME.sub("", _DATA.sub("", text))).replace("<br>", " ")
        text = _PROOF.sub(lambda match: self._proof(match["name"], page), text)
        text = _PROOF_LINK.sub(lambda match: self._proof(match["name"], page), text)
        text = _ATTRIBUTES.sub("", text)
        text = _LINK.sub(
            lambda match: f"{match['before']}{self._address(match['address'], page)}{match['after']}", text
        )
        return re.sub(r"\n{3,}", "\n\n", text)

    def _proof(self, name: str, page: File) -> str:
        target = self._files.get_file_from_path(proof_page.PAGE)
        return f" ([proof]({target.url_relative_to(page)}{NAME}#{name}))" if target else ""

    def _address(self, written: str, page: File) -> str:
        """Return the target of a link in a page's Markdown version.

        If the link leads to a page, it leads to that page's Markdown version.
        """
        path, mark, anchor = written.partition("#")
        target = (
            self._files.get_file_from_path(str(Path("/", page.src_uri).parent.joinpath(path).resolve())[1:])
            if path
            else None
        )
        if target is None or ":" in path:
            return written
        return target.url_relative_to(page) + (NAME if target.is_documentation_page() else "") + mark + anchor

    def _listing(self, page: File) -> str:
        rows = []
        for statement in self._stated:
            target, proof = (
                self._files.get_file_from_path(statement.page.removeprefix("docs/")),
                self._proofs.get(statement.proof),
            )
            if target and proof:
                place = f"[{title_of(target)}]({target.url_relative_to(page)}{NAME})"
                rows.append(
                    f"- {sentence(statement.text)} Proof: `{proof.name}` in {proof.file}; stated on {place}."
                )
        return "\n".join(rows)


def directory(nav: Navigation, name: str, description: str, site_url: str) -> str:
    """Return the text of `llms.txt`: every page in Markdown, in navigation order.

    If `site_url` is empty, addresses are relative.
    """
    lines = [f"# {name}", "", f"> {description}", ""]
    lines += [
        "Each page is listed as Markdown. The pages for people have the same addresses without index.md.",
        "",
    ]
    lines += [
        "## First",
        "",
        *(row for item in nav.items if isinstance(item, Page) for row in _rows(item, site_url)),
        "",
    ]
    for item in nav.items:
        if isinstance(item, Section):
            lines += [
                f"## {item.title}",
                "",
                *(row for child in item.children for row in _rows(child, site_url)),
                "",
            ]
    return "\n".join(lines).rstrip() + "\n"


def _rows(item: StructureItem, site_url: str) -> Iterator[str]:
    if isinstance(item, Section):
        for child in item.children:
            yield from _rows(child, site_url)
    elif isinstance(item, Page):
        told = f": {item.meta['description']}" if item.meta.get("description") else ""
        yield f"- [{item.title}]({site_url}{item.url}{NAME}){told}"


def _unfolded(text: str) -> str:
    """Tabs and boxes as bold titles, and what is in them without its indentation."""
    lines, shown, at = text.split("\n"), list[str](), 0
    while at < len(lines):
        match = _FOLDED.match(lines[at])
        if match is None:
            shown.append(lines[at])
            at += 1
            continue
        indent = match["indent"]
        inside, at = list[str](), at + 1
        while at < len(lines) and (not lines[at].strip() or lines[at].startswith(f"{indent}    ")):
            inside.append(lines[at].removeprefix(f"{indent}    "))
            at += 1
        shown += [
            f"{indent}**{match['title']}**",
            "",
            *_unfolded("\n".join(inside).strip("\n")).split("\n"),
            "",
        ]
    return "\n".join(shown)


def _told(figure: str) -> str:
    """A picture in words: what it says to a screen reader, and its caption.

    One that is made of words says them all.
    """
    parts = _TOLD if "<svg" in figure else _WORDS
    figure = _CELL.sub("; ", _ASIDE.sub("", figure))
    told = [html.unescape(_TAG.sub("", match["text"])).strip() for match in parts.finditer(figure)]
    sentences = [f"{text}." if not text.endswith((".", "!", "?")) else text for text in told if text]
    return f"*Picture: {' '.join(' '.join(sentences).split())}*" if sentences else ""
