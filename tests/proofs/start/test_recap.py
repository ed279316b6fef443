"""What docs/start/recap.md states."""

import pytest
from kafka import TopicPartition
from kafka.errors import InvalidReplicationFactorError

from checks.proofs.declaration import proves
from checks.proofs.fixtures import ProofCluster, in_time


@proves(
    "A topic created by name alone takes its number of partitions and replicas from the cluster.",
    shape=({}, {"num_partitions": 2}),
)
def test_topic_by_name_takes_the_cluster_s_shape(kafka: ProofCluster, shape: dict[str, int]) -> None:
    name = kafka.name()
    kafka.admin.create_topics({name: shape} if shape else [name])
    assert in_time(lambda: len(kafka.parts(name)) > 0)
    environment = kafka.definition.brokers[0].environment
    wanted = int(environment["KAFKA_NUM_PARTITIONS"]), int(environment["KAFKA_DEFAULT_REPLICATION_FACTOR"])
    assert (len(kafka.parts(name)), len(kafka.parts(name)[0].replicas)) == wanted


@proves("Each partition counts from 0, for itself.", partitions=((0, 0, 1, 2), (0, 0, 0, 0)))
def test_each_partition_counts_for_itself(kafka: ProofCluster, partitions: tuple[int, ...]) -> None:
    topic, producer = kafka.topic(3), kafka.producer()
    offsets = [
        producer.send(topic, b"hello", partition=number).get(timeout=10).offset for number in partitions
    ]
    assert offsets == [0, 1, 0, 0]


@proves(
    "Each broker leads one partition and follows in another, and no broker stores the whole topic.",
    replicas=(
        {0: [101, 102], 1: [102, 103], 2: [103, 101]},
        {0: [101, 102, 103], 1: [102, 103, 101], 2: [103, 101, 102]},
    ),
)
def test_each_broker_leads_one_and_follows_in_another(
    kafka: ProofCluster, replicas: dict[int, list[int]]
) -> None:
    name = kafka.name()
    kafka.admin.create_topics({name: {"assignments": replicas}})
    assert in_time(lambda: len(kafka.parts(name)) == 3 and all(part.leader > 0 for part in kafka.parts(name)))
    for broker in (101, 102, 103):
        stored = [part for part in kafka.parts(name) if broker in part.replicas]
        assert sorted(part.leader == broker for part in stored) == [False, True]


@proves("Three new partitions on three brokers get three different leaders.", brokers=(None, [101, 102]))
def test_three_partitions_three_leaders(kafka: ProofCluster, brokers: list[int] | None) -> None:
    topic = kafka.topic(3, on=brokers)
    assert {part.leader for part in kafka.parts(topic)} == {101, 102, 103}


@proves("Deleting records does not give their offsets back.", delete=("records", "topic"))
def test_deleted_offsets_are_not_given_back(kafka: ProofCluster, delete: str) -> None:
    """In the changed world the whole topic goes, and a new one takes its place."""
    topic, producer = kafka.topic(1), kafka.producer()
    for value in (b"a", b"b", b"c"):
        producer.send(topic, value, partition=0).get(timeout=10)
    kafka.admin.delete_records({TopicPartition(topic, 0): 3})
    if delete == "topic":
        topic = kafka.topic(1)
    assert producer.send(topic, b"d", partition=0).get(timeout=10).offset == 3


@proves("Sending to a topic that doesn't exist creates it.", send=(True, False))
def test_sending_creates_a_topic(kafka: ProofCluster, send: bool) -> None:
    name = kafka.name()
    if send:
        kafka.producer().send(name, b"hello").get(timeout=10)
    assert in_time(lambda: name in kafka.admin.list_topics(), 2)


@proves("A topic with more replicas than brokers is refused.", replicas=(4, 3))
def test_more_replicas_than_brokers_are_refused(kafka: ProofCluster, replicas: int) -> None:
    topic = kafka.name()
    with pytest.raises(InvalidReplicationFactorError):
        kafka.admin.create_topics({topic: {"num_partitions": 1, "replication_factor": replicas}})
    assert topic not in kafka.admin.list_topics()
