"""Compares a build of the site with plain MkDocs, for up to 1,000 pages.

Plain MkDocs has the same theme, plugins, extensions and pages, but not our hooks.
"""

import os
import sys
import tempfile
from pathlib import Path

from rich.table import Table

from bench import pages
from bench.measure import ROOT, console, in_turn, run, seconds

ROUNDS = 5
SIZES = (250, 500, 1000)
MOST = 1.3


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        plain = ROOT / ".bench-mkdocs.yml"  # beside the real one, whose paths are relative
        plain.write_text(pages.without_hooks((ROOT / "mkdocs.yml").read_text()))
        try:
            ways = {
                "mkdocs without our hooks": lambda: build(plain, scratch),
                "mkdocs with them": lambda: build(ROOT / "mkdocs.yml", scratch),
            }
            in_turn("A build of the site", ways, ROUNDS, {"mkdocs with them": MOST})
        finally:
            plain.unlink()
    grow()


def build(config: Path, scratch: str) -> float:
    """The seconds of a build in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--quiet",
        "--config-file",
        str(config),
        "--site-dir",
        f"{scratch}/site",
    ]
    return seconds(lambda: run(*command, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, cwd=config.parent))


def grow() -> None:
    """Build both ways with more and more pages, and print a table.

    The cost is linear if a page costs the same in each row.
    """
    title = f"A build of copies of the pages, once each (a page at most 1.2 times what it costs with {SIZES[0]}; ratio at most {MOST})"
    table = Table(
        "pages",
        "plain s",
        "ours s",
        "ratio",
        "plain ms a page",
        "ours ms a page",
        title=title,
        title_justify="left",
    )
    table.title_style, table.box, table.pad_edge = "bold", None, False
    for count in SIZES:
        with tempfile.TemporaryDirectory() as scratch, console.status(f"A build of {count} pages"):
            folder = Path(scratch)
            pages.project(folder, count)
            times = []
            for name, hooked in (("plain.yml", False), ("ours.yml", True)):
                (folder / name).write_text(pages.settings(hooked))
                times.append(build(folder / name, scratch))
        plain, ours = times
        per_page = (f"{plain / count * 1000:.0f}", f"{ours / count * 1000:.0f}")
        table.add_row(str(count), f"{plain:.1f}", f"{ours:.1f}", f"{ours / plain:.2f}", *per_page)
    console.print(table)
    console.print()
