"""How the Python clients differ."""

import asyncio
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from confluent_kafka import Producer
from kafka.partitioner.default import murmur2

from proofs.ground import Edit, Ground, Programs, in_time
from proofs.proves import proves

KEYS = [b"alice", b"bob", b"order-42", b"user-1"]


def with_confluent(kafka: Ground, topic: str, keys: list[bytes], **settings: Any) -> list[int]:
    """The partitions of records with these keys."""
    producer = Producer(
        {"bootstrap.servers": ",".join(kafka.addresses)} | {key.replace("_", "."): value for key, value in settings.items()}
    )
    places: dict[Any, Any] = {}
    for key in keys:
        producer.produce(topic, b"hello", key=key, on_delivery=lambda _, record: places.update({record.key(): record.partition()}))
    assert producer.flush(10) == 0
    return [places[key] for key in keys]


async def with_aiokafka(kafka: Ground, topic: str, keys: list[bytes]) -> list[int]:
    """The same with aiokafka."""
    async with AIOKafkaProducer(bootstrap_servers=kafka.addresses) as producer:
        return [(await producer.send_and_wait(topic, b"hello", key=key)).partition for key in keys]


@proves(
    "kafka-python and aiokafka put a key into the same partition, as Java does; confluent-kafka doesn't, unless its partitioner is "
    "`murmur2_random`.",
    partitioner=("murmur2_random", "consistent_random"),
)
def test_clients_agree_on_a_key(kafka: Ground, partitioner: str) -> None:
    """That Java agrees is shown by its own test vectors, which kafka-python's murmur2 reproduces: 21 and foobar."""
    assert [murmur2(b"21"), murmur2(b"foobar")] == [number & 0xFFFFFFFF for number in (-973932308, -790332482)]
    topic, producer = kafka.topic(3), kafka.producer()
    ours = [producer.send(topic, b"hello", key=key).get(timeout=10).partition for key in KEYS]
    assert asyncio.run(with_aiokafka(kafka, topic, KEYS)) == ours
    assert with_confluent(kafka, topic, KEYS) != ours
    assert with_confluent(kafka, topic, KEYS, partitioner=partitioner) == ours


@proves(
    "confluent-kafka sends a burst without keys to a single partition once it knows the topic, kafka-python to all.", linger=(60_000, 0)
)
def test_burst_goes_to_a_single_partition(kafka: Ground, linger: int) -> None:
    """With sticking for a minute, so that a slow machine changes nothing; kafka-python's 200 miss a partition once in 10^10 runs."""
    topic, ours, theirs = kafka.topic(3), set[int](), set[int | None]()
    producer = kafka.producer()
    for future in [producer.send(topic, b"hello") for _ in range(200)]:
        ours.add(future.get(timeout=10).partition)
    other = Producer({"bootstrap.servers": ",".join(kafka.addresses), "sticky.partitioning.linger.ms": linger})
    other.produce(topic, b"hello", partition=0)
    assert other.flush(10) == 0
    for _ in range(200):
        other.produce(topic, b"hello", on_delivery=lambda _, record: theirs.add(record.partition()))
    assert other.flush(10) == 0
    assert ours == {0, 1, 2} and len(theirs) == 1


@proves("confluent-kafka calls callbacks only inside `poll()` and `flush()`.", poll=(False, True))
def test_callbacks_wait_for_poll(kafka: Ground, poll: bool) -> None:
    topic, told = kafka.topic(1), []
    producer = Producer({"bootstrap.servers": ",".join(kafka.addresses)})
    producer.produce(topic, b"hello", on_delivery=lambda _, record: told.append(record.offset()))
    assert in_time(lambda: kafka.ends(topic) == {0: 1})
    if poll:
        producer.poll(10)
    assert not told
    producer.flush(10)
    assert told == [0]


@proves(
    "kafka-python sends what waits when the program ends; confluent-kafka and aiokafka lose it.",
    edit=(None, ('producer.produce(TOPIC, b"hello")"""', 'producer.produce(TOPIC, b"hello")\nproducer.flush()"""')),
)
def test_end_of_a_program(programs: Programs, edit: Edit | None) -> None:
    assert [line.rpartition(": ")[2] for line in programs.lines("clients/end_without_a_word", edit)] == ["10 of 10", "0 of 10", "0 of 10"]


@proves("When its queue is full, confluent-kafka's `produce()` raises `BufferError`.", limit=(10, 100_000))
def test_full_queue_raises(kafka: Ground, limit: int) -> None:
    topic = kafka.topic(1)
    producer = Producer({"bootstrap.servers": ",".join(kafka.addresses), "linger.ms": 5000, "queue.buffering.max.messages": limit})
    with pytest.raises(BufferError):
        for _ in range(11):
            producer.produce(topic, b"hello")
    assert producer.flush(10) == 0
