"""Takes out of Material's templates what no page needs: written for Material 9.8.1.

White space is minify-html's business, when a page is finished.
"""

import re

from jinja2.ext import Extension

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'  # HTML needs no namespace for svg
# Cuts off a title that is too long for a line; in the navigation all titles wrap.
_ELLIPSIS = re.compile(r'^( *)<span class="md-ellipsis">\n(.*?)^\1</span>\n', re.MULTILINE | re.DOTALL)
_NAVIGATION = ("partials/nav-item.html", "partials/toc-item.html")
# What Material writes into each page, and the pages that need it.
_ONLY_IF = {"partials/javascripts/content.html": '"tabbed-set" in (page.content or "")'}


class Unused(Extension):
    """Takes out of a template what no page needs."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template without what no page needs."""
        source = source.replace(_NAMESPACE, "")
        if name in _NAVIGATION:
            source = _ELLIPSIS.sub(r"\2", source)
        condition = _ONLY_IF.get(name or "")
        return f"{{% if {condition} %}}{source}{{% endif %}}" if condition else source
