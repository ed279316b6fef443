"""Notes which line of a program printed what. Python imports this by itself when PYTHONPATH names its folder.

The program runs as ever: its own bytes, its own main module, its real standard output. The note is made after
the print, so what stands in it was printed. Nothing of this is left for the program to see.
"""

import builtins
import importlib.machinery
import importlib.util
import io
import os
import sys
from types import FrameType
from typing import Any


def _watch(program: str, notes: int) -> None:
    real = builtins.print

    def print(
        *values: Any, sep: str | None = " ", end: str | None = "\n", file: Any = None, flush: bool = False
    ) -> None:
        text = io.StringIO()
        real(*values, sep=sep, end=end, file=text)
        real(text.getvalue(), end="", file=file, flush=flush)
        if file is None or file is sys.stdout:
            os.write(notes, ascii((_line(sys._getframe(1), program), text.getvalue())).encode() + b"\n")

    builtins.print = print


def _line(frame: FrameType | None, program: str) -> int:
    """Return the line of the program that is executed, or 0.

    It is 0 if a thread of a library prints by itself.
    """
    while frame is not None and frame.f_code.co_filename != program:
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0


def _stand_aside() -> None:
    """Remove this folder from the path, and import the sitecustomize that it hid.

    The system may have one.
    """
    sys.path.remove(os.path.dirname(__file__))  # noqa: PTH120 (pathlib would cost each program 10 ms)
    os.environ.pop("PYTHONPATH", None)  # another sitecustomize may have done it
    hidden = importlib.machinery.PathFinder.find_spec("sitecustomize", sys.path)
    if hidden is not None and hidden.loader is not None:
        hidden.loader.exec_module(importlib.util.module_from_spec(hidden))


# The main module does not say its name any more when functions run at exit: the path comes from outside.
_watch(
    os.environ.pop("WITNESS_PROGRAM"),
    os.open(os.environ.pop("WITNESS_NOTES"), os.O_WRONLY | os.O_CREAT | os.O_APPEND),
)
_stand_aside()
