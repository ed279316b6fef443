"""What docs/producers/producers.md states."""

import asyncio
from collections.abc import Sequence

import pytest
from aiokafka import AIOKafkaProducer
from kafka.partitioner.default import murmur2

from checks.proofs.declaration import proves
from checks.proofs.fixtures import Edit, Programs, ProofCluster


async def with_aiokafka(kafka: ProofCluster, topic: str, keys: Sequence[bytes | None]) -> list[int]:
    """The same with aiokafka."""
    async with AIOKafkaProducer(bootstrap_servers=kafka.addresses) as producer:
        return [(await producer.send_and_wait(topic, b"hello", key=key)).partition for key in keys]


@proves("When a topic is new, aiokafka writes a line about it to the error output:", new=(True, False))
def test_aiokafka_tells_of_a_new_topic(
    kafka: ProofCluster, caplog: pytest.LogCaptureFixture, new: bool
) -> None:
    """Python writes to the error output what a library logs at this level and nobody handles."""
    topic = kafka.name() if new else kafka.topic(1)
    asyncio.run(with_aiokafka(kafka, topic, [b"alice"]))
    told = [
        (record.levelname, record.getMessage())
        for record in caplog.records
        if record.name.startswith("aiokafka")
    ]
    assert ("ERROR", f"Topic {topic} not found in cluster metadata") in told


@proves(
    "The partition that you compute from the key is the one in which the record arrives.",
    key=(b"user-1", None),
)
def test_computed_partition_is_the_one(kafka: ProofCluster, key: bytes | None) -> None:
    """Without a key, 40 records all in the computed partition are one in 10^19 runs."""
    topic, producer = kafka.topic(3), kafka.producer()
    futures = [producer.send(topic, b"hello", key=key) for _ in range(40)]
    [future.get(timeout=10) for future in futures]
    assert {record.partition for record in kafka.records(topic)} == {(murmur2(b"user-1") & 0x7FFFFFFF) % 3}


@proves(
    "A producer spreads records over partitions, and the leaders decide which brokers that means.",
    on=([101], None),
)
def test_records_spread_over_partitions(kafka: ProofCluster, on: list[int] | None) -> None:
    """Three partitions, one broker: 100 records without a key leave a partition out once in 10^17 runs."""
    topic, producer = kafka.topic(3, on=on), kafka.producer()
    futures = [producer.send(topic, b"hello") for _ in range(100)]
    used = {future.get(timeout=10).partition for future in futures}
    brokers = {part.leader for part in kafka.parts(topic) if part.number in used}
    assert used == {0, 1, 2} and brokers == {101}


@proves(
    "Whichever broker you name, you get the same map and the record goes to the same partition.",
    key=(b"alice", None),
)
def test_whichever_broker_the_same_map(kafka: ProofCluster, key: bytes | None) -> None:
    """Without a key, 30 records all in one partition are one in 10^13 runs."""
    topic = kafka.topic(3)
    maps, places = set(), set()
    for address in kafka.addresses:
        producer = kafka.producer(bootstrap_servers=address)
        places |= {producer.send(topic, b"hello", key=key).get(timeout=10).partition for _ in range(10)}
        maps.add(frozenset(broker.node_id for broker in producer._metadata.brokers()))
    assert maps == {frozenset({101, 102, 103})} and len(places) == 1


@proves(
    "One address that answers is enough",
    edit=(None, ('"localhost:9092"])', '"localhost:9998"], bootstrap_timeout_ms=500)')),
)
def test_one_address_is_enough(programs: Programs, edit: Edit | None) -> None:
    """In the changed world none answers, and it is that which fails, not anything else."""
    last = programs.lines("producers/producers/dead_address", edit)[-1]
    if last != "stored at offset 0" and "Unable to bootstrap" not in last:
        raise RuntimeError(last)
    assert last == "stored at offset 0"
