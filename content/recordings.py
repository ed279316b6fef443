"""Where recordings are kept, below the project's folder."""

from pathlib import Path

RUNS, FIGURES, VALUES = "recordings/runs", "recordings/figures", "recordings/values.json"


def run_file(program: str, root: Path) -> Path:
    """The file of a program's recorded run.

    Part and page aren't in its name, because no two programs share a stem.

    Args:
        program: a name such as experiments/recovery/leader_killed, or its last part.
        root: the project's folder.
    """
    return root / RUNS / f"{program.rpartition('/')[2]}.json"


def figure_file(name: str, root: Path) -> Path:
    """The file of a figure's data."""
    return root / FIGURES / f"{name}.json"
