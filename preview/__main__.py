"""`make watch`: serves the site, and at each save says at once whether what was saved is right."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from watchfiles import DefaultFilter, watch

from checks.project import ROOT
from checks.topics import CheckCluster, LabCheckCluster
from lab import Cluster, LabError, signals
from preview.board import Board
from preview.build import Site
from preview.save import SaveCheck, files_under
from preview.server import address, serve
from preview.watch import Watch, say

WATCHED = ("docs", "snippets", "tests/proofs", "website", "overrides", "mkdocs.yml", "docker-compose.yml")


def run(
    root: Path,
    borrowed: Callable[[], AbstractContextManager[CheckCluster]],
    port: int,
    said: Callable[[str], None] = say,
) -> None:
    """Serve and watch one project until Ctrl-C."""
    board = Board(root)
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="watch-", ignore_cleanup_errors=True))
        )
        site = Site(root, folder.resolve(), board, said)
        stack.callback(site.close)
        server = stack.enter_context(serve(site, port))
        stack.callback(server.shutdown)
        watcher = Watch(SaveCheck(root, borrowed), board, site.build, said)
        paths = files_under(root, WATCHED)
        watcher.begin()
        # The first pause after a save is what a reader of the verdict waits for; editors write a file in one
        # go.
        changes = watch(
            *paths,
            watch_filter=DefaultFilter(),
            debounce=200,
            step=20,
            rust_timeout=200,
            yield_on_timeout=True,
        )
        ready = False
        for saved in changes:
            if not ready:  # only now does a save reach the watch
                said(f"Learning Kafka is at {address(server)} until Ctrl-C; each save is checked.")
                ready = True
            signals.check()
            if saved:
                watcher.saved(saved)


def main(arguments: list[str] | None = None) -> int:
    """Hold a cluster, or use the one that is up, and watch until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m preview", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args(arguments).port
    signals.listen()

    try:
        held = Cluster()

        @contextmanager
        def borrowed() -> Iterator[CheckCluster]:
            with (
                Cluster().borrow()
            ):  # for the lock alone; what mends is the cluster that this watch holds and will end
                yield LabCheckCluster(held)

        with held.hold() as started:
            used = "The lab's cluster is up and is used; programs delete their topics."
            say("A cluster was started for this watch." if started else used)
            run(ROOT, borrowed, port)
    except (LabError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("")
    return 0


if __name__ == "__main__":
    sys.exit(main())
