"""Makes pages lighter where they are made, once for all of them: templates without what only their author sees.

A third of a page's frame would be the lines and the indentation of Material's templates. They are taken out when a template is
compiled, so no page pays for it.
"""

import re

from jinja2 import Environment
from jinja2.ext import Extension

# Where white space beside a tag is never seen: these are no part of a line of text, at least where Material uses them.
_BLOCKS = "html|head|meta|link|title|body|header|main|footer|nav|div|section|article|aside|form|ul|ol|li|label|input|button|img|svg|path|script|h1|h2|p"
_AROUND_LINES = re.compile(r"\s*\n\s*")
_AFTER_BLOCK = re.compile(rf"(</?(?:{_BLOCKS})\b[^<>\n]*>)\n")
_BEFORE_BLOCK = re.compile(rf"\n(?=</?(?:{_BLOCKS})\b)")
_INSIDE_LINE = re.compile(r"(?m)^(<(?:a|span)\b[^<>\n]*>)\n|\n(?=</(?:a|span)>$)")  # an element on lines of its own
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'  # HTML knows what an svg is
# What Material writes into each page, and the pages that need it.
_ONLY_IF = {"partials/javascripts/content.html": '"tabbed-set" in (page.content or "")'}


class Tight(Extension):
    """Takes the white space out of a template that nobody sees."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template with as few bytes as say the same."""
        source = _AROUND_LINES.sub("\n", source.replace(_NAMESPACE, ""))
        for pattern in (_INSIDE_LINE, _AFTER_BLOCK, _BEFORE_BLOCK):
            source = pattern.sub(r"\1" if pattern.groups else "", source)
        if condition := _ONLY_IF.get(name or ""):
            return f"{{% if {condition} %}}{source}{{% endif %}}"
        return source


def tighten(env: Environment) -> None:
    """Let all templates of a build be compiled so."""
    env.trim_blocks = True
    env.add_extension(Tight)
