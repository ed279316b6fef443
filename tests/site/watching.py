"""A watch of a small project whose programs need no Kafka, as a process of its own: python tests/site/watching.py FOLDER."""

import sys
from contextlib import nullcontext, suppress
from pathlib import Path

from lab import stopping
from programs.house import NoCluster
from programs.watch import run

if __name__ == "__main__":
    stopping.listen()
    with suppress(KeyboardInterrupt):
        run(Path(sys.argv[1]), lambda: nullcontext(NoCluster()), 0)
