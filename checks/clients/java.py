"""Asks the Java client that belongs to the lab's Kafka.

It runs in a process of its own, because a JVM can't be unloaded.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from checks.clients import Message, Place
from checks.defaults.values import Values
from lab import compose


def version() -> str:
    """The version of Kafka that the lab runs."""
    return compose.kafka_version()


def defaults() -> Values:
    """What ProducerConfig says."""
    return Values(version(), "ProducerConfig.configDef().defaultValues()", _ask({}))


def places(keys: Sequence[bytes], counts: Sequence[int]) -> list[Place]:
    """What its murmur2 and its built-in partitioner say."""
    answer = _ask({"keys": [key.hex() for key in keys], "counts": list(counts)})
    return [Place(number & 0xFFFFFFFF, partitions) for number, partitions in answer]


def send(address: str, records: Sequence[Message], settings: Mapping[str, Any] | None = None) -> list[int]:
    """Send records once their topics are known."""
    rows = [(topic, None if key is None else key.hex(), size) for topic, key, size in records]
    return list(_ask({"address": address, "records": rows, "settings": dict(settings or {})}))


def _ask(question: Mapping[str, Any]) -> Any:
    command, folder = [sys.executable, "-m", "checks.jvm"], Path(__file__).parents[2]
    answer = subprocess.run(command, cwd=folder, input=json.dumps(question), capture_output=True, text=True)
    if answer.returncode:
        raise RuntimeError(f"the Java client said: {answer.stderr.strip().splitlines()[-1]}")
    return json.loads(answer.stdout.splitlines()[-1])
