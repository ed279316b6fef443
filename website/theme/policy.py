"""The Content-Security-Policy of a page.

It allows this site and no other, and only the inline scripts of the theme. It is computed from the finished
page, because a hash depends on each byte of a script, and one of the theme's scripts names the page's depth.
"""

import re
from base64 import b64encode
from hashlib import sha256

CHARSET = "<meta charset=utf-8>"  # as minify-html writes it
_SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style\b[^>]*>(?P<text>.*?)</style>", re.DOTALL)
_STYLED = re.compile(r"<[a-z][^>]*\sstyle=", re.IGNORECASE)
_HANDLER = re.compile(r"<[a-z][^>]*\s(?P<name>on[a-z]+)=", re.IGNORECASE)
_MAYBE_HANDLER = re.compile(
    r"\son[a-z]+=[\"']", re.IGNORECASE
)  # quick, and no pages of ours has it even in its text
# How the inline scripts of Material 9.8.1 begin: where it keeps its settings, the chosen colours, chosen
# tabs, a tab in the address.
THEIRS = (
    "__md_scope=new URL(",
    'var palette=__md_get("__palette")',
    'var tabs=__md_get("__tabs")',
    "var target=document.getElementById(",
)


class NotAllowed(Exception):
    """Something on a page that its policy would stop; the text is one sentence."""


def check(page_html: str) -> None:
    """Refuse what the policy of a page would stop.

    Args:
        page_html: the page before it is minified.

    Raises:
        NotAllowed: for an inline script that isn't the theme's, and for an attribute that holds a script.
    """
    for text in _inline_scripts(page_html):
        if not text.startswith(THEIRS):
            raise NotAllowed(
                f"the inline script {text.strip()[:40]!r} is not the theme's; put it into a file in docs/assets."
            )
    rest = _SCRIPT.sub("", page_html)
    if _MAYBE_HANDLER.search(rest) and (handler := _HANDLER.search(rest)):
        raise NotAllowed(
            f"an attribute {handler['name']} holds a script, which no browser will run here; listen in a file in docs/assets."
        )


def with_policy(page_html: str) -> str:
    """Add the policy to a minified page, after the declaration of its encoding.

    Raises:
        NotAllowed: for a page without such a declaration.
    """
    if CHARSET not in page_html:
        raise NotAllowed(
            f"the page lacks {CHARSET}, behind which its policy goes; correct website/theme/policy.py."
        )
    return page_html.replace(
        CHARSET, f'{CHARSET}<meta http-equiv="Content-Security-Policy" content="{policy_of(page_html)}">', 1
    )


def policy_of(page_html: str) -> str:
    """The policy of a finished page."""
    scripts = ["'self'", *map(_hash, _inline_scripts(page_html))]
    rest = _SCRIPT.sub("", page_html)
    styles = ["'self'", *(_hash(match["text"]) for match in _STYLE.finditer(page_html))]
    if "style=" in rest and _STYLED.search(rest):  # the outputs of notebooks; no page of ours has any
        styles = ["'self'", "'unsafe-inline'"]
    rules = {
        "default-src": ["'none'"],
        "script-src": list(dict.fromkeys(scripts)),
        "style-src": list(dict.fromkeys(styles)),
        "img-src": ["'self'", "data:"],  # the theme's icons are data
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{rule} {' '.join(sources)}" for rule, sources in rules.items())


def _inline_scripts(page_html: str) -> list[str]:
    scripts = [match for match in _SCRIPT.finditer(page_html) if "src=" not in match["attributes"]]
    return [match["text"] for match in scripts if "application/json" not in match["attributes"]]


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
