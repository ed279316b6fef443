"""Reads lab/kafka/VERSION.lock: the jars of a version, and the settings that it knows.

The version is the tag of the image in docker-compose.yml, and is written down nowhere else.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lab.errors import LabError

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Jar:
    """An artifact of Maven Central with its SHA-256 sum and its size in bytes."""

    group: str
    artifact: str
    version: str
    sha256: str
    size: int

    @property
    def file(self) -> str:
        """Its name in a folder."""
        return f"{self.artifact}-{self.version}.jar"

    @property
    def path(self) -> str:
        """Where a Maven repository keeps it."""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.file}"


@dataclass(frozen=True)
class Lock:
    """One version of Kafka: its jars, and the names of all its settings."""

    kafka: str
    jars: tuple[Jar, ...]
    settings: frozenset[str]


def version(image: str) -> str:
    """The version of Kafka that an image is named for: its tag."""
    return image.rpartition(":")[2]


def path(kafka: str) -> Path:
    """The file of a version's lock, whether or not it is there."""
    return FOLDER / f"{kafka}.lock"


def versions() -> list[str]:
    """The versions that are locked."""
    return sorted(file.stem for file in FOLDER.glob("*.lock"))


def read(image: str) -> Lock:
    """The committed lock of the Kafka in an image, such as `apache/kafka:4.4.0`.

    Raises:
        LabError: when that version isn't locked.
    """
    kafka = version(image)
    if kafka not in versions():
        raise LabError(
            f"The embedded engine has Kafka {', '.join(versions())}, but the image is {image}: "
            f"unset KAFKA_IMAGE, or lock that version with `make lock KAFKA={kafka}`."
        )
    return _read(kafka)


def settings(image: str) -> frozenset[str]:
    """The names of all settings of an image's Kafka.

    Of every locked version if this one isn't locked, because containers run without a lock.
    """
    known = versions()
    chosen = [version(image)] if version(image) in known else known
    return frozenset().union(*(_read(kafka).settings for kafka in chosen))


@cache
def _read(kafka: str) -> Lock:
    data = json.loads(path(kafka).read_text())
    return Lock(data["kafka"], tuple(Jar(**jar) for jar in data["jars"]), frozenset(data["settings"]))
