"""What docs/reference/clients.md states."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError as OfAiokafka
from confluent_kafka import KafkaException
from kafka.errors import MessageSizeTooLargeError
from kafka.partitioner.default import murmur2

from checks.proofs.declaration import breaks_brokers, proves
from checks.proofs.fixtures import Edit, Programs, ProofCluster, in_time

KEYS = [b"alice", b"bob", b"order-42", b"user-1"]


def with_confluent(kafka: ProofCluster, topic: str, keys: list[bytes], **settings: Any) -> list[int]:
    """The partitions of records with these keys."""
    producer = kafka.confluent(**settings)
    places: dict[Any, Any] = {}
    for key in keys:
        producer.produce(
            topic,
            b"hello",
            key=key,
            on_delivery=lambda _, record: places.update({record.key(): record.partition()}),
        )
    assert producer.flush(10) == 0
    return [places[key] for key in keys]


async def with_aiokafka(kafka: ProofCluster, topic: str, keys: Sequence[bytes | None]) -> list[int]:
    """The same with aiokafka."""
    async with AIOKafkaProducer(bootstrap_servers=kafka.addresses) as producer:
        return [(await producer.send_and_wait(topic, b"hello", key=key)).partition for key in keys]


@proves(
    "kafka-python and aiokafka put a key into the same partition, as Java does; confluent-kafka doesn't, unless its partitioner is "
    "`murmur2_random`.",
    partitioner=("murmur2_random", "consistent_random"),
)
def test_clients_agree_on_a_key(kafka: ProofCluster, partitioner: str) -> None:
    """That Java agrees is shown by its own test vectors, which kafka-python's murmur2 reproduces: 21 and
    foobar.
    """
    assert [murmur2(b"21"), murmur2(b"foobar")] == [
        number & 0xFFFFFFFF for number in (-973932308, -790332482)
    ]
    topic, producer = kafka.topic(3), kafka.producer()
    ours = [producer.send(topic, b"hello", key=key).get(timeout=10).partition for key in KEYS]
    assert asyncio.run(with_aiokafka(kafka, topic, KEYS)) == ours
    assert with_confluent(kafka, topic, KEYS) != ours
    assert with_confluent(kafka, topic, KEYS, partitioner=partitioner) == ours


@proves(
    "confluent-kafka sends a burst without keys to a single partition once it knows the topic, kafka-python and aiokafka to all.",
    linger=(60_000, 0),
)
def test_burst_goes_to_a_single_partition(kafka: ProofCluster, linger: int) -> None:
    """With sticking for a minute, so that a slow machine changes nothing; 200 of the others miss a partition
    once in 10^34 runs.
    """
    topic, ours, theirs = kafka.topic(3), set[int](), set[int | None]()
    producer = kafka.producer()
    for future in [producer.send(topic, b"hello") for _ in range(200)]:
        ours.add(future.get(timeout=10).partition)
    other = kafka.confluent(sticky_partitioning_linger_ms=linger)
    other.produce(topic, b"hello", partition=0)
    assert other.flush(10) == 0
    for _ in range(200):
        other.produce(topic, b"hello", on_delivery=lambda _, record: theirs.add(record.partition()))
    assert other.flush(10) == 0
    assert (
        ours == {0, 1, 2} == set(asyncio.run(with_aiokafka(kafka, topic, [None] * 200))) and len(theirs) == 1
    )


@proves("confluent-kafka calls callbacks only inside `poll()` and `flush()`.", poll=(False, True))
def test_callbacks_wait_for_poll(kafka: ProofCluster, poll: bool) -> None:
    topic, told = kafka.topic(1), []
    producer = kafka.confluent()
    producer.produce(topic, b"hello", on_delivery=lambda _, record: told.append(record.offset()))
    assert in_time(lambda: kafka.ends(topic) == {0: 1})
    if poll:
        producer.poll(10)
    assert not told
    producer.flush(10)
    assert told == [0]


@proves(
    "kafka-python sends what waits when the program ends; confluent-kafka and aiokafka lose it.",
    edit=(
        None,
        ('producer.produce(TOPIC, b"hello")"""', 'producer.produce(TOPIC, b"hello")\nproducer.flush()"""'),
    ),
)
def test_end_of_a_program(programs: Programs, edit: Edit | None) -> None:
    assert [
        line.rpartition(": ")[2] for line in programs.lines("reference/clients/end_without_a_word", edit)
    ] == [
        "10 of 10",
        "0 of 10",
        "0 of 10",
    ]


@proves("When its queue is full, confluent-kafka's `produce()` raises `BufferError`.", limit=(10, 100_000))
def test_full_queue_raises(kafka: ProofCluster, limit: int) -> None:
    topic = kafka.topic(1)
    producer = kafka.confluent(linger_ms=5000, queue_buffering_max_messages=limit)
    with pytest.raises(BufferError):
        for _ in range(11):
            producer.produce(topic, b"hello")
    assert producer.flush(10) == 0


@proves(
    "The two hashes agree on the partition of a key only by chance, whatever the number of partitions.",
    partitioner=("consistent", "murmur2"),
)
def test_hashes_agree_by_chance(kafka: ProofCluster, partitioner: str) -> None:
    """Of 600 fixed keys an n-th agrees, give or take a third: the hashes don't change, so neither does this
    number.
    """
    keys = [b"key-%d" % number for number in range(600)]
    for partitions in (3, 4, 6):
        places = with_confluent(kafka, kafka.topic(partitions), keys, partitioner=partitioner)
        agree = sum(
            place == (murmur2(key) & 0x7FFFFFFF) % partitions for key, place in zip(keys, places, strict=True)
        )
        assert 2 / 3 < agree / 600 * partitions < 4 / 3


@proves("All three refuse a record above their own limit in the call itself.", size=(2_000_000, 2_000))
def test_all_refuse_in_the_call(kafka: ProofCluster, size: int) -> None:
    topic, record = kafka.topic(1), b"x" * size
    with pytest.raises(MessageSizeTooLargeError):
        kafka.producer().send(topic, record)
    with pytest.raises(KafkaException):
        kafka.confluent().produce(topic, record)

    async def third() -> None:
        async with AIOKafkaProducer(bootstrap_servers=kafka.addresses) as producer:
            with pytest.raises(OfAiokafka):
                await producer.send(topic, record)

    asyncio.run(third())
    assert kafka.ends(topic) == {0: 0}


@proves(
    "aiokafka keeps one request and one batch for each partition, and then `send()` waits.",
    frozen=(True, False),
)
@breaks_brokers
def test_aiokafka_waits_when_a_batch_is_full(kafka: ProofCluster, frozen: bool) -> None:
    """A frozen leader answers nothing, so the first request stays on its way; each batch has room for one of
    these records.
    """
    topic = kafka.topic(1, on=[103])

    async def sent() -> int:
        count = 0
        async with AIOKafkaProducer(bootstrap_servers=kafka.addresses, max_batch_size=1000) as producer:
            await producer.send_and_wait(topic, b"x")
            if frozen:
                kafka.cluster.freeze(103)
            try:
                while count < 5:
                    await asyncio.wait_for(producer.send(topic, b"x" * 900), 2)
                    count += 1
            except TimeoutError:
                pass
            finally:
                if frozen:
                    kafka.cluster.thaw(103)
        return count

    assert asyncio.run(sent()) == 2


@proves(
    "When answers are late, confluent-kafka stores newer records before older ones, unless `enable.idempotence` is on.",
    edit=(None, ('settings = {"request.timeout.ms": 1000', 'settings = {"request.timeout.ms": 30000')),
)
@breaks_brokers
def test_confluent_swaps_late_records(programs: Programs, edit: Edit | None) -> None:
    """With half a minute nothing is late, and nothing is sent again."""
    assert [
        line.rpartition(": ")[2] for line in programs.lines("reference/clients/order_by_client", edit)
    ] == ["False", "True"]
