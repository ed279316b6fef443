"""Golden vectors of keys: hashes, and partitions by client.

The partitions are those for 1 to 12 partitions.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import NewTopic

from checks.clients import Message, adapter_of
from content.clients import Client, by_hash, clients

COUNTS = range(1, 13)
# Every length of a block and of what is left over, bytes above 127 in each place, one byte apart, and what
# people use.
KEYS = (
    *("alice", "bob", "carol", "order-42", "truck_id_123", "truck_id_234", "café", "🚚"),
    *(
        "",
        " ",
        "a",
        "ab",
        "abc",
        "abcd",
        "abcde",
        "Alice",
        "alice ",
        "dave",
        "truck_id_345",
        "42",
        "null",
        "é",
        "éa",
        "aé",
        "ééé",
    ),
    *(
        "Zürich",
        "naïve",
        "日本",
        "ключ",
        "👩‍🚀",
        "\u0000",
        "\U0010ffff",
        "a key that is longer than most: 0123456789 0123456789",
    ),
    *(f"user-{number}" for number in range(12)),
)
SENT_BY_CHANCE = 200
Data = dict[str, Any]


class Disagreement(Exception):
    """Clients do what the page doesn't say; its text says what."""


def keys(address: str) -> Data:
    """Send a record with each key to each topic with each client.

    The topics have different numbers of partitions. Returns the partitions of the records.

    Raises:
        Disagreement: if a client picks another partition than its hash determines, or hashes a key for which
            it should pick one at random.
    """
    topics = _topics(address)
    data = installed(clients())
    for client in clients():
        for key, went in _sent(client, address, topics).items():
            computed = data[key][client.title]
            if computed is None:
                _by_chance(client, address, topics[2], key)
            elif went != computed:
                raise Disagreement(
                    f"{client.title} put the key {key!r} into {went}, and its {client.hash} says {computed}."
                )
    return data


def installed(known: Sequence[Client]) -> Data:
    """Compute hashes and partitions of each key with the installed libraries.

    This needs no cluster. The partitions are listed by client.

    Raises:
        Disagreement: if two clients with one hash function differ in a hash.
    """
    data: Data = {key: {} for key in KEYS}
    asked = [key.encode() for key in KEYS]
    found = {client.title: adapter_of(client).places(asked, COUNTS) for client in known}
    for name, group in by_hash(known).items():
        for key, *places in zip(KEYS, *(found[client.title] for client in group), strict=True):
            if len(hashes := {place.hash for place in places}) > 1:
                raise Disagreement(f"The clients differ in the {name} of {key!r}: {hashes}.")
            data[key][name.lower()] = f"{hashes.pop():08x}"
    for number, key in enumerate(KEYS):
        data[key] |= {title: places[number].partitions for title, places in found.items()}
    return data


def differences(data: Mapping[str, Data], live: Mapping[str, Data]) -> list[str]:
    """Return a line for each recorded value that the installed libraries don't compute."""
    lines = []
    for key in dict.fromkeys([*data, *live]):
        then, now = data.get(key, {}), live.get(key, {})
        for name in dict.fromkeys([*then, *now]):
            if then.get(name) != now.get(name):
                lines.append(f"{key!r}, {name}: recorded {then.get(name)}, installed {now.get(name)}")
    return lines


def _sent(client: Client, address: str, topics: Sequence[str]) -> dict[str, list[int]]:
    messages = [Message(topic, key.encode(), 4) for key in KEYS for topic in topics]
    went = adapter_of(client).send(address, messages)
    return {key: went[number * len(COUNTS) : (number + 1) * len(COUNTS)] for number, key in enumerate(KEYS)}


def _by_chance(client: Client, address: str, topic: str, key: str) -> None:
    """Check that a client picks the partitions of a key at random.

    Two hundred records miss one of three partitions once in 10^34 runs.

    Raises:
        Disagreement: if they do.
    """
    places = set(adapter_of(client).send(address, [Message(topic, key.encode(), 4)] * SENT_BY_CHANCE))
    if places != {0, 1, 2}:
        raise Disagreement(
            f"{client.title} put {SENT_BY_CHANCE} records with the key {key!r} into {sorted(places)} only."
        )


def _topics(address: str) -> list[str]:
    """A topic for each number of partitions, each partition with a leader."""
    admin, names = (
        KafkaAdminClient(bootstrap_servers=address),
        {f"figure-keys-{count}": count for count in COUNTS},
    )
    admin.create_topics([NewTopic(name, count, 1) for name, count in names.items()])
    deadline = time.monotonic() + 30
    while True:
        found = admin.describe_topics(list(names))
        led = [
            sum(part["leader_id"] >= 0 for part in topic["partitions"])
            for topic in sorted(found, key=lambda topic: names[topic["name"]])
        ]
        if led == list(COUNTS):
            admin.close()
            return list(names)
        if time.monotonic() > deadline:
            raise TimeoutError("the topics have no leaders yet")
        time.sleep(0.05)
