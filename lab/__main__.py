"""Where the command starts: every expected trouble, Ctrl-C at any moment among it, is one sentence and an exit code."""

import signal
import sys

INTERRUPTED = 130
STOPPED = "lab: stopped; nothing was left half-started."


def main() -> None:
    """Runs the command `lab`."""
    try:
        for name in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.default_int_handler)  # an ended terminal cleans up like Ctrl-C
        sys.exit(_run())
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        sys.exit(INTERRUPTED)


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
