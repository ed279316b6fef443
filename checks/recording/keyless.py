"""Records where sixty records without a key go, client by client, and says what each client's sequence has to be like."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from aiokafka import AIOKafkaProducer
from confluent_kafka import Producer
from kafka import KafkaProducer

from checks.clients import java_producer
from checks.recording.keys import Disagreement

RECORDS, SIZE = 60, 2000  # in one go; several batches of Java's, so that it moves
JAVA_STAYS = 9  # at least so many records until batch.size, 16,384 bytes, are written
VALUE = bytes(SIZE)
Data = dict[str, Any]


def record(address: str, topic: str) -> Data:
    """The partition of each record, in the order of sending, for each client.

    Raises:
        Disagreement: when a client doesn't do what the page says of it.
    """
    sequences = {name: send(address, topic) for name, send in SENDERS.items()}
    if found := problems(sequences):
        raise Disagreement(" ".join(found))
    return {"bytes": SIZE, "sequences": sequences}


def problems(sequences: Mapping[str, Sequence[int]]) -> list[str]:
    """A sentence for each sequence that isn't as the page says.

    Two clients choose at random: of 59 steps 39 change the partition on average, and fewer than 15 once in ten billion runs.
    """
    found = []
    for name, sequence in sequences.items():
        stays = runs(sequence)
        right = {
            "kafka-python": len(stays) > 15 and not _in_turn(sequence),
            "aiokafka": len(stays) > 15 and not _in_turn(sequence),
            "confluent-kafka": len(stays) <= 2,
            "Java": all(stay >= JAVA_STAYS for stay in stays[:-1]),
            "partition=i % 3": _in_turn(sequence),
        }[name]
        if len(sequence) != RECORDS or not right:
            found.append(f"{name} sent {len(sequence)} records, and stayed in a partition for {', '.join(map(str, stays))}.")
    return found


def runs(sequence: Sequence[int]) -> list[int]:
    """How many records in a row stay in one partition, again and again."""
    return [len(list(same)) for _, same in groupby(sequence)]


def _in_turn(sequence: Sequence[int]) -> bool:
    return all(later == (earlier + 1) % 3 for earlier, later in pairwise(sequence))


def _kafka_python(address: str, topic: str) -> list[int]:
    producer = KafkaProducer(bootstrap_servers=address)
    producer.partitions_for(topic)
    futures = [producer.send(topic, VALUE) for _ in range(RECORDS)]
    return [future.get(timeout=20).partition for future in futures]


def _in_turns(address: str, topic: str) -> list[int]:
    producer = KafkaProducer(bootstrap_servers=address)
    futures = [producer.send(topic, VALUE, partition=number % 3) for number in range(RECORDS)]
    return [future.get(timeout=20).partition for future in futures]


def _aiokafka(address: str, topic: str) -> list[int]:
    async def send() -> list[int]:
        async with AIOKafkaProducer(bootstrap_servers=address) as producer:
            await producer.partitions_for(topic)
            futures = [await producer.send(topic, VALUE) for _ in range(RECORDS)]
            return [(await future).partition for future in futures]

    return asyncio.run(send())


def _confluent(address: str, topic: str) -> list[int]:
    producer, places = Producer({"bootstrap.servers": address}), dict[int, int]()
    producer.produce(topic, b"first", partition=0)  # it has to know the topic, or it keeps the burst until it does
    producer.flush(20)

    def note(number: int) -> Callable[[object, Any], None]:
        return lambda error, record: places.update({number: record.partition()})

    for number in range(RECORDS):
        producer.produce(topic, VALUE, on_delivery=note(number))
    deadline = time.monotonic() + 20
    while len(places) < RECORDS and time.monotonic() < deadline:
        producer.poll(0.1)
    return [places[number] for number in range(RECORDS)]


def _java(address: str, topic: str) -> list[int]:
    return java_producer.send(address, [(topic, None, SIZE)] * RECORDS)


SENDERS: Mapping[str, Callable[[str, str], list[int]]] = {
    "kafka-python": _kafka_python,
    "aiokafka": _aiokafka,
    "confluent-kafka": _confluent,
    "Java": _java,
    "partition=i % 3": _in_turns,
}
