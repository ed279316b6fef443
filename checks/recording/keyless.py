"""Records the partitions of sixty records without a key, for each client.

It checks that the page is right about them.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from kafka import KafkaProducer

from checks.clients import Message, adapter_of
from checks.recording.keys import Disagreement
from content.clients import clients

RECORDS, SIZE = 60, 2000  # in one go; several batches of Java's, so that it moves
IN_TURNS = "partition=i % 3"
Data = dict[str, Any]


def record(address: str, topic: str) -> Data:
    """The partition of each record, in the order of sending, for each client.

    Raises:
        Disagreement: when a client doesn't do what the page says of it.
    """
    messages = [Message(topic, None, SIZE)] * RECORDS
    sequences = {client.title: adapter_of(client).send(address, messages) for client in clients()}
    sequences[IN_TURNS] = _in_turns(address, topic)
    if found := problems(sequences):
        raise Disagreement(" ".join(found))
    return {"bytes": SIZE, "sequences": sequences}


def problems(sequences: Mapping[str, Sequence[int]]) -> list[str]:
    """Return a sentence for each sequence that the page describes wrongly.

    It returns one for each missing sequence, too.
    """
    right = {
        IN_TURNS: all(later == (earlier + 1) % 3 for earlier, later in pairwise(sequences.get(IN_TURNS, ())))
    }
    for client in clients():
        stays, (least, most) = runs(sequences.get(client.title, ())), client.keyless.stays
        right[client.title] = least <= len(stays) <= most and all(
            stay >= client.keyless.shortest for stay in stays[:-1]
        )
    missing = [
        f"{name} is not in it; run `make record NAME=without_a_key`."
        for name in right
        if name not in sequences
    ]
    return missing + [
        f"{name} sent {len(sequence)} records, and stayed in a partition for {', '.join(map(str, runs(sequence)))}."
        for name, sequence in sequences.items()
        if len(sequence) != RECORDS or not right.get(name)
    ]


def runs(sequence: Sequence[int]) -> list[int]:
    """How many records in a row stay in one partition, again and again."""
    return [len(list(same)) for _, same in groupby(sequence)]


def _in_turns(address: str, topic: str) -> list[int]:
    with KafkaProducer(bootstrap_servers=address) as producer:
        futures = [producer.send(topic, bytes(SIZE), partition=number % 3) for number in range(RECORDS)]
        return [future.get(timeout=20).partition for future in futures]
