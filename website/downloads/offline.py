"""Packs the site into a zip that works from a folder.

Links name files, and the search needs no server.

A browser shows a folder's list if a link ends in a slash, doesn't fetch from a file's own address, and starts
no worker from there. So links get their index.html, the search's index becomes a script, and
docs/assets/offline.js replaces the worker.
"""

import json
import posixpath
import re
from collections.abc import Iterator, Set
from pathlib import Path

from website.downloads.archives import archive

NAME = "learning-kafka.zip"
FOLDER = "learning-kafka"
_LEFT_OUT = re.compile(
    r"\.map$|/lunr/|^sitemap\.xml|^404\.html$|^robots\.txt$|^search/search_index\.json$|\.zip$(?<!programs\.zip)"
)
_ADDRESS = re.compile(
    r"""(?P<before>\b(?:href|src)="?|content="0; url=)(?P<path>[^":#?\s>]*)(?P<after>[^\s>]*)"""
)
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
_SEARCH = re.compile(r"<script src=(?P<to>\S*)assets/own\.js></script>")
_OFFLINE_LINK = re.compile(r"<a [^>]*href=\S*learning-kafka\.zip[^>]*>.*?</a>", re.DOTALL)


def offline(site: Path) -> bytes:
    """The zip of a built site."""
    return archive(_files(site), compressed=True)


def _files(site: Path) -> Iterator[tuple[str, bytes]]:
    paths = sorted(site.rglob("*"))
    folders = {
        "." if path == site else path.relative_to(site).as_posix() for path in (site, *paths) if path.is_dir()
    }
    for path in paths:
        name = path.relative_to(site).as_posix()
        if name in folders or _LEFT_OUT.search(name):
            continue
        content = path.read_bytes()
        if path.suffix == ".html":
            content = _page(content.decode(), posixpath.dirname(name), folders).encode()
        yield f"{FOLDER}/{name}", content
    index = site / "search/search_index.json"
    if index.exists():
        yield (
            f"{FOLDER}/search/search_index.js",
            f"var __index = {_index(index.read_text('utf-8'))}\n".encode(),
        )


def _page(page: str, folder: str, folders: Set[str]) -> str:
    """Return a page whose links name files.

    `folder` is that of the page; `folders` are all folders of the site.
    """

    def named(match: re.Match[str]) -> str:
        path = match["path"]
        if path and posixpath.normpath(posixpath.join(folder, path)) in folders:
            path = f"{path.rstrip('/')}/index.html"
        return f"{match['before']}{path}{match['after']}"

    page = _OFFLINE_LINK.sub("", page)
    page = _ADDRESS.sub(named, page)
    page = _SEARCH.sub(lambda match: f"<script src={match['to']}assets/offline.js></script>{match[0]}", page)
    return _POLICY.sub(lambda match: match[1] + match[2].replace("'self'", "'self' file:") + match[3], page)


def _index(text: str) -> str:
    """The search's index with addresses that name files."""
    index = json.loads(text)
    for entry in index["docs"]:
        path, mark, anchor = entry["location"].partition("#")
        entry["location"] = (f"{path}index.html" if not path or path.endswith("/") else path) + mark + anchor
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))
