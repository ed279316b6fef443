"""docker-compose.yml names the version of Kafka, and its lock is the one that is read."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from lab import LabError, compose
from lab.engines import java
from lab.kafka import lock, relock


@pytest.fixture
def two_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The locks of two versions, each with a setting of its own."""
    for number in ("1", "2"):
        text = f'{{"kafka": "{number}.0.0", "jars": [], "settings": ["both", "only.{number}"]}}'
        (tmp_path / f"{number}.0.0.lock").write_text(text)
    monkeypatch.setattr(lock, "FOLDER", tmp_path)
    return tmp_path


def test_the_image_and_the_lock_are_of_one_version() -> None:
    image = compose.image(variables={})
    locked = lock.read(image)
    assert image == f"apache/kafka:{locked.kafka}"
    assert {jar.version for jar in locked.jars if jar.group == "org.apache.kafka"} == {locked.kafka}


def test_a_variable_names_another_version(two_locks: Path) -> None:
    assert lock.read(compose.image(variables={"KAFKA_IMAGE": "apache/kafka:2.0.0"})).kafka == "2.0.0"


def test_a_version_without_a_lock_is_one_sentence(two_locks: Path) -> None:
    with pytest.raises(LabError) as refused:
        lock.read("apache/kafka:3.9.1")
    assert str(refused.value) == (
        "The embedded engine has Kafka 1.0.0, 2.0.0, but the image is apache/kafka:3.9.1: "
        "unset KAFKA_IMAGE, or lock that version with `make lock KAFKA=3.9.1`."
    )


@pytest.mark.parametrize(
    ("version", "known"), [("1.0.0", {"both", "only.1"}), ("3.9.1", {"both", "only.1", "only.2"})]
)
def test_settings_are_those_of_the_version_if_it_is_locked(
    version: str, known: set[str], two_locks: Path
) -> None:
    assert lock.settings(f"apache/kafka:{version}") == known


@dataclass
class Artifact:
    """What jgo finds for a coordinate, by its names."""

    file: Path
    groupId = "org.example"
    artifactId = "log4j-core"
    version = "1.0"

    def resolve(self) -> Path:
        return self.file


def test_a_version_is_locked_in_a_file_of_its_name(two_locks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With doubles of Maven Central and of Java."""
    jar, program = two_locks / "log4j-core-1.0.jar", two_locks / "java"
    jar.write_bytes(b"jar")
    program.write_text("""#!/bin/sh\necho '<h4><a id="node.id">'\n""")
    program.chmod(0o755)
    monkeypatch.setattr("jgo.resolve", lambda coordinate: [Artifact(jar)])
    monkeypatch.setattr(java, "executable", lambda: program)
    relock.main("3.0.0")
    assert lock.versions() == ["1.0.0", "2.0.0", "3.0.0"]
    locked = lock.read("apache/kafka:3.0.0")
    assert (locked.kafka, *locked.settings) == ("3.0.0", "node.id")
    assert [(jar.file, jar.size) for jar in locked.jars] == [("log4j-core-1.0.jar", 3)]
