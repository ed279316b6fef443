"""What docs/start/lab.md states."""

import socket
from collections.abc import Callable
from contextlib import nullcontext

import pytest

from checks.proofs.declaration import breaks_brokers, proves
from checks.proofs.fixtures import ProofCluster, in_time
from lab import Cluster, LabError, metadata


@proves(
    "The cluster has three brokers, and the controller is not one of them.", role=("controller", "broker")
)
def test_controller_is_no_broker(kafka: ProofCluster, role: str) -> None:
    """In the changed world a node that is a broker is taken for the controller."""
    (metadata,) = kafka.admin.describe_metadata_quorum()["topics"]
    leader = metadata["partitions"][0]["leader_id"] if role == "controller" else 101
    brokers = {broker["broker_id"] for broker in kafka.admin.describe_cluster()["brokers"]}
    assert len(brokers) == 3 and leader not in brokers


@proves("`lab up` heals whatever is broken.", up=(True, False))
@breaks_brokers
def test_lab_up_heals(kafka: ProofCluster, up: bool) -> None:
    """One broker stopped, one frozen, one killed."""
    cluster = kafka.cluster
    cluster.stop(102)
    cluster.freeze(103)
    cluster.kill(101)
    try:
        if up:
            cluster.up()
        assert not [node for node in cluster.status().nodes if node.condition != "running"]
        for broker in cluster.definition.brokers:
            assert metadata.view(broker.host_port or 0).brokers == {101, 102, 103}
    finally:
        cluster.heal()


@proves("A second run of a program goes on where the first one stopped", reset=(False, True))
def test_second_run_goes_on(kafka: ProofCluster, reset: bool) -> None:
    topic = kafka.topic(1)
    for _ in range(2):
        last = kafka.producer().send(topic, b"hello", key=b"a").get(timeout=10).offset
        if reset:
            kafka.admin.delete_topics([topic])
            assert in_time(lambda gone=topic: gone not in kafka.admin.list_topics())  # type: ignore[misc]
            topic = kafka.topic(1)
    assert last == 1


@proves(
    "If something else already listens on one of the ports, the lab starts nothing and tells you who it is.",
    listens=(True, False),
)
def test_busy_port_starts_nothing(others: Callable[[], Cluster], listens: bool) -> None:
    """A cluster with ports of its own; in the changed world nobody listens, and it starts."""
    other = others()
    with socket.create_server(("127.0.0.1", other.definition.host_ports[0])) if listens else nullcontext():
        try:
            with pytest.raises(LabError, match=r"is taken by (?i:python)"):
                other.up()
            assert not other.is_up()
        finally:
            other.down()
