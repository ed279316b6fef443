"""The small mark behind each proved statement, and the page that lists them all."""

import ast
import re
from collections.abc import Iterable, Mapping
from html import escape

from mkdocs.structure.files import File, Files

from content.ledger import Entry, of_proof
from content.statements import Proof, Statement
from website.page.links import title_of
from website.statements.quotations import proof_mark, sentence

PAGE = "reference/proof.md"
PLACE = '<div id="statements"></div>'
_STRONG = re.compile(r'<strong proof="(?P<name>\w+)">(?P<text>.*?)</strong>', re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")
_EMPHASIS = re.compile(r"\*(\w+)\*")


def mark(page_html: str, address: str | None) -> str:
    """Put a link to its proof behind each statement.

    Args:
        page_html: the page's content.
        address: that of the page of proofs, as this page would write it; None where a site has none.
    """

    def marked(match: re.Match[str]) -> str:
        name = match["name"]
        return f'<strong id="proved-{name}">{match["text"]}</strong>{proof_mark(name, address)}'

    return _STRONG.sub(marked, page_html)


def listing(
    claimed: Iterable[Statement],
    proofs: Mapping[str, Proof],
    record: Mapping[str, Mapping[str, Entry]],
    files: Files,
    here: File,
    source: str,
) -> str:
    """Return the list of all statements, page by page.

    Each has its proof, the change that makes the proof fail, and its last result.

    Args:
        stated: the statements in the order of their pages.
        proofs: the proofs by name.
        record: what the last checks wrote down.
        files: the site's files.
        here: the file of the page that shows the list.
        source: the address under which the project's files can be read, without a slash at its end.
    """
    by_page: dict[str, list[Statement]] = {}
    for statement in claimed:
        by_page.setdefault(statement.page.removeprefix("docs/"), []).append(statement)
    total = sum(map(len, by_page.values()))
    parts = [f'<p id="statements-count" aria-live="polite" data-script="proofs">{total} statements.</p>']
    for uri, statements in by_page.items():
        file = files.get_file_from_path(uri)
        if file is None or file.page is None:
            continue
        address = file.url_relative_to(here)
        rows = "".join(
            _row(statement, proofs[statement.proof], record, address, source)
            for statement in statements
            if statement.proof in proofs
        )
        parts.append(
            f'<section class="statements"><h2><a href="{address}">{escape(title_of(file))}</a></h2><ul>{rows}</ul></section>'
        )
    return "\n".join(parts)


def _row(
    statement: Statement, proof: Proof, record: Mapping[str, Mapping[str, Entry]], address: str, source: str
) -> str:
    change = "; ".join(_change(*world) for world in proof.world)
    entry = of_proof(record, proof)
    last = (
        f"Held on {entry['at'][:10]}, on Apache Kafka {escape(str(entry['kafka']))}."
        if entry
        else "Not run here as it stands: run make check."
    )
    return (
        f'<li id="{proof.name}"><p>{_inline(sentence(statement.text))}&nbsp;<a href="{address}#proved-{proof.name}" aria-label="The place on the page">↩</a></p>'
        f'<p class="how">Proof: <a href="{source}/{proof.file}#L{proof.line}"><code>{proof.name.replace("_", "_<wbr>")}</code></a>. It fails {change}. {last}</p></li>'
    )


def _change(name: str, true: str, other: str) -> str:
    """In words, the world in which a proof fails."""
    if true in ("None", "(None,)") and name.startswith("edit"):  # of a program on the page
        try:
            edits = ast.literal_eval(other)
        except ValueError:  # it is put together from names, which say nothing here
            return "with another text of the page's program"
        pairs = [edits] if isinstance(edits[0], str) else edits
        return " and ".join(
            f"when its program has {_code(new) or 'nothing'} in place of {_code(old)}" for old, new in pairs
        )
    return f"with <code>{escape(name)}={escape(_short(other))}</code> and not <code>{escape(_short(true))}</code>"


def _code(text: str) -> str:
    return f"<code>{escape(_short(' '.join(text.split())))}</code>" if text.strip() else ""


def _short(value: str) -> str:
    return value if len(value) <= 90 else f"{value[:88]}…"


def _inline(text: str) -> str:
    return _EMPHASIS.sub(r"<em>\1</em>", _CODE.sub(r"<code>\1</code>", escape(text, quote=False)))
