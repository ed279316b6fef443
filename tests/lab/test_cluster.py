"""One cluster, from its start to its end, by the command and by the API."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import ACL, ACLOperation, ACLPermissionType, ResourcePattern, ResourceType

from lab import Cluster, metadata
from lab.compose import Definition
from lab.engines import aot
from lab.engines.embedded import runtime
from lab.progress import Quiet
from tests.support.own_cluster import Lab, Start, in_time, nodes

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def secure(environment: dict[str, str]) -> dict[str, str]:
    """With a listener for users and with rights."""
    environment["KAFKA_SECURE"] = "true"
    return environment


@pytest.fixture
def cluster(compose: Path, secure: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Cluster:
    for name in ("LAB_STATE", "KAFKA_SECURE"):
        monkeypatch.setenv(name, secure[name])
    return Cluster(compose)


@pytest.fixture
def up(lab: Lab, secure: dict[str, str]) -> Iterator[str]:
    yield lab("up").stdout
    lab("down")


def test_each_verb_does_what_its_help_says(
    up: str, lab: Lab, start: Start, definition: Definition, cluster: Cluster, environment: dict[str, str]
) -> None:
    """One test for the whole life of a cluster, because a start is what costs."""
    assert re.fullmatch(
        r"3 brokers are ready on localhost:20092, localhost:20192, localhost:20292 \(\d+\.\d s\)\.\n", up
    )
    for port in definition.host_ports:
        assert metadata.view(port).brokers == {101, 102, 103}, (
            "ready means that each broker, asked by itself, lists all three"
        )

    again = lab("up")
    assert (again.returncode, again.stdout) == (0, "The cluster is up already, on localhost:20092.\n")

    producer = KafkaProducer(bootstrap_servers="localhost:20092")
    producer.send("first", key=b"a", value=b"one", partition=2).get(timeout=30)
    shown = lab("status").stdout
    processes = {process.pid for process in nodes(environment)}
    assert (
        set(map(int, re.findall(r"^ +\d+  (?:broker|controller) +(\d+)", shown, re.MULTILINE))) == processes
    )
    assert re.search(r"^ +1  controller +\d+ *$", shown, re.MULTILINE)
    assert re.search(r"^ 102  broker +\d+  localhost:20192$", shown, re.MULTILINE)
    assert re.search(r"^first +0 +10[123]  101 102 103  101 102 103 *$", shown, re.MULTILINE)
    assert {part.topic for part in cluster.status().partitions} == {"first"}

    watching = start("watch", "first")
    assert watching.stdout
    assert watching.stdout.readline() == "partition 2  offset 0     key a  value one\n"
    producer.send("first", key=None, value=b"two", partition=0).get(timeout=30)
    assert watching.stdout.readline() == "partition 0  offset 0     key -  value two\n"
    watching.send_signal(2)
    assert watching.wait(10) == 0

    producer.close()
    admin = KafkaAdminClient(bootstrap_servers="localhost:20092")
    given = ACL(
        "User:bob",
        "*",
        ACLOperation.WRITE,
        ACLPermissionType.ALLOW,
        ResourcePattern(ResourceType.TOPIC, "first"),
    )
    admin.create_acls([given])
    assert in_time(
        lambda: admin.describe_acls(given)[0] == [given]
    )  # the broker that is asked may hear of it last
    assert lab("reset").stdout == "Deleted 1 topic; the cluster is empty.\n"
    for port in definition.host_ports:
        assert not metadata.view(port).topics
    assert in_time(lambda: admin.describe_acls(given)[0] == [])
    admin.close()

    assert (
        "started (kafka.server" in lab("logs", "101").stdout.lower()
        or "Kafka Server started" in lab("logs", "101").stdout
    )
    assert len(lab("logs", "1", "-n", "3").stdout.splitlines()) == 3

    assert (
        "another docker-compose.yml or other variables" in lab("up", KAFKA_AUTO_CREATE_TOPICS="false").stderr
    )

    killed = next(
        process
        for process in nodes(environment)
        if f"{definition.node(102).service}/" in " ".join(process.cmdline())
    )
    killed.kill()
    assert in_time(lambda: "not running" in lab("status").stdout)
    healed = lab("up")
    assert (healed.returncode, healed.stdout) == (0, "The cluster is whole again, on localhost:20092.\n")
    assert len(nodes(environment)) == 4

    assert lab("down").stdout == "The cluster is down.\n"
    assert not nodes(environment)
    assert lab("down").stdout == "No cluster was up.\n"


@pytest.mark.parametrize("verb", [("status",), ("reset",), ("watch", "topic")])
def test_without_a_cluster_a_verb_says_how_to_start_one(verb: tuple[str, ...], lab: Lab) -> None:
    ended = lab(*verb)
    assert (ended.returncode, ended.stderr) == (
        1,
        "lab: No cluster of the lab is up: start one with lab up.\n",
    )


def test_two_starts_at_once_make_one_cluster(start: Start, lab: Lab, environment: dict[str, str]) -> None:
    both = [start("up"), start("up")]
    texts = sorted(process.communicate(timeout=120)[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert texts[0].startswith("3 brokers are ready")
    assert texts[1].startswith("The cluster is up already")
    assert len(nodes(environment)) == 4
    lab("down")


def test_a_cache_of_the_jvm_that_is_broken_is_ignored(
    lab: Lab, definition: Definition, tmp_path: Path
) -> None:
    real = runtime(definition.image, Quiet())
    folder = tmp_path / "cache" / real.jars[0].parent.name
    folder.parent.mkdir()
    folder.symlink_to(real.jars[0].parent)
    own = replace(real, jars=tuple(folder / jar.name for jar in real.jars), caches=tmp_path / "cache" / "aot")
    own.caches.mkdir()
    for cache in aot.caches(own, dict(definition.brokers[0].environment)):
        cache.write_bytes(b"this is no cache" * 1000)
    ended = lab("up", LAB_CACHE=str(tmp_path / "cache"))
    assert ended.returncode == 0, ended.stderr
    lab("down")
