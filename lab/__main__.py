"""Starts the command; each expected trouble, Ctrl-C too, becomes a sentence and an exit code."""

import sys

from lab import signals
from lab.errors import LabError


def main() -> None:
    """Runs the command `lab`."""
    signals.listen()
    code: int | str | None = signals.INTERRUPTED
    try:
        code = _run()
    except SystemExit as end:  # how Typer ends; it prints nothing after Ctrl-C
        code = end.code
    except KeyboardInterrupt:
        pass
    if signals.wanted():
        print("lab: stopped; nothing was left half-started.", file=sys.stderr)
        code = signals.INTERRUPTED
    sys.exit(code)


def _run() -> int:
    # Here, because Ctrl-C may come while it is imported. Nothing imports this module: this hides no circle.
    from lab.cli import app

    try:
        app()
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    main()
