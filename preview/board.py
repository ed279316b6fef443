"""What is wrong in a project now, and which of it concerns a page."""

import threading
from collections.abc import Sequence
from pathlib import Path

from content.includes import programs_on


class Board:
    """The current problems, by the check that found them.

    Each change gets a new version number.
    """

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
        """Return the problems that concern a page.

        They are those of the page, those of its programs, and those in no page's and no program's file.
        """
        with self._lock:
            wrong = [sentence for sentences in self._wrong.values() for sentence in sentences]
        own = {_name(page, self._root)}
        if page.is_file():
            own |= {_name(include.snippet, self._root) for include in programs_on(page, self._root)}
        files = [(sentence.split(":", 1)[0], sentence) for sentence in dict.fromkeys(wrong)]
        return [
            sentence for file, sentence in files if file in own or not file.startswith(("docs/", "snippets/"))
        ]


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
