"""Asks aiokafka."""

import asyncio
import inspect
from collections.abc import Mapping, Sequence
from importlib import metadata
from threading import Lock
from typing import Any
from unittest import mock

from aiokafka import AIOKafkaProducer
from aiokafka.partitioner import DefaultPartitioner, murmur2
from aiokafka.producer.sender import Sender

from checks.clients import Message, Place
from checks.defaults.values import Values, plain

_PATCHING = Lock()  # two threads that patch one name would see each other's


def version() -> str:
    """The version of the package."""
    return metadata.version("aiokafka")


def defaults() -> Values:
    """The arguments of the producer.

    The default of acks depends on another argument, so it is read where it reaches the sender.
    """
    arguments = inspect.signature(AIOKafkaProducer).parameters.values()
    found = {argument.name: plain(argument.default) for argument in arguments}

    async def acks() -> int:
        with mock.patch("aiokafka.producer.producer.Sender", wraps=Sender) as made:
            await AIOKafkaProducer().stop()
        return int(made.call_args.kwargs["acks"])

    with _PATCHING:
        return Values(version(), "the arguments of AIOKafkaProducer", found | {"acks": asyncio.run(acks())})


def places(keys: Sequence[bytes], counts: Sequence[int]) -> list[Place]:
    """What its hash and its default partitioner say."""
    choose = DefaultPartitioner()
    numbers = [list(range(count)) for count in counts]
    return [
        Place(murmur2(key) & 0xFFFFFFFF, [choose(key, partitions, partitions) for partitions in numbers])
        for key in keys
    ]


def send(address: str, records: Sequence[Message], settings: Mapping[str, Any] | None = None) -> list[int]:
    """Send records once their topics are known."""

    async def sent() -> list[int]:
        async with AIOKafkaProducer(bootstrap_servers=address, **(settings or {})) as producer:
            for topic in dict.fromkeys(record.topic for record in records):
                await producer.partitions_for(topic)
            futures = [
                await producer.send(record.topic, bytes(record.size), key=record.key) for record in records
            ]
            return [(await future).partition for future in futures]

    return asyncio.run(sent())
