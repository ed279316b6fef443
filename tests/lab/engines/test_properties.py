"""Kafka sets up a node's environment once for all clusters of a machine."""

from dataclasses import replace
from pathlib import Path

import pytest

from lab import LabError, compose
from lab.compose import Definition
from lab.engines import embedded
from lab.engines.java import Runtime
from lab.engines.properties import Setup
from lab.progress import Quiet


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return embedded.runtime(compose.image(), Quiet())


@pytest.fixture
def no_java(runtime: Runtime, tmp_path: Path) -> Runtime:
    return replace(runtime, java=tmp_path / "no-java")


def laid_out(setup: Setup) -> dict[str, str]:
    """What a node finds in its folder."""
    try:
        setup.begin()
        setup.finish()
    finally:
        setup.abandon()
    folder = setup.properties.parents[1]
    return {
        str(path.relative_to(folder)): path.read_text("utf-8", "replace")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_another_cluster_gets_the_same_settings_without_a_java(
    runtime: Runtime, no_java: Runtime, definition: Definition, tmp_path: Path
) -> None:
    node, kept = definition.brokers[0], tmp_path / "kept"
    first = laid_out(Setup(runtime, node, tmp_path / "one", kept))
    again = laid_out(Setup(no_java, node, tmp_path / "two", kept))
    settings = first.pop("final/server.properties")
    assert f"log.dirs={tmp_path}/one/data\n" in settings
    assert again.pop("final/server.properties") == settings.replace(f"{tmp_path}/one", f"{tmp_path}/two")
    assert first == again and "data/meta.properties" in first
    assert [path.name[:7] for path in kept.iterdir()] != ["making-"]


@pytest.mark.parametrize("change", ["kafka", "node", "damage"])
def test_what_differs_or_is_damaged_is_made_anew(
    runtime: Runtime, no_java: Runtime, definition: Definition, tmp_path: Path, change: str
) -> None:
    node, other = definition.brokers[:2]
    kept = tmp_path / "kept"
    laid_out(Setup(runtime, node, tmp_path / "one", kept))
    if change == "damage":
        next(kept.rglob("meta.properties")).unlink()
    newer = replace(no_java, jars=(*no_java.jars[1:], Path("kafka_2.13-9.0.0.jar")))
    setup = Setup(
        newer if change == "kafka" else no_java, other if change == "node" else node, tmp_path / "two", kept
    )
    with pytest.raises((LabError, OSError)):
        laid_out(setup)
    assert not list(kept.glob("making-*"))
    same = Setup(runtime, node, tmp_path / "one", kept)
    assert "data/meta.properties" in laid_out(same)
