"""Nodes can be broken and mended, and nothing stays broken that a program has broken.

All tests share one cluster of each engine.
"""

import json
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from kafka import KafkaAdminClient, KafkaProducer

from checks.defaults.brokers import broker_and_topic
from checks.defaults.record import differences
from checks.project import ROOT
from content.recordings import VALUES
from lab import Cluster, Condition, LabError, metadata
from tests.support.own_cluster import Commands, Lab, in_time, nodes

pytestmark = pytest.mark.timeout(300)
only_embedded = pytest.mark.parametrize("engine", ["embedded"], indirect=True, scope="module")


@pytest.fixture
def lab(shared: Commands) -> Lab:
    """The command, on the shared cluster."""
    return shared.run


def test_each_fault_does_what_its_help_says(up: Cluster, lab: Lab, engine: str) -> None:
    """One test for all verbs, because a start is what costs."""
    assert f", {engine}, up for" in lab("status").stdout
    assert lab("freeze", "102", "103").stdout == "Broker 102 is frozen.\nBroker 103 is frozen.\n"
    assert up.conditions() == {1: "running", 101: "running", 102: "frozen", 103: "frozen"}
    for text in (" 102  broker       frozen  localhost:20192", " 103  broker       frozen  localhost:20292"):
        assert text in lab("status").stdout
    with pytest.raises(OSError, match="timed out"):
        _ask(20192)

    assert lab("kill", "101", "103").stdout == "Broker 101 is killed.\nBroker 103 is killed.\n", (
        "a frozen node can be killed"
    )
    assert up.conditions() == {1: "running", 101: "killed", 102: "frozen", 103: "killed"}
    with pytest.raises(OSError):
        _ask(20092)

    for verb, node, sentence in (
        ("freeze", 101, "Broker 101 isn't running, so it can't be frozen: start it with lab start 101."),
        ("freeze", 102, "Broker 102 is frozen already."),
        ("thaw", 101, "Broker 101 isn't running, so it can't be thawed: start it with lab start 101."),
        ("thaw", 1, "Controller 1 isn't frozen."),
        ("kill", 101, "Broker 101 isn't running: start it with lab start 101."),
        ("stop", 101, "Broker 101 isn't running: start it with lab start 101."),
        (
            "stop",
            102,
            "Broker 102 is frozen, so it can't hear that it should stop: "
            "thaw it with lab thaw 102, or kill it.",
        ),
        ("start", 102, "Broker 102 is frozen, not dead: thaw it with lab thaw 102."),
        ("start", 1, "Controller 1 is running already."),
    ):
        with pytest.raises(LabError) as refused:
            getattr(up, verb)(node)
        assert str(refused.value) == sentence
    ended = lab("kill", "7")
    assert (ended.returncode, ended.stderr) == (
        1,
        "lab: There is no node 7 in docker-compose.yml: its nodes are 1, 101, 102, 103.\n",
    )

    assert lab("thaw", "102").stdout == "Broker 102 is running.\n"
    assert lab("start", "103").stdout == "Broker 103 is running.\n"
    assert 103 in metadata.view(20192).brokers, "start returns when every running broker lists the node"
    assert lab("stop", "103").stdout == "Broker 103 is stopped.\n"
    assert up.conditions()[103] is Condition.STOPPED

    assert lab("up").stdout == "The cluster is whole again, on localhost:20092.\n"
    assert set(up.conditions().values()) == {Condition.RUNNING}
    for port in (20092, 20192, 20292):
        assert metadata.view(port).brokers == {101, 102, 103}


