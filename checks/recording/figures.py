"""Records the data of the pages' figures.

`make record NAME=recap` records one of them, `make record` all.
"""

import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import NewTopic
from kafka.partitioner import murmur2

from checks.clients import adapter_of
from checks.files import write
from checks.recording import keyless
from checks.recording.keys import keys
from content.clients import clients
from content.figure_data import FigureData
from content.recordings import figure_file

KEYS = ("alice", "truck_id_234", "truck_id_345", "truck_id_123")
PLACES = {0: [101, 102, 103], 1: [102, 103, 101], 2: [103, 101, 102]}
HELD = (4, 2, 5)
RECORDS = 12
WAITED_FOR = 101
Data = dict[str, Any]


def record_figure(name: str, address: str, kafka: str, root: Path) -> Path:
    """Run what a figure shows on an empty cluster, and write it down."""
    data = RECORDERS[name](address)
    compared = name in ("keys", "without_a_key")
    versions = {
        client.caption: adapter_of(client).version() for client in (clients() if compared else clients()[:1])
    }
    file = figure_file(name, root)
    file.parent.mkdir(parents=True, exist_ok=True)
    write(file, FigureData(date.today().isoformat(), kafka, versions, data).dumps())
    return file


def topic(address: str, name: str) -> Mapping[int, Data]:
    """Create a topic whose replicas are placed by hand.

    So each broker leads one partition in each recording.

    Returns a broker's metadata of the partitions once each has a leader; another broker may know of none yet.
    """
    admin = KafkaAdminClient(bootstrap_servers=address)
    admin.create_topics([NewTopic(name, -1, -1, replica_assignments=PLACES)])
    wanted, deadline = {number: nodes[0] for number, nodes in PLACES.items()}, time.monotonic() + 20
    found = partitions(admin, name)
    while {number: partition["leader"] for number, partition in found.items()} != wanted:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{name} has no leaders yet")
        time.sleep(0.05)
        found = partitions(admin, name)
    admin.close()
    return found


def partitions(admin: KafkaAdminClient, name: str) -> Mapping[int, Data]:
    """What the cluster says of a topic's partitions."""
    (found,) = admin.describe_topics([name])
    return {
        part["partition_index"]: {
            "partition": part["partition_index"],
            "leader": part["leader_id"],
            "replicas": list(part["replica_nodes"]),
            "in_sync": sorted(part["isr_nodes"]),
        }
        for part in sorted(found["partitions"], key=lambda part: part["partition_index"])
    }


def recap(address: str) -> Data:
    """Leaders, replicas and records of a topic."""
    found = topic(address, "figure-recap")
    producer = KafkaProducer(bootstrap_servers=address)
    for partition, count in enumerate(HELD):
        for _ in range(count):
            producer.send("figure-recap", b"hello", partition=partition).get(timeout=20)
    ends = KafkaConsumer(bootstrap_servers=address).end_offsets(
        [TopicPartition("figure-recap", number) for number in PLACES]
    )
    held = {place.partition: end for place, end in ends.items()}
    return {"partitions": [partition | {"records": held[number]} for number, partition in found.items()]}


def producers(address: str) -> Data:
    """The map that a broker gives; the one asked is the first."""
    return {"asked": 101, "partitions": [*topic(address, "figure-producers").values()]}


def message_keys(address: str) -> Data:
    """The hash of each key, and where its record went."""
    topic(address, "figure-keys")
    producer = KafkaProducer(bootstrap_servers=address)
    keys = []
    for key in KEYS:
        stored = producer.send("figure-keys", b"here", key=key.encode()).get(timeout=20)
        hash_ = f"{murmur2(key.encode()) & 0xFFFFFFFF:08x}"
        keys.append({"key": key, "hash": hash_, "partition": stored.partition, "offset": stored.offset})
    return {"partitions": len(PLACES), "keys": keys}


def without_a_key(address: str) -> Data:
    """The partitions of sixty records without a key, client by client."""
    topic(address, "figure-keyless")
    return keyless.record(address, "figure-keyless")


def acks(address: str) -> Data:
    """Measure how long the future of one record takes with each acks.

    Records are sent one after the other; the result is the median.
    """
    topic(address, "figure-acks")
    found = []
    for setting in (0, 1, "all"):
        producer, took = (
            KafkaProducer(bootstrap_servers=address, acks=setting, enable_idempotence=setting == "all"),
            [],
        )
        for _ in range(1 + WAITED_FOR):
            began = time.perf_counter()
            producer.send("figure-acks", b"hello", partition=0).get(timeout=20)
            took.append(time.perf_counter() - began)
        producer.close()
        found.append(
            {"acks": setting, "records": WAITED_FOR, "done_ms": _ms(median(took[1:]))}
        )  # the first fetched metadata
    return {"acks": found}


def send_and_confirm(address: str) -> Data:
    """When send() returned, and when the future was done."""
    topic(address, "figure-send")
    producer = KafkaProducer(bootstrap_servers=address)
    producer.send("figure-send", b"first", partition=0).get(timeout=20)
    began = time.perf_counter()
    future = producer.send("figure-send", b"hello", partition=0)
    returned = time.perf_counter()
    future.get(timeout=20)
    return {"returned_ms": _ms(returned - began), "done_ms": _ms(time.perf_counter() - began)}


def batches(address: str) -> Data:
    """Count the records of each batch in two ways of sending.

    In one the program waits for each record, in the other the client collects them.
    """
    topic(address, "figure-batches")
    ways = []
    for title, wait, linger in (
        ("You wait for each record", True, 0),
        ("linger_ms lets them gather", False, 10_000),
    ):
        producer = KafkaProducer(bootstrap_servers=address, linger_ms=linger)
        count = RECORDS if linger else 6
        for _ in range(count):
            future = producer.send("figure-batches", b"hello", partition=0)
            if wait:
                future.get(timeout=20)
        producer.flush()
        ways.append({"title": title, "batches": _sizes(count, producer.metrics()["producer-metrics"])})
        producer.close()
    return {"ways": ways}


def _sizes(records: int, metrics: Mapping[str, float]) -> list[int]:
    """Return the sizes of the batches to one partition, in records.

    Each batch is one request of the producer. The producer's metrics give the sizes only if all are the same.

    Raises:
        TimeoutError: if they are not, as on a machine that was too busy.
    """
    size = metrics["records-per-request-avg"]
    if metrics["batch-size-avg"] != metrics["batch-size-max"] or records % size:
        raise TimeoutError(
            f"The batches of {records} records had different sizes, {size:g} on average; record them on an idle machine."
        )
    return [int(size)] * int(records / size)


RECORDERS: dict[str, Callable[[str], Data]] = {
    record.__name__: record
    for record in (acks, batches, keys, message_keys, producers, recap, send_and_confirm, without_a_key)
}


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
