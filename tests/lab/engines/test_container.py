"""Docker missing, containers left behind, and clusters that a person has started."""

import os
import subprocess
from pathlib import Path

import psutil
import pytest

from lab import LabError, compose
from lab.engines import container, docker
from lab.state import State
from tests.support.own_cluster import Lab, Start, in_time

pytestmark = pytest.mark.timeout(300)
SAYS = {
    "no client": (
        None,
        "The container engine needs Docker, and there is no command docker here: "
        "install Docker, or use the embedded engine.",
    ),
    "no engine": (
        'echo "Cannot connect to the Docker daemon" >&2; exit 1',
        "Docker's engine doesn't answer: start Docker, or use the embedded engine. "
        "It says: Cannot connect to the Docker daemon.",
    ),
    "no plugin": (
        'case "$1" in version|ps) echo; exit;; esac; '
        "{ echo \"docker: 'compose' is not a docker command.\" >&2; exit 1; }",
        "Docker is here without its compose plugin: "
        "install docker-compose-plugin, or use the embedded engine.",
    ),
    "no image": (
        'case "$1" in version|compose) echo ok;; ps) ;; '
        '*) echo "Error response from daemon: dial tcp: no route" >&2; exit 1;; esac',
        f"The image {compose.image()} can't be fetched (dial tcp: no route): "
        "connect this machine to the network and try again, or use the embedded engine.",
    ),
}


@pytest.mark.parametrize("missing", SAYS)
def test_each_thing_that_is_missing_is_one_sentence(missing: str, lab: Lab, tmp_path: Path) -> None:
    script, sentence = SAYS[missing]
    (tmp_path / "bin").mkdir()
    if script:
        (tmp_path / "bin" / "docker").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "bin" / "docker").chmod(0o755)
    (tmp_path / "bin" / "sh").symlink_to("/bin/sh")
    ended = lab("up", "--engine", "container", PATH=str(tmp_path / "bin"))
    assert (ended.returncode, ended.stderr) == (1, f"lab: {sentence}\n")


def test_a_killed_run_leaves_no_container_behind(with_docker: None, start: Start) -> None:
    """Nor has it published ports to others. One test, because a start is what costs."""
    run = start("run", "--engine", "container", "--", "cat")
    assert run.stdout and "ready" in run.stdout.readline()
    assert len(_containers()) == 4
    published = docker.run("ps", "--filter", f"label={docker.PROJECT}", "--format", "{{.Ports}}")
    addresses = {
        part.strip().split(":")[0] for part in published.replace("\n", ",").split(",") if "->" in part
    }
    assert addresses == {"127.0.0.1"}
    run.kill()
    assert in_time(lambda: not _containers())


@pytest.mark.parametrize("containers", [0, 2], ids=lambda count: f"{count}-containers")
def test_a_killed_start_leaves_no_container_behind(
    containers: int, with_docker: None, start: Start, lab: Lab, environment: dict[str, str]
) -> None:
    up = start("up", "--engine", "container")
    assert in_time(lambda: len(_containers()) >= containers)
    up.kill()
    up.communicate()
    assert in_time(
        lambda: not any("lab.guard" in line and environment["LAB_STATE"] in line for line in _commands())
    )
    assert not _containers()
    assert lab("down").stdout == "No cluster was up.\n"


def test_the_next_start_removes_what_nobody_remembers(
    with_docker: None, start: Start, lab: Lab, environment: dict[str, str]
) -> None:
    """Here the guardian is killed too, and the notes are gone."""
    run = start("run", "--engine", "container", "--", "cat")
    assert run.stdout and "ready" in run.stdout.readline()
    for process in psutil.process_iter():
        if "lab.guard" in " ".join(_command(process)) and environment["LAB_STATE"] in " ".join(
            _command(process)
        ):
            process.kill()
    run.kill()
    run.communicate()
    (Path(environment["LAB_STATE"]) / "cluster-20092" / "state.json").unlink()
    before = {container.name for container in _containers()}
    assert len(before) == 4
    again = lab("run", "--engine", "embedded", "--", "true")
    assert again.returncode == 0, again.stderr
    assert not _containers()


def test_a_cluster_of_docker_compose_up_is_the_labs_cluster_too(
    with_docker: None, compose: Path, lab: Lab
) -> None:
    command = ["docker", "compose", "--file", str(compose), "--project-name", "by-hand"]
    try:
        subprocess.run([*command, "up", "--wait"], check=True, capture_output=True, timeout=200)
        assert lab("up").stdout == "The cluster is up already, on localhost:20092.\n"
        assert ", container, up for" in lab("status").stdout
        assert lab("kill", "103").stdout == "Broker 103 is killed.\n"
        assert lab("up").stdout == "The cluster is whole again, on localhost:20092.\n"
        assert (
            "another docker-compose.yml or other variables"
            in lab("up", KAFKA_AUTO_CREATE_TOPICS="false").stderr
        )
        assert (
            "The cluster that is up runs on the engine container, not embedded"
            in lab("up", "--engine", "embedded").stderr
        )
        assert lab("down").stdout == "The cluster is down.\n"
        assert not docker.containers(f"{docker.PROJECT}=by-hand")
    finally:
        subprocess.run([*command, "down", "--volumes", "--timeout", "0"], capture_output=True)


def _containers() -> list[docker.Container]:
    return [found for found in docker.containers() if found.project.startswith("lab-20092-")]


def _commands() -> list[str]:
    return [" ".join(_command(process)) for process in psutil.process_iter() if process.pid != os.getpid()]


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_freeze_that_a_health_check_disturbs_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, asked = _refusing(tmp_path, monkeypatch, "OCI runtime pause failed: unable to freeze: unknown")
    engine.freeze("broker-101", State("container", "", "token"))
    assert asked == ["pause broker-101"] * 3


def test_a_freeze_that_is_refused_is_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, asked = _refusing(tmp_path, monkeypatch, "no such container")
    with pytest.raises(LabError, match="no such container"):
        engine.freeze("broker-101", State("container", "", "token"))
    assert len(asked) == 1


def _refusing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> tuple[container.Containers, list[str]]:
    """An engine whose docker refuses twice, and what it was asked."""
    asked: list[str] = []

    def run(verb: str, name: str) -> str:
        asked.append(f"{verb} {name}")
        if len(asked) < 3:
            raise LabError(f"docker pause failed: {said}.")
        return ""

    engine = container.Containers(folder)
    monkeypatch.setattr(docker, "run", run)
    monkeypatch.setattr(engine, "_container", lambda service, state: service)
    return engine, asked
