"""A cluster of the tests' own: the project's compose file with other ports and folders."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lab import Cluster, engines
from lab.compose import Definition, read
from lab.engines import docker
from tests.support.own_cluster import Commands, Lab, Start, own_file, state_anew


@pytest.fixture
def compose(tmp_path: Path) -> Path:
    return own_file(tmp_path)


@pytest.fixture
def definition(compose: Path) -> Definition:
    return read(compose)


@pytest.fixture
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return state_anew(tmp_path_factory)


@pytest.fixture
def commands(compose: Path, environment: dict[str, str]) -> Iterator[Commands]:
    commands = Commands(compose, environment)
    yield commands
    commands.close()


@pytest.fixture
def start(commands: Commands) -> Start:
    """Starts the command; what is left of it after the test is killed."""
    return commands.start


@pytest.fixture
def lab(commands: Commands) -> Lab:
    """Runs the command to its end."""
    return commands.run


@pytest.fixture(scope="session")
def with_docker() -> None:
    """For tests that need containers.

    Where there is no Docker, one line says so (and CI, which allows no skips, fails).
    """
    if reason := docker.missing():
        pytest.skip(reason)


@pytest.fixture(scope="module", params=engines.NAMES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    if request.param == "container":
        request.getfixturevalue("with_docker")
    return str(request.param)


@pytest.fixture(scope="module")
def shared(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    """One cluster for all tests of a module, because a start is what costs."""
    commands = Commands(own_file(tmp_path_factory.mktemp("shared")), state_anew(tmp_path_factory))
    try:
        started = commands.run("up", "--engine", engine)
        assert started.returncode == 0, started.stderr
        yield commands
        commands.run("down")
    finally:
        commands.close()


@pytest.fixture
def up(shared: Commands, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """The shared cluster, whole and empty, whatever the test before has done to it."""
    monkeypatch.setenv("LAB_STATE", shared.environment["LAB_STATE"])
    cluster = Cluster(shared.compose)
    cluster.heal()
    cluster.reset()
    assert set(cluster.conditions().values()) == {"running"} and not cluster.status().partitions
    return cluster
