"""`make watch`: serves the site, and at each save says at once whether what was saved is right."""

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from checks.project import ROOT
from checks.save import Saved, files_under
from checks.topics import Ground, KafkaGround
from lab import Cluster, LabError, signals
from website.preview import Board, Site, address, serve

WATCHED = ("docs", "snippets", "tests/proofs", "content", "website", "overrides", "mkdocs.yml", "docker-compose.yml")
PAGES = "the pages"
_print_lock = threading.Lock()


def say(text: str) -> None:
    """Print one report in one piece: builds report from a thread of their own."""
    with _print_lock:
        print(text, flush=True)


class Watch:
    """Decides what a saved file concerns, has that checked, and tells terminal and pages."""

    def __init__(self, saved: Saved, board: Board, build: Callable[[], None], said: Callable[[str], None] = say) -> None:
        self._saved, self._board, self._build, self._said, self._root = saved, board, build, said, saved.root

    def begin(self) -> None:
        """Check the text of all pages, so that from now on only what is new is said."""
        self._saved.warm()
        if found := self._saved.pages():
            self._board.tell(PAGES, found)
            self._said(f"In the text of the pages {len(found)} things are wrong already; the pages say which.")
        self._build()

    def saved(self, changes: set[tuple[Change, str]]) -> None:
        """Check what was saved. Whatever happens here, the watch goes on."""
        for change, name in sorted(changes, key=lambda each: each[1]):
            file = Path(name).relative_to(self._root).as_posix()
            try:
                self._one(file, change == Change.deleted)
            except LabError as error:
                self._verdict(file, [f"{file}:1: not checked: {error}"], 0.0)
            except Exception as error:  # a file that is saved in pieces, a fault of this watch
                self._verdict(file, [f"{file}:1: could not be checked ({type(error).__name__}: {error}); save it again."], 0.0)
        self._build()

    def _one(self, file: str, gone: bool) -> None:
        began, path = time.monotonic(), self._root / file
        if gone:
            self._board.tell(file, [])
        elif file.startswith("snippets/") and path.suffix == ".py":
            self._program(file, began)
        elif file.startswith("tests/proofs/") and path.name.startswith("test_"):
            self._verdict(file, self._saved.proofs(path), began)
        elif file == "docker-compose.yml":
            self._said(f"{file}: the cluster is still the one of before; end this with Ctrl-C and start it again.")
        if path.suffix in (".md", ".py"):
            self._pages(file, began, alone=path.suffix == ".md" and not gone)

    def _program(self, file: str, began: float) -> None:
        snippets = self._saved.snippets()
        snippet = snippets[file.removeprefix("snippets/").removesuffix(".py")]
        self._verdict(file, self._saved.program(snippet, snippets), began)
        for each in self._saved.those_after(snippet, snippets):
            began = time.monotonic()
            self._verdict(each.file, self._saved.program(each, snippets), began)

    def _pages(self, file: str, began: float, alone: bool) -> None:
        found = self._saved.pages()
        new = self._board.tell(PAGES, found)
        here = [each for each in found if each.startswith(f"{file}:")]
        others = [each for each in new if each not in here]
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


def run(root: Path, borrowed: Callable[[], AbstractContextManager[Ground]], port: int, said: Callable[[str], None] = say) -> None:
    """Serve and watch one project until Ctrl-C."""
    board = Board(root)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="watch-", ignore_cleanup_errors=True)))
        site = Site(root, folder.resolve(), board, said)
        stack.callback(site.close)
        server = stack.enter_context(serve(site, port))
        stack.callback(server.shutdown)
        watcher = Watch(Saved(root, borrowed), board, site.build, said)
        paths = files_under(root, WATCHED)
        watcher.begin()
        # The first pause after a save is what a reader of the verdict waits for; editors write a file in one go.
        changes = watch(*paths, watch_filter=DefaultFilter(), debounce=200, step=20, rust_timeout=200, yield_on_timeout=True)
        ready = False
        for each in changes:
            if not ready:  # only now does a save reach the watch
                said(f"Learning Kafka is at {address(server)} until Ctrl-C; each save is checked.")
                ready = True
            signals.check()
            if each:
                watcher.saved(each)


def main(arguments: list[str] | None = None) -> int:
    """Hold a cluster, or use the one that is up, and watch until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m checks.watch", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args(arguments).port
    signals.listen()

    try:
        held = Cluster()

        @contextmanager
        def borrowed() -> Iterator[Ground]:
            with Cluster().borrow():  # for the lock alone; what mends is the cluster that this watch holds and will end
                yield KafkaGround(held)

        with held.hold() as started:
            say(
                "A cluster was started for this watch." if started else "The lab's cluster is up and is used; programs delete their topics."
            )
            run(ROOT, borrowed, port)
    except (LabError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("")
    return 0


if __name__ == "__main__":
    sys.exit(main())
