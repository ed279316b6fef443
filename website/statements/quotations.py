"""Repeats proved statements on other pages.

A page quotes one with `[[stated: NAME]]`, so that no page has to type it again.
"""

from collections.abc import Mapping

from content.clients import clients
from content.directives import STATED, Directive, Unresolved, resolve
from content.statements import Proof


def repeat(text: str, page: str, proofs: Mapping[str, Proof], address: str | None) -> tuple[str, list[str]]:
    """Replace each such place by the statement and the mark that leads to its proof.

    Args:
        text: the page's Markdown.
        page: its path under the project's root, for the sentences.
        proofs: all proofs by name.
        address: that of the page of proofs, as this page would write it; None where a site has none.

    Returns:
        The new text, and a sentence for each name that no proof has.
    """

    def quotation(directive: Directive) -> str:
        name = directive.arguments["name"]
        if not (proof := proofs.get(name)):
            raise Unresolved(f"there is no proof {name}; correct the name of the statement.", directive.text)
        return f"{sentence(proof.text)}{proof_mark(proof.name, address)}"

    return resolve(text, page, STATED, quotation)


def sentence(statement: str) -> str:
    """Turn a statement that was part of a sentence into a sentence.

    A client's name keeps its small letter.
    """
    first = (
        statement[0]
        if statement.startswith(tuple(client.title for client in clients()))
        else statement[0].upper()
    )
    return f"{first}{statement[1:].rstrip('.,:;')}."


def proof_mark(name: str, address: str | None) -> str:
    """The small link behind a statement; nothing where a site has no page of proofs."""
    if not address:
        return ""
    return f'<a class="proved" href="{address}#{name}" title="How this is proved" aria-label="How this is proved"></a>'
