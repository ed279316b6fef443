"""Asks confluent-kafka, and librdkafka, the library inside it."""

import ctypes
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import confluent_kafka
from confluent_kafka import Producer

from checks.clients import Message, Place
from checks.defaults.values import Scalar, Values


def version() -> str:
    """The version of the package."""
    return metadata.version("confluent-kafka")


def defaults() -> Values:
    """What librdkafka dumps of a fresh configuration, the topic's settings among it.

    Source: rd_kafka_conf_dump and rd_kafka_topic_conf_dump (rdkafka.h).
    """
    found: dict[str, Scalar] = {}
    for kind in ("topic_conf", "conf"):  # a topic inherits these from the producer
        found |= _dumped(kind)
    return Values(version(), f"rd_kafka_conf_dump of librdkafka {confluent_kafka.libversion()[0]}", found)


def places(keys: Sequence[bytes], counts: Sequence[int]) -> list[Place]:
    """What its partitioner says; an empty key counts as none, and chance decides.

    Source: rd_kafka_msg_partitioner_consistent (rdkafka_msg.c).
    """
    choose = _library().rd_kafka_msg_partitioner_consistent
    choose.argtypes = [
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_int32,
        ctypes.c_void_p,
        ctypes.c_void_p,
    ]
    choose.restype = ctypes.c_int32
    return [
        Place(
            zlib.crc32(key),
            [int(choose(None, key, len(key), count, None, None)) for count in counts] if key else None,
        )
        for key in keys
    ]


def send(address: str, records: Sequence[Message], settings: Mapping[str, Any] | None = None) -> list[int]:
    """Send records once their topics are known, or it keeps the burst until they are."""
    # The partition of an empty key is random.
    keyed = {"sticky.partitioning.linger.ms": 0} if all(record.key is not None for record in records) else {}
    producer = Producer({"bootstrap.servers": address} | keyed | dict(settings or {}))
    found = dict[int, int]()
    for topic in dict.fromkeys(record.topic for record in records):
        producer.produce(topic, b"first", partition=0)
    producer.flush(30)

    def note(number: int) -> Callable[[object, Any], None]:
        return lambda error, record: found.update({number: record.partition()})

    for number, (topic, key, size) in enumerate(records):
        producer.produce(topic, bytes(size), key=key, on_delivery=note(number))
    producer.flush(30)
    return [found[number] for number in range(len(records))]


@cache
def _library() -> ctypes.CDLL:
    folder = Path(str(confluent_kafka.__file__)).parents[1]
    return ctypes.CDLL(
        str(next(file for file in folder.glob("confluent_kafka*/**/*librdkafka*") if file.is_file()))
    )


def _dumped(kind: str) -> dict[str, Scalar]:
    new, dump = getattr(_library(), f"rd_kafka_{kind}_new"), getattr(_library(), f"rd_kafka_{kind}_dump")
    new.restype, dump.restype = ctypes.c_void_p, ctypes.POINTER(ctypes.c_char_p)
    dump.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t)]
    count = ctypes.c_size_t()
    pairs = dump(new(), ctypes.byref(count))
    words = [(pairs[number] or b"").decode() for number in range(count.value)]
    return {
        name: _number(value)
        for name, value in zip(words[::2], words[1::2], strict=True)
        if not value.startswith("0x")
    }


def _number(text: str) -> Scalar:
    return int(text) if text.lstrip("-").isdigit() else {"true": True, "false": False}.get(text, text)
