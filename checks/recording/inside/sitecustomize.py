"""Notes when a program sends, gets an answer and breaks brokers.

Python imports this module by itself if PYTHONPATH names its folder. The program runs as it always does. A
note is a line in a file, written after the event; the program sees nothing of this module. Times are those of
time.monotonic(), in seconds: the recorder outside reads the same clock.
"""

import functools
import importlib.machinery
import importlib.util
import itertools
import os
import sys
import time
from typing import Any

LONGEST = 40  # characters of a value


def _note(notes: int, *note: object) -> None:
    os.write(
        notes, ascii(note).encode() + b"\n"
    )  # one write to the end of the file: threads don't mix theirs


def _watch_sends(notes: int) -> None:
    # Both modules are imported by the program itself; here it happens a moment earlier.
    from kafka import KafkaProducer

    real, numbers = KafkaProducer.send, itertools.count()

    @functools.wraps(real)
    def send(self: Any, topic: str, value: Any = None, *others: Any, **named: Any) -> Any:
        number, began = next(numbers), time.monotonic()
        about = (_label(self.config), topic, _text(value))
        try:
            future = real(self, topic, value, *others, **named)
        except Exception as error:
            _note(notes, "send", number, began, *about, None)
            _note(notes, "failed", number, time.monotonic(), type(error).__name__)
            raise
        _note(notes, "send", number, began, *about, future._produce_future.topic_partition.partition)
        future.add_callback(
            lambda where: _note(notes, "acknowledged", number, time.monotonic(), where.offset)
        )
        future.add_errback(
            lambda error: _note(notes, "failed", number, time.monotonic(), type(error).__name__)
        )
        return future

    KafkaProducer.send = send


def _watch_faults(notes: int) -> None:
    from lab import Cluster

    for verb in ("kill", "stop", "start", "freeze", "thaw"):
        setattr(Cluster, verb, _noted(getattr(Cluster, verb), verb, notes))


def _noted(real: Any, verb: str, notes: int) -> Any:
    @functools.wraps(real)
    def fault(self: Any, *nodes: int) -> None:
        began = time.monotonic()
        real(self, *nodes)
        _note(notes, "fault", verb, nodes, began, time.monotonic())

    return fault


def _label(config: dict[str, Any]) -> str:
    """Return the label that distinguishes a producer from others.

    It has the producer's acks, and which of the guarantees that acks=all has by default it has given up.
    """
    if config["acks"] != -1:
        return f"acks={config['acks']}"
    if config["enable_idempotence"]:
        return "acks=all"
    return (
        "acks=all (1 in flight)"
        if config["max_in_flight_requests_per_connection"] == 1
        else "acks=all (not idempotent)"
    )


def _text(value: Any) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _stand_aside() -> None:
    """Remove this folder from the path, and import the sitecustomize that it hid.

    The system may have one.
    """
    sys.path.remove(os.path.dirname(__file__))  # noqa: PTH120 (pathlib would cost each program 10 ms)
    os.environ.pop("PYTHONPATH", None)  # another sitecustomize may have done it
    hidden = importlib.machinery.PathFinder.find_spec("sitecustomize", sys.path)
    if hidden is not None and hidden.loader is not None:
        hidden.loader.exec_module(importlib.util.module_from_spec(hidden))


_file = os.open(os.environ.pop("RECORDER_NOTES"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
_stand_aside()
_watch_sends(_file)
_watch_faults(_file)
