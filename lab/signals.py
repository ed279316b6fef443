"""A request to stop: Ctrl-C, SIGTERM, or a terminal that ends.

It comes as KeyboardInterrupt, which Python drops when the signal happens to arrive inside a destructor or
between two steps of an import. So the request is noted as well, and whatever takes long asks for it.
"""

import signal
import sys
from types import FrameType

INTERRUPTED = 130  # the exit code of a command that was asked to stop
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_wanted = False


def listen() -> None:
    """From now on all of these signals ask to stop."""
    for name in _SIGNALS:
        signal.signal(name, _note)
    sys.unraisablehook = _report


def _note(number: int, frame: FrameType | None) -> None:
    global _wanted
    _wanted = True
    raise KeyboardInterrupt


def _report(dropped: "sys.UnraisableHookArgs") -> None:
    """Python tells of each exception that it drops; of this one nothing is lost."""
    if not (_wanted and isinstance(dropped.exc_value, KeyboardInterrupt)):
        sys.__unraisablehook__(dropped)


def wanted() -> bool:
    """Has anybody asked?"""
    return _wanted


def check() -> None:
    """Raises KeyboardInterrupt if somebody has asked."""
    if _wanted:
        raise KeyboardInterrupt


def forget() -> None:
    """Whoever was asked has ended as it should."""
    global _wanted
    _wanted = False
