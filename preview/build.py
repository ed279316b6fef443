"""Builds the site beside the one that is served, again and again."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from preview.board import Board
from preview.processes import end, start

BUILD = "the build"
_LEVEL = re.compile(r"^(?:ERROR|WARNING)\s+-\s+|^Error: ")


class Site:
    """Builds the site beside the served one, and then serves the new one.

    A new site is served once it is complete.

    Args:
        root: the project.
        folder: a place for the builds, which the caller removes.
        board: the current problems.
        said: a function that gets a sentence about the end of each build.
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
        environment = {name: value for name, value in os.environ.items() if name != "SITE_URL"} | {
            "NO_MKDOCS_2_WARNING": "1"
        }
        self._process = start(command, self.root, environment)
        if self._stopped:
            end(self._process)
        said, _ = self._process.communicate()
        if self._stopped:
            return
        failed = self._process.returncode != 0 or not (new / "index.html").is_file()
        found = [
            _LEVEL.sub("", line)
            for line in said.splitlines()
            if line.strip() and not line.startswith("Aborted")
        ]
        fresh = self.board.tell(
            BUILD,
            found or (["The site does not build, and nothing says why: try make build."] if failed else []),
        )
        if failed:
            self._said("\n".join([*(fresh or found), "The site is served as it was before."]))
            return
        shutil.rmtree(self._last, ignore_errors=True)
        self._last, self.served = self.served, new  # a page of the last build may be on its way to a reader
        self.board.rebuilt()
        self._said("\n".join([*fresh, "The site is built."]))
