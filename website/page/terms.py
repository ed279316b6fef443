"""Adds hover definitions of terms to a page.

The terms are those of overrides/terms.md. Each is marked at its first place on a page, and leads to the
glossary from there.

No place is in a heading, a drawing, a link or code.
"""

import re

GLOSSARY = "reference/glossary.md"
_ENTRY = re.compile(r"^(?P<words>\S.*?) \{ #(?P<anchor>[\w-]+) \}$", re.MULTILINE)
_ABBR = re.compile(r"<abbr title=\"[^\"]*\">(?P<term>[^<]*)</abbr>")
_NO_PLACE_OR_ABBR = re.compile(
    rf"<(?P<tag>h[1-6]|a|code)\b.*?</(?P=tag)>|<svg\b.*?</svg>|{_ABBR.pattern}", re.DOTALL
)


def entries(glossary: str) -> dict[str, str]:
    """The words of each entry of the glossary, in small letters, with its anchor."""
    return {entry["words"].lower(): entry["anchor"] for entry in _ENTRY.finditer(glossary)}


def anchor(term: str, anchors: dict[str, str]) -> str:
    """The anchor of the entry for a term: the shortest whose words hold it.

    Raises:
        KeyError: when the glossary has none.
    """
    holding = [words for words in anchors if term.lower() in words]
    if not holding:
        raise KeyError(term)
    return anchors[min(holding, key=len)]


def link_first(page_html: str, address: str | None, anchors: dict[str, str]) -> str:
    """Leave one abbreviation of each term, and make it a link.

    Args:
        page_html: the page's content.
        address: that of the glossary, as this page would write it; None on the glossary, which defines the
            terms itself.
        anchors: the glossary's entries.
    """
    seen = set[str]()

    def kept(match: re.Match[str]) -> str:
        term = match["term"]
        if term is None:
            return _ABBR.sub(r"\g<term>", match[0])
        if address is None or anchor(term, anchors) in seen:
            return term
        seen.add(anchor(term, anchors))
        return f'<a class="term" href="{address}#{anchor(term, anchors)}">{match[0]}</a>'

    return _NO_PLACE_OR_ABBR.sub(kept, page_html)
