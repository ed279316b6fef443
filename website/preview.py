"""The site while somebody writes: built again at each save, and served with what is wrong written at the top of its pages.

Banner, script and style are put in while a page is served, so no built file ever holds them. They are files of their own, because the
policy of the pages lets nothing else run.
"""

import functools
import html
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from content.includes import programs_on
from website.server import HOST, Handler, Server, listen

VERSION = "/.watch"  # no page has this address
BUILD = "the build"
_LEVEL = re.compile(r"^(?:ERROR|WARNING)\s+-\s+|^Error: ")
_STYLE = """.watch{margin:0;padding:.8rem 1.2rem;background:#b00020;color:#fff;font:14px/1.5 monospace;white-space:pre-wrap}"""
_SCRIPT = """(function(v){setInterval(function(){fetch("%s",{cache:"no-store"}).then(function(a){return a.text()})
.then(function(n){if(n!==v)location.reload()}).catch(function(){})},500)})(document.currentScript.dataset.version)"""
_FILES = {f"{VERSION}.js": (_SCRIPT % VERSION, "text/javascript"), f"{VERSION}.css": (_STYLE, "text/css")}


class Board:
    """What is wrong now, by what was checked; each change has a number of its own."""

    def __init__(self, root: Path) -> None:
        self._root, self._lock = root, threading.Lock()
        self._wrong: dict[str, tuple[str, ...]] = {}
        self.version = 1

    def tell(self, what: str, sentences: Sequence[str]) -> list[str]:
        """Put these in the place of what was wrong there; return those that are new."""
        with self._lock:
            before, self._wrong[what] = self._wrong.get(what, ()), tuple(sentences)
            self.version += before != tuple(sentences)
            return [sentence for sentence in sentences if sentence not in before]

    def rebuilt(self) -> None:
        """The pages are others now."""
        with self._lock:
            self.version += 1

    def of(self, page: Path) -> list[str]:
        """What concerns a page: itself, the programs that it shows, and what is wrong in no page's or program's file."""
        with self._lock:
            wrong = [sentence for sentences in self._wrong.values() for sentence in sentences]
        own = {_name(page, self._root)}
        if page.is_file():
            own |= {_name(include.snippet, self._root) for include in programs_on(page, self._root)}
        files = [(sentence.split(":", 1)[0], sentence) for sentence in dict.fromkeys(wrong)]
        return [sentence for file, sentence in files if file in own or not file.startswith(("docs/", "snippets/"))]


class Site:
    """Builds the site beside the one that is served, and serves the new one once it is whole.

    Args:
        root: the project.
        folder: a place for the builds, which the caller removes.
        board: what is wrong.
        said: is told how each build ended.
    """

    def __init__(self, root: Path, folder: Path, board: Board, said: Callable[[str], None]) -> None:
        self.root, self.board, self.served = root, board, folder / "0"
        self._last = folder / "nothing yet"
        self._folder, self._said, self._builds = folder, said, 0
        self._wanted, self._stopped = threading.Event(), False
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._build_when_wanted, daemon=True)
        self._thread.start()

    def build(self) -> None:
        """Ask for a build; of many asked for meanwhile, one is made."""
        self._wanted.set()

    def close(self) -> None:
        """End a build that is under way, and make no more."""
        self._stopped = True
        self._wanted.set()
        if (process := self._process) is not None:
            end(process)
        self._thread.join(10)

    def _build_when_wanted(self) -> None:
        while self._wanted.wait() and not self._stopped:
            self._wanted.clear()
            self._builds += 1
            self._build(self._folder / str(self._builds))

    def _build(self, new: Path) -> None:
        # A warning stops a published build; here the rest of the site is still worth reading.
        command = [sys.executable, "-m", "mkdocs", "build", "--no-strict", "--quiet", "--site-dir", str(new)]
        environment = {name: value for name, value in os.environ.items() if name != "SITE_URL"} | {"NO_MKDOCS_2_WARNING": "1"}
        self._process = start(command, self.root, environment)
        if self._stopped:
            end(self._process)
        said, _ = self._process.communicate()
        if self._stopped:
            return
        failed = self._process.returncode != 0 or not (new / "index.html").is_file()
        found = [_LEVEL.sub("", line) for line in said.splitlines() if line.strip() and not line.startswith("Aborted")]
        fresh = self.board.tell(BUILD, found or (["The site does not build, and nothing says why: try make build."] if failed else []))
        if failed:
            self._said("\n".join([*(fresh or found), "The site is served as it was before."]))
            return
        shutil.rmtree(self._last, ignore_errors=True)
        self._last, self.served = self.served, new  # a page of the last build may be on its way to a reader
        self.board.rebuilt()
        self._said("\n".join([*fresh, "The site is built."]))


class Watched(Handler):
    """Answers with the newest build, what is wrong, and a script that reloads the page when either changes."""

    def __init__(self, *arguments: object, site: Site, **named: object) -> None:
        self._site = site
        super().__init__(*arguments, directory=str(site.served))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Put banner and script into pages; all else is as in the site."""
        if self.path.split("?")[0] == VERSION:
            self._answer(str(self._site.board.version).encode(), "text/plain")
            return
        if own := _FILES.get(self.path.split("?")[0]):
            self._answer(own[0].encode(), own[1])
            return
        version = self._site.board.version  # before the page is read: what changes meanwhile is one reload more
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if self.path.split("?")[0].endswith("/") else path
        if page.suffix != ".html" or not page.is_file():
            super().do_GET()
            return
        text = page.read_text("utf-8")
        wrong = self._site.board.of(self._source(page))
        banner = f'<pre class="watch" role="alert">{html.escape(chr(10).join(wrong))}</pre>' if wrong else ""
        head = f'<link rel="stylesheet" href="{VERSION}.css"><script src="{VERSION}.js" data-version="{version}"></script>'

        text = re.sub(r"<body[^>]*>", lambda body: body[0] + banner, text, count=1)
        self._answer(text.replace("</head>", head + "</head>", 1).encode(), "text/html; charset=utf-8")

    def _source(self, page: Path) -> Path:
        folder = page.parent.relative_to(Path(self.directory).resolve() if page.is_absolute() else self.directory)
        docs = self._site.root / "docs"
        singles = [docs / folder.with_suffix(suffix) for suffix in (".md", ".ipynb")] if folder.name else [docs / "index.md"]
        return next((single for single in singles if single.is_file()), docs / folder / "index.md")

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(site: Site, port: int) -> Server:
    """Return a server for the site, which holds its port and answers in a thread of its own."""
    server = listen(site.served, port)
    server.RequestHandlerClass = functools.partial(Watched, site=site)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


def address(server: Server) -> str:
    """Where it answers."""
    return f"http://{HOST}:{server.server_port}/"


def start(command: Sequence[str], folder: Path, environment: dict[str, str]) -> "subprocess.Popen[str]":
    """Start a command in a group of its own, so that Ctrl-C is passed on once and in order."""
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def end(process: "subprocess.Popen[str]") -> None:
    """Ask a command to end, and end it and its children where it does not."""
    for number in (signal.SIGINT, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, number)
        try:
            process.wait(10)
            return
        except subprocess.TimeoutExpired:
            continue


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
