"""Shows records as they arrive."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from lab import metadata

LOOK_AGAIN_S = 0.2


@dataclass(frozen=True)
class Record:
    """A record as a consumer gets it; None is no key or value."""

    partition: int
    offset: int
    key: bytes | None
    value: bytes | None


def watch(port: int, topic: str) -> Iterator[Record]:
    """Yields the records of a topic without end; the caller stops.

    The topic is looked for in the broker's metadata, because a consumer that asks for a missing topic makes
    the broker create it.
    """
    from kafka import KafkaConsumer, TopicPartition

    while not (partitions := _partitions(port, topic)):
        time.sleep(LOOK_AGAIN_S)
    consumer = KafkaConsumer(
        bootstrap_servers=f"localhost:{port}", auto_offset_reset="earliest", enable_auto_commit=False
    )
    try:
        consumer.assign([TopicPartition(topic, number) for number in partitions])
        while True:
            for records in consumer.poll(timeout_ms=500).values():
                for record in records:
                    yield Record(record.partition, record.offset, record.key, record.value)
    finally:
        consumer.close()


def _partitions(port: int, topic: str) -> list[int]:
    try:
        return [
            part.number for part in metadata.view(port).partitions if part.topic == topic and part.leader >= 0
        ]
    except OSError:
        return []
