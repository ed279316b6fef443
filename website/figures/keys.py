"""Draws which partition each key goes to, for both hashes.

It also shows which keys one more partition would move. docs/assets/keys.js lets readers try their own keys.

What is shown without the script is recorded. The script writes the same words;
tests/website/figures/test_keys.py compares the two.
"""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from content.clients import by_hash, clients

SHOWN = ("alice", "bob", "carol", "order-42", "truck_id_123", "truck_id_234", "café", "🚚")
PARTITIONS = 3


def keys(data: Mapping[str, Any]) -> str:
    """Return the first key's path, the partitions with the keys, and what moves."""
    first, client = SHOWN[0], clients()[0].title
    told = {name: ", ".join(client.title for client in group) for name, group in by_hash(clients()).items()}
    rows = "\n".join(
        _row(name, group[0].title, told[name], data[first]) for name, group in by_hash(clients()).items()
    )
    places = {key: data[key][client][PARTITIONS - 1] for key in SHOWN}
    lanes = "\n".join(
        _lane(partition, [key for key in SHOWN if places[key] == partition]) for partition in range(3)
    )
    ways = [(key, place, data[key][client][PARTITIONS]) for key, place in places.items()]
    moved = [f"<code>{key}</code> P{old} → P{new}" for key, old, new in ways if old != new]
    octets = first.encode()
    return f"""<div class="key-places" data-script="keys" data-keys="{escape(json.dumps(SHOWN, ensure_ascii=False))}" \
data-clients="{escape(json.dumps(told))}">
<p class="keys-bytes">The key <code>{first}</code> is {len(octets)} bytes: <code>{octets.hex(" ")}</code></p>
<table class="keys-ways">
<thead><tr><th scope="col">Client</th><th scope="col">Hash</th><th scope="col">Partition</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
<p class="keys-note">mod is the remainder of a division; murmur2 goes into it without its sign bit.</p>
<p class="keys-title">{len(SHOWN)} keys in {PARTITIONS} partitions, with {told[clients()[0].hash]}</p>
<ul class="keys-lanes">
{lanes}
</ul>
<p class="keys-moved">One partition more, and {len(moved)} of {len(SHOWN)} keys go elsewhere: {", ".join(moved)}. \
Records that are stored already stay.</p>
</div>"""


def _row(name: str, client: str, told: str, vector: Mapping[str, Any]) -> str:
    """Return the table row of a hash.

    It names all clients that use the hash. The hash of the key and its partition are recorded with the first
    one.
    """
    hash_, place = vector[name.lower()], vector[client][PARTITIONS - 1]
    number = int(hash_, 16) & (0x7FFFFFFF if name == "murmur2" else 0xFFFFFFFF)
    sum_ = f"{name} <code>{hash_}</code><br/>{number} mod {PARTITIONS} = {place}"
    chosen = ' class="chosen"' if name == clients()[0].hash else ""
    return (
        f'<tr{chosen}><th scope="row">{told}</th><td>{sum_}</td><td><b class="place">P{place}</b></td></tr>'
    )


def _lane(partition: int, held: Sequence[str]) -> str:
    yours = ' class="yours"'
    chips = " ".join(f"<code{yours if key == SHOWN[0] else ''}>{escape(key)}</code>" for key in held)
    return f'<li><b class="place">P{partition}</b> {chips or "<i>none of them</i>"}</li>'
