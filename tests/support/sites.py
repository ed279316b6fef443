"""Sites for the tests, and a server for them.

The real site's pages are listed; tiny sites are made of a few files.
"""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html.parser import HTMLParser
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from website.server import listen

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "docs").rglob("*.md"))
NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))


def address_of(source: Path) -> str:
    """The address of a page, below the site's own."""
    path = source.relative_to(ROOT / "docs").with_suffix("").as_posix().removesuffix("index")
    return f"{path}/" if path and not path.endswith("/") else path


PAGES = [address_of(source) for source in [*SOURCES, *NOTEBOOKS]]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serves a folder for as long as the block lasts; gives its address."""
    with listen(folder, 0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def write_tiny(folder: Path, files: dict[str, str]) -> Path:
    """Writes a project of the given files and returns its mkdocs.yml.

    It has the real settings, package and looks.
    """
    for path, text in ({"docs/index.md": "# Home\n"} | files).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    (folder / "website").symlink_to(ROOT / "website")
    (folder / "overrides").symlink_to(ROOT / "overrides")
    shutil.copytree(ROOT / "docs/assets", folder / "docs/assets", dirs_exist_ok=True)
    before, _, after = (ROOT / "mkdocs.yml").read_text("utf-8").partition("nav:\n")
    settings = folder / "mkdocs.yml"
    settings.write_text(
        before + after.partition("\n\n")[2], "utf-8"
    )  # without the nav, which names the real pages
    return settings


def build_tiny(folder: Path, files: dict[str, str]) -> Path:
    """Builds a project of the given files and returns its site's folder.

    The site may be unfinished.
    """
    with suppress(Abort, SystemExit):
        build(load_config(str(write_tiny(folder, files))))
    return folder / "site"


class Codes(HTMLParser):
    """The code blocks of a page's text in order, as text.

    Those in Python and the others are kept apart. What follows the text, how to run it, is none.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.python: list[str] = []
        self.other: list[str] = []
        self._text: str | None = None
        self._is_python = False
        self.feed(html.partition("<section class=run-page")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div" and "language-" in (classes := dict(attrs).get("class") or ""):
            self._is_python = "language-py" in classes
        elif tag == "pre":
            self._text = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre" and self._text is not None:
            (self.python if self._is_python else self.other).append(self._text)
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text += data
