"""Runs Lighthouse, as a phone, on one page of each kind.

Each of the four categories gets the median of three runs. Lighthouse is installed from npm into the cache
folder.
"""

import functools
import gzip
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
from pathlib import Path

from rich.table import Table

from bench.measure import console, run
from lab import folders
from website.server import Handler, listen

VERSION = "12.8.2"
ROUNDS = 3
PAGES = {"home": "", "article": "producers/acks/", "experiment": "experiments/acknowledged-then-gone/"}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
)


class Compressing(Handler):
    """Answers as a published site is answered: texts are compressed."""

    def do_GET(self) -> None:
        """Compress what is text; all else as usual."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in (".html", ".css", ".js", ".svg", ".json") or not path.is_file():
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    """Build the site as it is published, serve it and measure it."""
    chrome = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not (chrome and shutil.which("npm")):
        console.print(
            f"Lighthouse: not measured. It needs {'npm' if chrome else 'Chromium'}, which is missing here.\n"
        )
        return
    lighthouse = installed()
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch) / "site"
        run(
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--quiet",
            "--site-dir",
            str(site),
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )
        with listen(site, 0) as server:
            server.RequestHandlerClass = functools.partial(Compressing, directory=str(site))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}/"
            score = functools.partial(scores, lighthouse, chrome, Path(scratch) / "report.json")
            report(
                {kind: [score(address + page) for _ in range(ROUNDS)] for kind, page in found(site).items()}
            )
            server.shutdown()


def found(site: Path) -> dict[str, str]:
    """A page of each kind; the first notebook, where there is one."""
    notebook = next(
        (
            path.parent.relative_to(site).as_posix() + "/"
            for path in sorted(site.glob("notebooks/*/index.html"))
        ),
        None,
    )
    return PAGES | ({"notebook": notebook} if notebook else {})


def installed() -> Path:
    """The command, installed once."""
    folder = folders.cache() / f"lighthouse-{VERSION}"
    command = folder / "node_modules/.bin/lighthouse"
    if not command.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with console.status(f"Lighthouse {VERSION}"):
            run("npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), f"lighthouse@{VERSION}")
    return command


def scores(lighthouse: Path, chrome: str, file: Path, address: str) -> list[float]:
    """One run's scores, of 100 each."""
    with console.status(f"Lighthouse: {address}"):
        options = [
            f"--only-categories={','.join(CATEGORIES)}",
            "--output=json",
            f"--output-path={file}",
            "--quiet",
            f"--chrome-flags={FLAGS}",
        ]
        run(str(lighthouse), address, *options, env={**os.environ, "CHROME_PATH": chrome})
    categories = json.loads(file.read_text("utf-8"))["categories"]
    return [categories[name]["score"] * 100 for name in CATEGORIES]


def report(measured: dict[str, list[list[float]]]) -> None:
    """The medians of each page."""
    title = f"Lighthouse {VERSION}, mobile, median of {ROUNDS} (100 each)"
    table = Table(
        "", *CATEGORIES, title=title, title_justify="left", title_style="bold", box=None, pad_edge=False
    )
    for kind, rounds in measured.items():
        table.add_row(kind, *(f"{statistics.median(values):.0f}" for values in zip(*rounds, strict=True)))
    console.print(table)
    console.print()