def test_waits_read_the_cluster_and_say_what_they_waited_for(up: Cluster) -> None:
    admin = KafkaAdminClient(bootstrap_servers=up.bootstrap)
    admin.create_topics({"waits": {"assignments": {0: [102, 103, 101]}}})
    producer = KafkaProducer(bootstrap_servers=up.bootstrap)
    for _ in range(3):
        producer.send("waits", b"value").get(timeout=30)
    admin.close()
    producer.close()
    up.wait_for_visible("waits", 3)
    assert (up.leader("waits"), sorted(up.in_sync("waits")), up.high_watermark("waits")) == (
        102,
        [101, 102, 103],
        3,
    )
    up.stop(103)
    up.wait_for_in_sync("waits", 101, 102)
    up.kill(102)
    assert up.wait_for_leader("waits") == 101, "102 leads in everybody's eyes for seconds, but doesn't run"
    with pytest.raises(LabError, match="Consumers don't see partition 0 of waits up to offset 4 after 0 s"):
        up.wait_for_visible("waits", 4, timeout=0.1)
    with pytest.raises(LabError, match="The in-sync replicas of partition 0 of waits are not 102, 103"):
        up.wait_for_in_sync("waits", 102, 103, timeout=0.1)
    with pytest.raises(LabError, match="Partition 9 of waits has no leader that runs"):
        up.wait_for_leader("waits", 9, timeout=0.1)
    assert up.leader("no-such-topic") is None
    up.heal()
    assert up.in_sync("waits") == {101, 102, 103}, "healed means that all replicas are in sync"


@pytest.mark.parametrize(("end", "verb"), [("error", "stop"), ("SIGINT", "stop"), ("SIGKILL", "kill")])
def test_a_cluster_heals_however_its_experiment_ends(
    up: Cluster, shared: Commands, end: str, verb: str
) -> None:
    """Two ends are tried on a stopped broker, and one on a killed one.

    A killed broker is back only after its session.
    """
    program = f"""
import pathlib, sys
from lab import Cluster
with Cluster(pathlib.Path({str(shared.compose)!r})) as cluster:
    cluster.freeze(102)
    cluster.{verb}(103)
    print("broken", flush=True)
    {"1 / 0" if end == "error" else "sys.stdin.read()"}
"""
    command, pipe = [sys.executable, "-c", program], subprocess.PIPE
    experiment = subprocess.Popen(
        command, env=shared.environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )
    assert experiment.stdout and experiment.stdout.readline() == "broken\n"
    if end != "error":
        assert up.conditions() == {
            1: "running",
            101: "running",
            102: "frozen",
            103: "killed" if verb == "kill" else "stopped",
        }
        experiment.send_signal(signal.Signals[end])
    experiment.communicate(timeout=120)
    assert experiment.returncode
    assert in_time(lambda: set(up.conditions().values()) == {Condition.RUNNING})
    assert in_time(lambda: not up.heal()), "there is nothing left to heal"


@only_embedded
def test_freeze_returns_when_each_thread_is_stopped(up: Cluster, shared: Commands) -> None:
    up.freeze(101)
    frozen = [node for node in nodes(shared.environment) if node.status() == psutil.STATUS_STOPPED]
    assert len(frozen) == 1
    states = {
        line.split()[1]
        for status in Path(f"/proc/{frozen[0].pid}/task").glob("*/status")
        for line in _states(status)
    }
    assert states == {"T"}


def test_reset_leaves_no_topic_behind_however_many_there_were(up: Cluster) -> None:
    producer = KafkaProducer(bootstrap_servers=up.bootstrap)
    for future in [producer.send(f"topic-{number}", b"value") for number in range(20)]:
        future.get(timeout=30)
    producer.close()
    assert len(up.reset()) == 20
    assert not up.reset()


@only_embedded
def test_defaults_on_the_pages_are_those_of_the_brokers(up: Cluster) -> None:
    stored = json.loads((ROOT / VALUES).read_text("utf-8"))
    live = {kind: values.as_json() for kind, values in broker_and_topic(up).items()}
    assert live.keys() == {"broker", "topic", "site"}
    assert {kind: differences(stored[kind], live[kind]) for kind in live} == {
        "broker": [],
        "topic": [],
        "site": [],
    }
    assert live["topic"]["settings"]["min.insync.replicas"] == "1", (
        "what Kafka ships, and not the 2 of this cluster"
    )


def _states(status: Path) -> list[str]:
    return [line for line in status.read_text().splitlines() if line.startswith("State:")]


def _ask(port: int) -> None:
    metadata.TIMEOUT_S, before = 1.0, metadata.TIMEOUT_S
    try:
        metadata.view(port)
    finally:
        metadata.TIMEOUT_S = before
