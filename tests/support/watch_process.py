"""A watch of a small project, as a process of its own.

The project's programs need no Kafka. Usage: python tests/support/watch_process.py FOLDER.
"""

import sys
from contextlib import nullcontext, suppress
from pathlib import Path

from lab import signals
from preview.__main__ import run
from tests.support.small_project import NoCluster

if __name__ == "__main__":
    signals.listen()
    with suppress(KeyboardInterrupt):
        run(Path(sys.argv[1]), lambda: nullcontext(NoCluster()), 0)
