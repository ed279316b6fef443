"""A cluster of the tests' own: the project's compose file with other ports, in a folder of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab import docker, engines, lock
from lab.cluster import COMPOSE
from lab.compose import Definition, read
from lab.containers import remove_leftovers
from own_cluster import Lab, Start, nodes
from programs.elsewhere import shifted

PORT_SHIFT = 11_000  # 9092 becomes 20092 and 19092 becomes 30092: below the ports that systems hand out


@pytest.fixture
def compose(tmp_path: Path) -> Path:
    """A compose file like the project's, on ports that nobody else uses."""
    file = tmp_path / "docker-compose.yml"
    file.write_text(shifted(COMPOSE.read_text(), PORT_SHIFT))
    return file


@pytest.fixture
def definition(compose: Path) -> Definition:
    return read(compose, lock.read().settings)


@pytest.fixture
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One folder of state for all tests, with nothing in it but the nodes' settings, which take a second to make anew."""
    state = tmp_path_factory.getbasetemp() / "state"
    for path in state.glob("cluster-*/*"):
        if path.is_dir() and path.name != "nodes":
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()
    return {**os.environ, "LAB_STATE": str(state), "COLUMNS": "120"}


@pytest.fixture
def start(compose: Path, environment: dict[str, str]) -> Iterator[Start]:
    """Starts the command without waiting for it; whatever is left at the end of the test is killed."""
    started: list[subprocess.Popen[str]] = []

    def popen(verb: str, *arguments: str, **variables: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "lab", verb, "--file", str(compose), *arguments]
        started.append(
            subprocess.Popen(
                command,
                env=environment | variables,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        )
        return started[-1]

    yield popen
    for process in started:
        process.kill()
        process.communicate()
    for node in nodes(environment):
        node.kill()
    if docker.answers():
        remove_leftovers(read(compose, lock.read().settings))


@pytest.fixture
def with_docker() -> None:
    """For tests that need containers; where there is no Docker, one line says so (and CI, which allows no skips, fails)."""
    if reason := docker.missing():
        pytest.skip(reason)


@pytest.fixture(params=engines.NAMES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    if request.param == "container":
        request.getfixturevalue("with_docker")
    return str(request.param)


@pytest.fixture
def lab(start: Start) -> Lab:
    """Runs the command to its end."""

    def run(verb: str, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        process = start(verb, *arguments, **variables)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    return run
