"""What Kafka's own set-up makes of a node's environment is made once for all clusters of a machine."""

from pathlib import Path

import pytest

from lab import LabError, folders
from lab.compose import Definition
from lab.engines import jars, java
from lab.engines.java import Runtime
from lab.engines.properties import Setup
from lab.kafka import lock
from lab.progress import Quiet


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    known = lock.read()
    return Runtime(java.executable(), jars.provide(known, folders.cache() / f"kafka-{known.kafka}", Quiet()), folders.cache() / "aot")


@pytest.fixture
def no_java(runtime: Runtime, tmp_path: Path) -> Runtime:
    return Runtime(tmp_path / "no-java", runtime.jars, runtime.caches)


def laid_out(setup: Setup) -> dict[str, str]:
    """What a node finds in its folder."""
    try:
        setup.begin()
        setup.finish()
    finally:
        setup.abandon()
    folder = setup.properties.parents[1]
    return {str(path.relative_to(folder)): path.read_text("utf-8", "replace") for path in folder.rglob("*") if path.is_file()}


def test_another_cluster_gets_the_same_settings_without_a_java(
    runtime: Runtime, no_java: Runtime, definition: Definition, tmp_path: Path
) -> None:
    node, kept = definition.brokers[0], tmp_path / "kept"
    first = laid_out(Setup(runtime, node, tmp_path / "one", kept, "lock"))
    again = laid_out(Setup(no_java, node, tmp_path / "two", kept, "lock"))
    settings = first.pop("final/server.properties")
    assert f"log.dirs={tmp_path}/one/data\n" in settings
    assert again.pop("final/server.properties") == settings.replace(f"{tmp_path}/one", f"{tmp_path}/two")
    assert first == again and "data/meta.properties" in first
    assert [path.name[:7] for path in kept.iterdir()] != ["making-"]


@pytest.mark.parametrize("change", ["lock", "node", "damage"])
def test_other_settings_another_kafka_and_a_damaged_result_are_made_anew(
    runtime: Runtime, no_java: Runtime, definition: Definition, tmp_path: Path, change: str
) -> None:
    node, other = definition.brokers[:2]
    kept = tmp_path / "kept"
    laid_out(Setup(runtime, node, tmp_path / "one", kept, "lock"))
    if change == "damage":
        next(kept.rglob("meta.properties")).unlink()
    setup = Setup(no_java, other if change == "node" else node, tmp_path / "two", kept, "newer" if change == "lock" else "lock")
    with pytest.raises((LabError, OSError)):
        laid_out(setup)
    assert not list(kept.glob("making-*"))
    same = Setup(runtime, node, tmp_path / "one", kept, "lock")
    assert "data/meta.properties" in laid_out(same)
