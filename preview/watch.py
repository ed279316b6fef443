"""Decides what a saved file concerns, has that checked, and reports it."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from watchfiles import Change

from lab import LabError
from preview.board import Board
from preview.save import SaveCheck

PAGES = "the pages"
_print_lock = threading.Lock()


def say(text: str) -> None:
    """Print one report in one piece: builds report from a thread of their own."""
    with _print_lock:
        print(text, flush=True)


class Watch:
    """Decides what a saved file concerns, has that checked, and tells terminal and pages."""

    def __init__(
        self, check: SaveCheck, board: Board, build: Callable[[], None], said: Callable[[str], None] = say
    ) -> None:
        self._check, self._board, self._build, self._said, self._root = check, board, build, said, check.root

    def begin(self) -> None:
        """Check the text of all pages and start the first build.

        From now on, only new problems are printed.
        """
        self._check.warm()
        if found := self._check.pages():
            self._board.tell(PAGES, found)
            self._said(
                f"In the text of the pages {len(found)} things are wrong already; the pages say which."
            )
        self._build()

    def saved(self, changes: set[tuple[Change, str]]) -> None:
        """Check what was saved. Whatever happens here, the watch goes on."""
        for change, name in sorted(changes, key=lambda change: change[1]):
            file = Path(name).relative_to(self._root).as_posix()
            try:
                self._one(file, change == Change.deleted)
            except LabError as error:
                self._verdict(file, [f"{file}:1: not checked: {error}"], 0.0)
            except Exception as error:  # a file that is saved in pieces, a fault of this watch
                what = f"{type(error).__name__}: {error}"
                self._verdict(file, [f"{file}:1: could not be checked ({what}); save it again."], 0.0)
        self._build()

    def _one(self, file: str, gone: bool) -> None:
        began, path = time.monotonic(), self._root / file
        if gone:
            self._board.tell(file, [])
        elif file.startswith("snippets/") and path.suffix == ".py":
            self._program(file, began)
        elif file.startswith("tests/proofs/") and path.name.startswith("test_"):
            self._verdict(file, self._check.proofs(path), began)
        elif file == "docker-compose.yml":
            self._said(
                f"{file}: the cluster is still the one of before; end this with Ctrl-C and start it again."
            )
        if path.suffix in (".md", ".py"):
            self._pages(file, began, alone=path.suffix == ".md" and not gone)

    def _program(self, file: str, began: float) -> None:
        snippets = self._check.snippets()
        snippet = snippets[file.removeprefix("snippets/").removesuffix(".py")]
        self._verdict(file, self._check.program(snippet, snippets), began)
        for later in self._check.those_after(snippet, snippets):
            began = time.monotonic()
            self._verdict(later.file, self._check.program(later, snippets), began)

    def _pages(self, file: str, began: float, alone: bool) -> None:
        found = self._check.pages()
        new = self._board.tell(PAGES, found)
        here = [problem for problem in found if problem.startswith(f"{file}:")]
        others = [problem for problem in new if problem not in here]
        if alone:
            self._said("\n".join(here) or _good(file, began))
        elif here:
            self._said("\n".join(here))
        if others:
            self._said("\n".join(others))

    def _verdict(self, file: str, problems: list[str], began: float) -> None:
        self._board.tell(file, problems)
        self._said("\n".join(problems) or _good(file, began))


def _good(file: str, began: float) -> str:
    return f"{file}: good, {time.monotonic() - began:.1f} s."
