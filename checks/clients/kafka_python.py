"""Asks kafka-python."""

from collections.abc import Mapping, Sequence
from importlib import metadata
from types import SimpleNamespace
from typing import Any

from kafka import KafkaProducer
from kafka.partitioner import DefaultPartitioner, murmur2

from checks.clients import Message, Place
from checks.defaults.values import Values, plain


def version() -> str:
    """The version of the package."""
    return metadata.version("kafka-python")


def defaults() -> Values:
    """What the class of the producer holds."""
    # A default that is a class, such as the selector, depends on the operating system.
    found = {
        name: plain(value)
        for name, value in KafkaProducer.DEFAULT_CONFIG.items()
        if not isinstance(value, type)
    }
    return Values(version(), "KafkaProducer.DEFAULT_CONFIG", found)


def places(keys: Sequence[bytes], counts: Sequence[int]) -> list[Place]:
    """What its hash and its default partitioner say."""
    return [Place(murmur2(key) & 0xFFFFFFFF, [_partition(key, count) for count in counts]) for key in keys]


def send(address: str, records: Sequence[Message], settings: Mapping[str, Any] | None = None) -> list[int]:
    """Send records once their topics are known."""
    with KafkaProducer(bootstrap_servers=address, **(settings or {})) as producer:
        for topic in dict.fromkeys(record.topic for record in records):
            producer.partitions_for(topic)
        futures = [producer.send(record.topic, bytes(record.size), key=record.key) for record in records]
        return [future.get(timeout=30).partition for future in futures]


def _partition(key: bytes, count: int) -> int:
    numbers = set(range(count))
    cluster = SimpleNamespace(
        topics=lambda: {"t"},
        partitions_for_topic=lambda _: numbers,
        available_partitions_for_topic=lambda _: numbers,
    )
    return int(DefaultPartitioner().partition("t", key, key, None, None, cluster))
