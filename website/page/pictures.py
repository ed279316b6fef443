"""Keeps pictures out of a page while Markdown and the search read it.

Neither needs them, and both would read each of their lines.
"""

import re

_FIGURE = re.compile(r"^<figure\b.*?^</figure>|^<figure\b.*?</figure>$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r'<div class="kept" id="kept-(?P<number>\d+)"></div>')


class Pictures:
    """The pictures of the pages that are being built, by page."""

    def __init__(self) -> None:
        self._kept: dict[str, list[str]] = {}

    def put(self, page: str, markdown: str) -> str:
        """The page's Markdown with a mark in the place of each picture."""
        kept = self._kept[page] = []

        def aside(match: re.Match[str]) -> str:
            kept.append(match[0])
            return f'<div class="kept" id="kept-{len(kept) - 1}"></div>'

        return _FIGURE.sub(aside, markdown)

    def back(self, page: str, text: str) -> str:
        """The text with the pictures in their places."""
        kept = self._kept.get(page, [])
        return _PLACE.sub(lambda match: kept[int(match["number"])], text)
