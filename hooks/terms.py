"""Hover definitions: the abbreviations of overrides/terms.md, each at its first place on a page, and none in headings."""

import re

_ABBR = re.compile(r"<abbr title=\"[^\"]*\">(?P<term>[^<]*)</abbr>")
_HEADING_OR_ABBR = re.compile(rf"<h(?P<level>[1-6])\b.*?</h(?P=level)>|<svg\b.*?</svg>|{_ABBR.pattern}", re.DOTALL)


def at_first_place(page_html: str, defined_here: bool = False) -> str:
    """Leave one abbreviation of each term; a page that defines the terms itself has none."""
    seen = set[str]()

    def kept(match: re.Match[str]) -> str:
        term = match["term"]
        if term is None:
            return _ABBR.sub(r"\g<term>", match[0])
        if defined_here or term in seen:
            return term
        seen.add(term)
        return match[0]

    return _HEADING_OR_ABBR.sub(kept, page_html)
