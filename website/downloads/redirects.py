"""Old and shortened addresses: each leads to the page that has what a reader wants."""

import posixpath
import shutil
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


def write(root: Path, files: Files, site: Path) -> None:
    """Write a page at each old address that leads to the new one.

    The files beside the new page are copied. The copies (a notebook, the page in Markdown) are made if old
    and new address are equally deep: in another depth the links in them would lead nowhere, and an address
    that was cut short had no such files.

    Args:
        root: the project's folder.
        files: the site's files.
        site: the folder of the built site, with all other files in it.

    Raises:
        PluginError: if a new address leads to no page, or an old one is a page.
    """
    file = root / FILE
    moved = yaml.safe_load(file.read_text("utf-8")) if file.exists() else {}
    taken = {page.url for page in files.documentation_pages()}
    for old, uri in moved.items():
        target = files.get_file_from_path(uri)
        if target is None or target.page is None:
            raise PluginError(
                f"{FILE}:1: {old} leads to docs/{uri}, which does not exist; name the page that has its place."
            )
        if not old.endswith("/") or old in taken:
            raise PluginError(
                f"{FILE}:1: {old} is {'a page itself' if old in taken else 'no address of a page: end it with a /'}."
            )
        address = posixpath.relpath(target.url, old) + "/"
        (site / old).mkdir(parents=True, exist_ok=True)
        if old.count("/") == target.url.count("/"):
            for path in (site / target.url).iterdir():
                if path.is_file():
                    shutil.copyfile(path, site / old / path.name)
        canonical, title = escape(target.page.canonical_url or address), escape(str(target.page.title))
        page = _PAGE.format(address=escape(address), canonical=canonical, title=title)
        (site / old / "index.html").write_text(page, "utf-8")
