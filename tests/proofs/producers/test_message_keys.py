"""What docs/producers/message-keys.md states."""

from contextlib import ExitStack

import pytest
from confluent_kafka import Consumer
from kafka import DefaultSerializer
from kafka.errors import InvalidPartitionsError
from kafka.partitioner.default import murmur2

from checks.clients import Message, confluent_kafka
from checks.proofs.declaration import proves
from checks.proofs.fixtures import Edit, Programs, ProofCluster, in_time


@proves("All records with one key are in one partition.", key=(b"truck_id_123", None))
def test_one_key_one_partition(kafka: ProofCluster, key: bytes | None) -> None:
    """Without a key, 60 records are all in one partition once in 10^28 runs."""
    producer, topic = kafka.producer(), kafka.topic()
    futures = [producer.send(topic, b"here", key=key) for _ in range(60)]
    assert len({future.get(timeout=10).partition for future in futures}) == 1


@proves("Different keys can share a partition.", partitions=(3, 100))
def test_keys_share_a_partition(kafka: ProofCluster, partitions: int) -> None:
    producer, topic = kafka.producer(), kafka.topic(partitions)
    places = [
        producer.send(topic, b"here", key=key).get(timeout=10).partition
        for key in (b"truck_id_123", b"truck_id_456")
    ]
    assert len(set(places)) == 1


@proves(
    "The partition of a key can be computed in advance, without asking the cluster.",
    mask=(0x7FFFFFFF, 0x3FFFFFFF),
)
def test_partition_computed_in_advance(kafka: ProofCluster, mask: int) -> None:
    keys = [b"user-%d" % number for number in range(300)]
    computed = [(murmur2(key) & mask) % 3 for key in keys]
    producer, topic = kafka.producer(), kafka.topic(3)
    futures = [producer.send(topic, b"hello", key=key) for key in keys]
    assert [future.get(timeout=10).partition for future in futures] == computed


@proves(
    "The same string through another serializer is another key.",
    edit=(None, ("JsonSerializer()", "StringSerializer()")),
)
def test_another_serializer_another_key(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("producers/message_keys/serializers", edit)
    assert len({line.partition("partition")[2] for line in lines}) == 2


@proves("A partition that you name wins over the key.", named=(2, None))
def test_named_partition_wins(kafka: ProofCluster, named: int | None) -> None:
    topic, producer = kafka.topic(3), kafka.producer()
    producer.send(topic, b"hello", key=b"alice", partition=named).get(timeout=10)
    (record,) = kafka.records(topic)
    assert (record.partition, record.key) == (2, b"alice")


@proves("Growing a topic moves keys, never records.", partitions=(6, 3))
def test_growing_moves_keys_not_records(kafka: ProofCluster, partitions: int) -> None:
    keys, topic = [b"user-%d" % number for number in range(60)], kafka.topic(3)
    before = sent(kafka, topic, keys)
    if partitions > 3:
        kafka.admin.create_partitions({topic: partitions})
        assert in_time(lambda: kafka.is_known_everywhere(topic, partitions))
        kafka.ends(topic)  # a consumer that asks a leader too early gets a KeyError (kafka-python 3.0.12)
    stored = {record.key: record.partition for record in kafka.records(topic)}
    assert [stored[key] for key in keys] == before, "no record has moved"
    assert sent(kafka, topic, keys) != before, "some keys have"


def sent(kafka: ProofCluster, topic: str, keys: list[bytes]) -> list[int]:
    """The partitions to which a new producer sends these keys."""
    producer = kafka.producer()
    return [
        future.get(timeout=10).partition
        for future in [producer.send(topic, b"hello", key=key) for key in keys]
    ]


@proves(
    "In a group each partition has one reader, so of four readers of three partitions one has nothing to do.",
    partitions=(3, 4),
)
def test_one_reader_for_each_partition(kafka: ProofCluster, partitions: int) -> None:
    """confluent-kafka's consumers, whose groups come together in a second; kafka-python's took 30 at
    times.
    """
    topic = kafka.topic(partitions)
    told: set[Consumer] = set()
    with ExitStack() as stack:
        readers = [
            Consumer({"bootstrap.servers": ",".join(kafka.addresses), "group.id": topic}) for _ in range(4)
        ]
        for reader in readers:
            stack.callback(reader.close)
            reader.subscribe([topic], on_assign=lambda reader, _: told.add(reader))

        def shared_out() -> bool:
            for reader in readers:
                reader.poll(0.05)
            return (
                len(told) == len(readers)
                and sum(len(reader.assignment()) for reader in readers) == partitions
            )

        assert in_time(shared_out)
        assert sorted(len(reader.assignment()) for reader in readers) == [0, 1, 1, 1]


@proves("An empty key is hashed like any other and always lands in partition 0 of 3.", key=(b"", None))
def test_empty_key_is_a_key(kafka: ProofCluster, key: bytes | None) -> None:
    """Without a key, 60 records all in partition 0 are one in 10^28 runs."""
    assert set(sent(kafka, kafka.topic(3), [key] * 60)) == {0}  # type: ignore[list-item]


@proves(
    "A partition that doesn't exist is refused with a `ValueError` before anything is sent.", partition=(3, 2)
)
def test_unknown_partition_is_refused(kafka: ProofCluster, partition: int) -> None:
    topic, producer = kafka.topic(3), kafka.producer()
    with pytest.raises(ValueError):
        producer.send(topic, b"hello", key=b"alice", partition=partition)
    assert not kafka.records(topic)


@proves("The number of partitions can grow, never shrink.", partitions=(2, 4))
def test_partitions_never_shrink(kafka: ProofCluster, partitions: int) -> None:
    topic = kafka.topic(3)
    with pytest.raises(InvalidPartitionsError):
        kafka.admin.create_partitions({topic: partitions})
    assert len(kafka.parts(topic)) == 3


@proves(
    "Without a serializer, a key that is text is refused with a `TypeError`.",
    serializer=(None, DefaultSerializer()),
)
def test_text_key_is_refused(kafka: ProofCluster, serializer: DefaultSerializer | None) -> None:
    with pytest.raises(TypeError):
        kafka.producer(key_serializer=serializer).send(kafka.topic(1), b"hello", key="alice")


@proves(
    "A running producer goes on with its old map of the topic until it fetches a new one", age=(300_000, 200)
)
def test_running_producer_keeps_its_map(kafka: ProofCluster, age: int) -> None:
    """Five minutes by default: for two seconds it sees three partitions where there are six."""
    topic, producer = kafka.topic(3), kafka.producer(metadata_max_age_ms=age)
    assert len(producer.partitions_for(topic)) == 3
    kafka.admin.create_partitions({topic: 6})
    assert in_time(lambda: len(kafka.parts(topic)) == 6)
    assert not in_time(lambda: len(producer.partitions_for(topic)) != 3, 2)


@proves(
    "By default confluent-kafka takes an empty key for no key, and any partition may get it.",
    partitioner=("consistent_random", "consistent"),
)
def test_empty_key_is_none_for_confluent(kafka: ProofCluster, partitioner: str) -> None:
    """Without sticking to a partition; 200 records miss one of three once in 10^34 runs."""
    messages = [Message(kafka.topic(3), b"", 4)] * 200
    places = confluent_kafka.send(kafka.addresses[0], messages, {"partitioner": partitioner})
    assert set(places) == {0, 1, 2}
