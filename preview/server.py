"""Serves the newest build with what is wrong written at the top of its pages.

Banner, script and style are put in while a page is served, so no built file ever holds them. They are files
of their own, because the policy of the pages lets nothing else run.
"""

import functools
import html
import re
import threading
from pathlib import Path

from preview.build import Site
from website.server import HOST, Handler, Server, listen

VERSION = "/.watch"  # no page has this address
_STYLE = """.watch{margin:0;padding:.8rem 1.2rem;background:#b00020;color:#fff;font:14px/1.5 monospace;white-space:pre-wrap}"""
_SCRIPT = """(function(v){setInterval(function(){fetch("%s",{cache:"no-store"}).then(function(a){return a.text()})
.then(function(n){if(n!==v)location.reload()}).catch(function(){})},500)})(document.currentScript.dataset.version)"""
_FILES = {f"{VERSION}.js": (_SCRIPT % VERSION, "text/javascript"), f"{VERSION}.css": (_STYLE, "text/css")}


class Watched(Handler):
    """Answers requests with files of the newest build.

    It adds the problems, and a script that reloads the page when the build or the problems change.
    """

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
        version = (
            self._site.board.version
        )  # before the page is read: what changes meanwhile is one reload more
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
        folder = page.parent.relative_to(
            Path(self.directory).resolve() if page.is_absolute() else self.directory
        )
        docs = self._site.root / "docs"
        singles = (
            [docs / folder.with_suffix(suffix) for suffix in (".md", ".ipynb")]
            if folder.name
            else [docs / "index.md"]
        )
        return next((single for single in singles if single.is_file()), docs / folder / "index.md")

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(site: Site, port: int) -> Server:
    """Return a server for the site that answers in a thread of its own.

    It holds its port.
    """
    server = listen(site.served, port)
    server.RequestHandlerClass = functools.partial(Watched, site=site)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


def address(server: Server) -> str:
    """Where it answers."""
    return f"http://{HOST}:{server.server_port}/"
