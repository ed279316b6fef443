"""Asks the real Java client, in a process of its own, because a JVM can't be unloaded: `python -m checks.clients.java_producer` reads JSON."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jpype

from checks.clients.java import start


def send(address: str, records: Sequence[tuple[str, bytes | None, int]], settings: Mapping[str, str] | None = None) -> list[int]:
    """Send records (topic, key, size of the value) in one go, and return the partition of each."""
    rows = [(topic, None if key is None else key.hex(), size) for topic, key, size in records]
    return list(_ask({"address": address, "records": rows, "settings": dict(settings or {})}))


def place(keys: Sequence[bytes], counts: Sequence[int]) -> list[tuple[int, list[int]]]:
    """What Java's murmur2 makes of each key, without a cluster, and its partition for each number of partitions."""
    return [(number & 0xFFFFFFFF, partitions) for number, partitions in _ask({"keys": [key.hex() for key in keys], "counts": list(counts)})]


def _ask(question: Mapping[str, Any]) -> Any:
    command, folder = [sys.executable, "-m", "checks.clients.java_producer"], Path(__file__).parents[2]
    answer = subprocess.run(command, cwd=folder, input=json.dumps(question), capture_output=True, text=True)
    if answer.returncode:
        raise RuntimeError(f"the Java client said: {answer.stderr.strip().splitlines()[-1]}")
    return json.loads(answer.stdout.splitlines()[-1])


def main() -> None:
    """Answer one question of `send` or `place`."""
    question = json.load(sys.stdin)
    start()
    print(json.dumps(_send(question) if "records" in question else _place(question)))


def _send(question: Mapping[str, Any]) -> list[int]:
    package = "org.apache.kafka.clients.producer"
    settings = {
        "bootstrap.servers": question["address"],
        "key.serializer": "org.apache.kafka.common.serialization.ByteArraySerializer",
        "value.serializer": "org.apache.kafka.common.serialization.ByteArraySerializer",
    } | question["settings"]
    producer = jpype.JClass(f"{package}.KafkaProducer")(jpype.java.util.HashMap(settings))
    for topic in dict.fromkeys(topic for topic, _, _ in question["records"]):
        producer.partitionsFor(topic)
    record = jpype.JClass(f"{package}.ProducerRecord")
    made = [
        record(topic, None if key is None else _bytes(bytes.fromhex(key)), _bytes(bytes(size))) for topic, key, size in question["records"]
    ]
    partitions = [int(future.get().partition()) for future in [producer.send(each) for each in made]]
    producer.close()
    return partitions


def _place(question: Mapping[str, Any]) -> list[tuple[int, list[int]]]:
    hashes = jpype.JClass("org.apache.kafka.common.utils.Utils")
    built_in = jpype.JClass("org.apache.kafka.clients.producer.internals.BuiltInPartitioner")
    keys = [_bytes(bytes.fromhex(key)) for key in question["keys"]]
    return [(int(hashes.murmur2(key)), [int(built_in.partitionForKey(key, count)) for count in question["counts"]]) for key in keys]


def _bytes(data: bytes) -> Any:
    return jpype.JArray(jpype.JByte)(data)


if __name__ == "__main__":
    main()
