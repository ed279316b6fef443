"""A cluster ends when it should, and the lab ends nothing that isn't its own."""

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from lab import Cluster
from lab.kafka import lock
from lab.processes import Ticket
from lab.state import State
from tests.support.own_cluster import Lab, Start, in_time, nodes

pytestmark = pytest.mark.timeout(180)


def test_a_killed_run_takes_its_cluster_along(start: Start, lab: Lab, environment: dict[str, str]) -> None:
    """Before, its seconds and its owner are right. One test, because a start is what costs."""
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


def test_a_request_to_stop_that_python_drops_stops_a_start(
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


def test_a_node_that_dies_while_starting_says_why(
    compose: Path, lab: Lab, environment: dict[str, str]
) -> None:
    setting = "KAFKA_MIN_INSYNC_REPLICAS: "
    compose.write_text(compose.read_text().replace(f"{setting}2", f"{setting}0"))
    ended = lab("up")
    assert ended.returncode == 1
    assert "min.insync.replicas" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert not nodes(environment)
    assert not (Path(environment["LAB_STATE"]) / "cluster-20092" / "state.json").exists()


def test_down_ends_no_process_that_only_has_the_same_id(lab: Lab, environment: dict[str, str]) -> None:
    """After a reboot, an id in the lab's notes may belong to another program."""
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


def test_notes_that_cannot_be_written_are_one_sentence(lab: Lab, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = lab("up", LAB_STATE=str(tmp_path / "file"))
    assert ended.returncode == 1
    assert "can't write to" in ended.stderr and "set LAB_STATE to another folder" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_another_version_than_the_locked_one_is_refused(lab: Lab) -> None:
    ended = lab("up", KAFKA_IMAGE="apache/kafka:3.9.1")
    locked = ", ".join(lock.versions())
    assert f"The embedded engine has Kafka {locked}, but the image is apache/kafka:3.9.1" in ended.stderr


def test_a_fault_without_a_cluster_of_the_lab_is_one_sentence(lab: Lab) -> None:
    assert lab("kill", "101").stderr == "lab: No cluster of the lab is up: start one with lab up.\n"
    with socket.create_server(("127.0.0.1", 20092)):
        said = lab("kill", "101").stderr
    assert said.startswith("lab: What listens on port 20092 is python")
    assert said.endswith("which the lab didn't start: end it, then start a cluster with lab up.\n")
    assert len(said.splitlines()) == 1


def test_an_engine_that_is_none_is_refused(lab: Lab) -> None:
    refused = "lab: There is no engine cloud: use embedded or container.\n"
    assert lab("up", "--engine", "cloud").stderr == lab("status", LAB_ENGINE="cloud").stderr == refused


def test_a_node_that_others_have_restarted_has_not_ended(
    compose: Path, environment: dict[str, str], lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who started the cluster heals it after a program has broken and started a broker."""
    monkeypatch.setenv("LAB_STATE", environment["LAB_STATE"])
    cluster = Cluster(compose)
    with cluster.hold():
        for verb in ("stop", "start", "freeze"):
            assert lab(verb, "103").returncode == 0
        cluster.stop(101)
        cluster.heal()
        assert set(cluster.conditions().values()) == {"running"}
