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
_INSIDE_LINE = re.compile(r"^(<(?:a|span)\b[^<>\n]*>)\n|\n(?=</(?:a|span)>$)", re.MULTILINE)  # an element on lines of its own
_AFTER_MACRO = re.compile(r"^(\{\{ (?:item\.)?render\w*\(.*\) \}\})\n", re.MULTILINE)  # which ends with a line end of its own
_BESIDE_ICON = re.compile(r"(\{% include [^%\n]+%\})\n(?=\{\{)")  # a word beside its icon keeps its distance
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'  # HTML knows what an svg is
# Cuts off a title that is too long for a line; in the navigation all titles wrap.
_CUT = re.compile(r'^( *)<span class="md-ellipsis">\n(.*?)^\1</span>\n', re.MULTILINE | re.DOTALL)
_WRAPS = ("partials/nav-item.html", "partials/toc-item.html")
# What Material writes into each page, and the pages that need it.
_ONLY_IF = {"partials/javascripts/content.html": '"tabbed-set" in (page.content or "")'}


class Tight(Extension):
    """Takes out of a template what nobody sees."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template with as few bytes as say the same."""
        source = source.replace(_NAMESPACE, "")
        if name in _WRAPS:
            source = _CUT.sub(r"\2", source)
        source = _BESIDE_ICON.sub(r"\1 ", _AROUND_LINES.sub("\n", source))
        for pattern in (_INSIDE_LINE, _AFTER_BLOCK, _AFTER_MACRO, _BEFORE_BLOCK):
            source = pattern.sub(lambda match: match[1] or "" if match.re.groups else "", source)
        condition = _ONLY_IF.get(name or "")
        return f"{{% if {condition} %}}{source}{{% endif %}}" if condition else source


def tighten(env: Environment) -> None:
    """Let all templates of a build be compiled so."""
    env.trim_blocks = True
    env.add_extension(Tight)
