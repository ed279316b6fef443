"""Answers one question to the Java client, in JSON: `python -m checks.jvm` (checks/clients/java.py asks)."""

import json
import sys
from collections.abc import Mapping
from typing import Any

import jpype

from lab import compose
from lab.engines.embedded import runtime
from lab.progress import Quiet

# It lives for half a second: a small compiler and collector take a quarter off its processor time.
FLAGS = ("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
PRODUCER = "org.apache.kafka.clients.producer"
# It lives for half a second: a small compiler and collector take a quarter off its processor time.
FLAGS = ("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
SERIALIZER = "org.apache.kafka.common.serialization.ByteArraySerializer"


def main() -> None:
    """Answer the question on standard input.

    The question is where records went, what keys are hashed to, or else what the defaults are.
    """
    question = json.load(sys.stdin)
    _start()
    answer = (
        _sent(question) if "records" in question else _placed(question) if "keys" in question else _defaults()
    )
    print(json.dumps(answer))


def _start() -> None:
    kafka = runtime(compose.image(), Quiet())
    library = next(kafka.java.parents[1].rglob("libjvm.*"))
    jpype.startJVM(str(library), *FLAGS, classpath=[str(path) for path in kafka.jars], convertStrings=True)


def _defaults() -> dict[str, str | int | bool | None]:
    config = jpype.JClass(f"{PRODUCER}.ProducerConfig")
    return {
        str(entry.getKey()): _plain(entry.getValue())
        for entry in config.configDef().defaultValues().entrySet()
    }


def _sent(question: Mapping[str, Any]) -> list[int]:
    settings = {
        "bootstrap.servers": question["address"],
        "key.serializer": SERIALIZER,
        "value.serializer": SERIALIZER,
    }
    producer = jpype.JClass(f"{PRODUCER}.KafkaProducer")(
        jpype.java.util.HashMap(settings | question["settings"])
    )
    for topic in dict.fromkeys(topic for topic, _, _ in question["records"]):
        producer.partitionsFor(topic)
    record = jpype.JClass(f"{PRODUCER}.ProducerRecord")
    records = [
        record(topic, None if key is None else _bytes(bytes.fromhex(key)), _bytes(bytes(size)))
        for topic, key, size in question["records"]
    ]
    partitions = [int(future.get().partition()) for future in list(map(producer.send, records))]
    producer.close()
    return partitions


def _placed(question: Mapping[str, Any]) -> list[tuple[int, list[int]]]:
    hashes = jpype.JClass("org.apache.kafka.common.utils.Utils")
    built_in = jpype.JClass(f"{PRODUCER}.internals.BuiltInPartitioner")
    keys = [_bytes(bytes.fromhex(key)) for key in question["keys"]]
    counts = question["counts"]
    return [
        (int(hashes.murmur2(key)), [int(built_in.partitionForKey(key, count)) for count in counts])
        for key in keys
    ]


def _bytes(data: bytes) -> Any:
    return jpype.JArray(jpype.JByte)(data)


def _plain(value: object) -> str | int | bool | None:
    """Convert a Java object into a JSON value.

    Numbers are recognized by their class, because a text may look like a number.
    """
    kind = type(value).__name__.removeprefix("java.lang.")
    if kind in ("Integer", "Long", "Short"):
        return int(str(value))
    if kind == "Boolean":
        return str(value).lower() == "true"
    return None if value is None else str(value)


if __name__ == "__main__":
    main()
