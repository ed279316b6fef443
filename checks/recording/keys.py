"""Golden vectors of keys: the hash of each, and the partition that each client gave it on the cluster, for 1 to 12 partitions."""

import asyncio
import ctypes
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiokafka.partitioner
import confluent_kafka
import kafka.partitioner
from aiokafka import AIOKafkaProducer
from confluent_kafka import Producer
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import NewTopic

from checks.clients import java_producer

COUNTS = range(1, 13)
# Every length of a block and of what is left over, bytes above 127 in each place, one byte apart, and what people use.
KEYS = (
    *("alice", "bob", "carol", "order-42", "truck_id_123", "truck_id_234", "café", "🚚"),
    *("", " ", "a", "ab", "abc", "abcd", "abcde", "Alice", "alice ", "dave", "truck_id_345", "42", "null", "é", "éa", "aé", "ééé"),
    *("Zürich", "naïve", "日本", "ключ", "👩‍🚀", "\u0000", "\U0010ffff", "a key that is longer than most: 0123456789 0123456789"),
    *(f"user-{number}" for number in range(12)),
)
EMPTY_SENT = 200
Data = dict[str, Any]


class Disagreement(Exception):
    """Clients do what the page doesn't say; its text says what."""


def keys(address: str) -> Data:
    """Send a record with each key to a topic of each size, with each client, and write down where it went.

    Raises:
        Disagreement: when a client gives another partition than its hash says, or hashes an empty key that should be none.
    """
    topics = _topics(address)
    asked = [(topic, key.encode()) for key in KEYS for topic in topics]
    found = {name: _by_key(send(address, asked)) for name, send in SENDERS.items()}
    hashes = installed()
    data: Data = {}
    for key in KEYS:
        data[key] = {"murmur2": hashes[key]["murmur2"], "crc32": hashes[key]["crc32"]}
        for client, hash_ in HASH_OF.items():
            went: list[int] | None = found[client][key]
            computed = hashes[key]["partitions"][client]
            if not key and client == "confluent-kafka":
                went = None  # chance decides; that it does is asked below
            elif went != computed:
                raise Disagreement(f"{client} put the key {key!r} into {went}, and its {hash_} says {computed}.")
            data[key][client] = went
    topic = topics[2]
    places = confluent(address, [(topic, b"")] * EMPTY_SENT, {"sticky.partitioning.linger.ms": 0})
    if set(places) != {0, 1, 2}:
        raise Disagreement(f"confluent-kafka put {EMPTY_SENT} records with an empty key into {sorted(set(places))} only.")
    return data


def installed() -> Mapping[str, Data]:
    """For each key what the installed libraries make of it, without a cluster: the hashes, and the partitions by client."""
    java = java_producer.place([key.encode() for key in KEYS], COUNTS)
    theirs = aiokafka.partitioner.DefaultPartitioner()
    found = {}
    for key, (javas, partitions) in zip(KEYS, java, strict=True):
        data = key.encode()
        murmurs = {kafka.partitioner.murmur2(data) & 0xFFFFFFFF, aiokafka.partitioner.murmur2(data) & 0xFFFFFFFF, javas}
        if len(murmurs) != 1:
            raise Disagreement(f"kafka-python, aiokafka and Java differ in the murmur2 of {key!r}: {murmurs}.")
        found[key] = {
            "murmur2": f"{javas:08x}",
            "crc32": f"{zlib.crc32(data):08x}",
            "partitions": {
                "kafka-python": [_default_of_kafka_python(data, n) for n in COUNTS],
                "aiokafka": [theirs(data, _numbers(n), _numbers(n)) for n in COUNTS],
                "Java": partitions,
                "confluent-kafka": [_consistent(data, n) for n in COUNTS] if data else None,
            },
        }
    return found


def differences(data: Mapping[str, Data], live: Mapping[str, Data]) -> list[str]:
    """A line for each key and thing that was recorded otherwise than the installed libraries have it."""
    lines = []
    for key in dict.fromkeys([*data, *live]):
        then, now = data.get(key, {}), live.get(key, {"partitions": {}})
        flat = {name: now.get(name) for name in ("murmur2", "crc32")} | now["partitions"]
        for name in dict.fromkeys([*then, *flat]):
            if then.get(name) != flat.get(name):
                lines.append(f"{key!r}, {name}: recorded {then.get(name)}, installed {flat.get(name)}")
    return lines


