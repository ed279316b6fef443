"""The lab's folders: what can be fetched again, and what runs now."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from lab.errors import LabError

APP = "learning-kafka"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def cache() -> Path:
    """The folder of Kafka's jars and the JVM's caches; `LAB_CACHE` puts it elsewhere."""
    return Path(os.environ.get("LAB_CACHE") or platformdirs.user_cache_path(APP))


def jars(kafka: str) -> Path:
    """The folder of the jars of a version of Kafka."""
    return cache() / f"kafka-{kafka}"


def settings() -> Path:
    """The folder of what Kafka's set-up has made of nodes' environments."""
    return cache() / "settings"


def state(port: int) -> Path:
    """The folder of the cluster whose first host port is `port`; `LAB_STATE` puts it elsewhere.

    Clusters are told apart by their port, because two of them can't share one.
    """
    return Path(os.environ.get("LAB_STATE") or platformdirs.user_state_path(APP)) / f"cluster-{port}"


@contextmanager
def writing(folder: Path, variable: str) -> Iterator[None]:
    """Turns a full, read-only or forbidden `folder` into one sentence.

    Raises:
        LabError: when the system refuses to write there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refusal(folder, error, variable) from error
    try:
        yield
    except OSError as error:
        if error.errno in (*NO_ROOM, errno.EROFS, errno.EACCES, errno.EPERM):
            raise _refusal(folder, error, variable) from error
        raise


@contextmanager
def only_one(file: Path, deadline: float, otherwise: str) -> Iterator[None]:
    """Holds a lock that the system takes back when its holder ends, however it ends.

    Args:
        file: the lock.
        deadline: seconds to wait for it.
        otherwise: what is wrong, and what to do, when it isn't to be had by then.

    Raises:
        LabError: with that sentence.
    """
    with writing(file.parent, "LAB_STATE"):
        lock = FileLock(file, timeout=deadline)
        try:
            lock.acquire()
        except Timeout as error:
            raise LabError(otherwise) from error
    try:
        yield
    finally:
        lock.release()


def _refusal(folder: Path, error: OSError, variable: str) -> LabError:
    mend = "free some room" if error.errno in NO_ROOM else "make it writable"
    reason = os.strerror(error.errno or 0)
    return LabError(
        f"The lab can't write to {folder} ({reason}): {mend}, or set {variable} to another folder."
    )
