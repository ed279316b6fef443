"""Repeats proved statements where a page says `[[stated: NAME]]`, so that no page has to type one again."""

import re
from collections.abc import Mapping

from content.clients import clients
from content.markdown import find_fences
from content.statements import Proof

_CALL = re.compile(r"\[\[stated: (?P<name>\w+)\]\]")


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
    problems: list[str] = []
    in_fences = {number for fence in find_fences(text) for number in fence.lines}

    def replaced(number: int, line: str) -> str:
        def statement(match: re.Match[str]) -> str:
            proof = proofs.get(match["name"])
            if proof is None:
                problems.append(f"{page}:{number}: there is no proof {match['name']}; correct the name of the statement.")
                return match[0]
            return f"{sentence(proof.text)}{proof_mark(proof.name, address)}"

        return line if number in in_fences else _CALL.sub(statement, line)

    return "\n".join(replaced(number, line) for number, line in enumerate(text.split("\n"), 1)), problems


def sentence(statement: str) -> str:
    """A statement that was part of a sentence, as one of its own; a client's name keeps its small letter."""
    first = statement[0] if statement.startswith(tuple(client.title for client in clients())) else statement[0].upper()
    return f"{first}{statement[1:].rstrip('.,:;')}."


def proof_mark(name: str, address: str | None) -> str:
    """The small link behind a statement; nothing where a site has no page of proofs."""
    if not address:
        return ""
    return f'<a class="proved" href="{address}#{name}" title="How this is proved" aria-label="How this is proved"></a>'