def _numbers(count: int) -> list[int]:
    return list(range(count))


def _default_of_kafka_python(key: bytes, count: int) -> int:
    everything = set(_numbers(count))
    cluster = SimpleNamespace(
        topics=lambda: {"t"}, partitions_for_topic=lambda _: everything, available_partitions_for_topic=lambda _: everything
    )
    return int(kafka.partitioner.DefaultPartitioner().partition("t", key, key, None, None, cluster))


def _consistent(key: bytes, count: int) -> int:
    """What librdkafka, the library inside confluent-kafka, gives a key that isn't empty (rd_kafka_msg_partitioner_consistent)."""
    choose = _librdkafka().rd_kafka_msg_partitioner_consistent
    choose.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p]
    choose.restype = ctypes.c_int32
    return int(choose(None, key, len(key), count, None, None))


@cache
def _librdkafka() -> ctypes.CDLL:
    folder = Path(str(confluent_kafka.__file__)).parents[1]
    return ctypes.CDLL(str(next(file for file in folder.glob("confluent_kafka*/**/*librdkafka*") if file.is_file())))


def _topics(address: str) -> list[str]:
    """A topic for each number of partitions, each partition with a leader."""
    admin, names = KafkaAdminClient(bootstrap_servers=address), {f"figure-keys-{count}": count for count in COUNTS}
    admin.create_topics([NewTopic(name, count, 1) for name, count in names.items()])
    deadline = time.monotonic() + 30
    while True:
        found = admin.describe_topics(list(names))
        led = [
            sum(part["leader_id"] >= 0 for part in topic["partitions"]) for topic in sorted(found, key=lambda topic: names[topic["name"]])
        ]
        if led == list(COUNTS):
            admin.close()
            return list(names)
        if time.monotonic() > deadline:
            raise TimeoutError("the topics have no leaders yet")
        time.sleep(0.05)


Asked = Sequence[tuple[str, bytes]]


def _kafka_python(address: str, asked: Asked) -> list[int]:
    producer = KafkaProducer(bootstrap_servers=address)
    futures = [producer.send(topic, b"here", key=key) for topic, key in asked]
    return [future.get(timeout=30).partition for future in futures]


def _aiokafka(address: str, asked: Asked) -> list[int]:
    async def send() -> list[int]:
        async with AIOKafkaProducer(bootstrap_servers=address) as producer:
            futures = [await producer.send(topic, b"here", key=key) for topic, key in asked]
            return [(await future).partition for future in futures]

    return asyncio.run(send())


def _java(address: str, asked: Asked) -> list[int]:
    return java_producer.send(address, [(topic, key, 4) for topic, key in asked])


def confluent(address: str, asked: Asked, settings: Mapping[str, Any] | None = None) -> list[int]:
    """The partitions that confluent-kafka gives to records with these topics and keys."""
    producer, places = Producer({"bootstrap.servers": address} | dict(settings or {})), dict[int, int]()

    def note(number: int) -> Callable[[object, Any], None]:
        return lambda error, record: places.update({number: record.partition()})

    for number, (topic, key) in enumerate(asked):
        producer.produce(topic, b"here", key=key, on_delivery=note(number))
    producer.flush(30)
    return [places[number] for number in range(len(asked))]


def _by_key(places: Sequence[int]) -> dict[str, list[int]]:
    return {key: list(places[number * len(COUNTS) : (number + 1) * len(COUNTS)]) for number, key in enumerate(KEYS)}


SENDERS: Mapping[str, Callable[[str, Asked], list[int]]] = {
    "kafka-python": _kafka_python,
    "aiokafka": _aiokafka,
    "Java": _java,
    "confluent-kafka": confluent,
}
HASH_OF = {"kafka-python": "murmur2", "aiokafka": "murmur2", "Java": "murmur2", "confluent-kafka": "CRC32"}
