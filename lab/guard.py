"""The guardian's process: waits for its starter's end, then does its task. See `lab.guardian`."""

import sys
from pathlib import Path

import lab
from lab.errors import LabError
from lab.guardian import PROJECT, RELEASE, clean_up
from lab.state import State


def main(task: str, place: str, *rest: str) -> None:
    """Reads the pipe to its end; then does the task, unless the starter says otherwise.

    Args:
        task: `end` or `heal`.
        place: the cluster's folder to end it, or its compose file to heal it.
        rest: to end it, its engine, token and project.
    """
    if sys.stdin.buffer.read() == RELEASE:
        return
    if task == "heal":
        _heal(Path(place))
    else:
        engine, token, project = rest
        clean_up(Path(place), State(engine, "", token, project.removeprefix(PROJECT)))


def _heal(file: Path) -> None:
    """Mends what a program has left broken; a cluster that is gone needs nothing."""
    try:
        # Imported only now: a guardian starts with each cluster, and few have to heal one.
        lab.Cluster(file).heal()
    except LabError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
