"""Addresses that moved, and those that somebody gets who cuts an address short: each leads to the page that has what they want."""

import posixpath
from collections.abc import Iterator
from html import escape
from pathlib import Path

import yaml
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

FILE = "docs/moved.yml"
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={address}">
<link rel="canonical" href="{canonical}">
<title>{title}</title>
</head>
<body>
<h1>This page has moved</h1>
<p>It is now at <a href="{address}">{title}</a>.</p>
</body>
</html>
"""


def pages(root: Path, files: Files) -> Iterator[tuple[str, str]]:
    """The path of each such page in the site, and its HTML.

    Raises:
        PluginError: when an address leads to no page, or is one.
    """
    file = root / FILE
    moved = yaml.safe_load(file.read_text("utf-8")) if file.exists() else {}
    taken = {page.url for page in files.documentation_pages()}
    for old, uri in moved.items():
        target = files.get_file_from_path(uri)
        if target is None or target.page is None:
            raise PluginError(f"{FILE}:1: {old} leads to docs/{uri}, which does not exist; name the page that has its place.")
        if not old.endswith("/") or old in taken:
            raise PluginError(f"{FILE}:1: {old} is {'a page itself' if old in taken else 'no address of a page: end it with a /'}.")
        address = posixpath.relpath(target.url, old) + "/"
        yield (
            f"{old}index.html",
            _PAGE.format(
                address=escape(address), canonical=escape(target.page.canonical_url or address), title=escape(str(target.page.title))
            ),
        )
