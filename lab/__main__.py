"""Where the command starts: every expected trouble, Ctrl-C at any moment among it, is one sentence and an exit code."""

import sys

from lab import signals

INTERRUPTED = 130


def main() -> None:
    """Runs the command `lab`."""
    signals.listen()
    code: int | str | None = INTERRUPTED
    try:
        code = _run()
    except SystemExit as end:  # how Typer ends, without a word even after Ctrl-C
        code = end.code
    except KeyboardInterrupt:
        pass
    if signals.wanted():
        print("lab: stopped; nothing was left half-started.", file=sys.stderr)
        code = INTERRUPTED
    sys.exit(code)


def _run() -> int:
    from lab.cli import app  # here, because Ctrl-C may come while it is imported
    from lab.errors import LabError

    try:
        app()
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    main()
