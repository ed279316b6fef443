"""The defaults of the producers, each as its own library has them."""

import asyncio
import ctypes
import inspect
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from math import isinf
from pathlib import Path
from typing import Any

from lab import compose

Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Values:
    """Settings with their defaults: those of which version, and where they were read."""

    version: str
    source: str
    settings: Mapping[str, Scalar]


def plain(value: object) -> Scalar:
    """A value that JSON can hold: an object is its class, and what never ends is a word."""
    if isinstance(value, float) and isinf(value):
        return "infinite"
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return type(value).__name__


def kafka_python() -> Values:
    """What the class of the producer holds."""
    from kafka import KafkaProducer

    # A class among them, such as the selector, depends on the operating system.
    settings = {name: plain(value) for name, value in KafkaProducer.DEFAULT_CONFIG.items() if not isinstance(value, type)}
    return Values(version("kafka-python"), "KafkaProducer.DEFAULT_CONFIG", settings)


def confluent_kafka() -> Values:
    """What librdkafka, the library inside confluent-kafka, dumps of a fresh configuration, the topic's settings among it.

    Source: rd_kafka_conf_dump and rd_kafka_topic_conf_dump (rdkafka.h).
    """
    import confluent_kafka as package

    folder = Path(str(package.__file__)).parents[1]
    library = ctypes.CDLL(str(next(file for file in folder.glob("confluent_kafka*/**/*librdkafka*") if file.is_file())))
    settings: dict[str, Scalar] = {}
    for kind in ("topic_conf", "conf"):  # what both have, a topic takes from the producer
        settings |= _dumped(library, kind)
    return Values(version("confluent-kafka"), f"rd_kafka_conf_dump of librdkafka {package.libversion()[0]}", settings)


def _dumped(library: ctypes.CDLL, kind: str) -> dict[str, Scalar]:
    new, dump = getattr(library, f"rd_kafka_{kind}_new"), getattr(library, f"rd_kafka_{kind}_dump")
    new.restype, dump.restype = ctypes.c_void_p, ctypes.POINTER(ctypes.c_char_p)
    dump.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t)]
    count = ctypes.c_size_t()
    pairs = dump(new(), ctypes.byref(count))
    words = [(pairs[number] or b"").decode() for number in range(count.value)]
    return {name: _number(value) for name, value in zip(words[::2], words[1::2], strict=True) if not value.startswith("0x")}


def aiokafka() -> Values:
    """The arguments of the producer; the one whose default depends on another is read from a producer that was made."""
    from aiokafka import AIOKafkaProducer

    arguments = inspect.signature(AIOKafkaProducer).parameters.values()
    settings = {argument.name: plain(argument.default) for argument in arguments}

    async def acks() -> int:
        producer = AIOKafkaProducer()
        try:
            return int(producer._sender._acks)
        finally:
            await producer.stop()

    settings["acks"] = asyncio.run(acks())
    return Values(version("aiokafka"), "the arguments of AIOKafkaProducer", settings)


def java() -> Values:
    """What the Java client says of itself, in a process of its own, because a JVM can't be unloaded."""
    answer = subprocess.run(
        [sys.executable, "-m", "checks.clients.java"], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    settings: dict[str, Scalar] = json.loads(answer.stdout)
    return Values(compose.kafka_version(), "ProducerConfig.configDef().defaultValues()", settings)


def _number(text: str) -> Scalar:
    return int(text) if text.lstrip("-").isdigit() else {"true": True, "false": False}.get(text, text)


CLIENTS: dict[str, Callable[[], Values]] = {
    "kafka-python": kafka_python,
    "confluent-kafka": confluent_kafka,
    "aiokafka": aiokafka,
    "java": java,
}


def as_json(values: Values) -> dict[str, Any]:
    """The form in which values are stored."""
    return {"version": values.version, "source": values.source, "settings": dict(sorted(values.settings.items()))}
