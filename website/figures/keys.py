"""Shows where keys go, for both hashes, and which of them one partition more would move; docs/assets/keys.js lets readers try their own.

What stands here without the script is recorded. The script writes the same words; tests/website/figures/test_keys.py compares the two.
"""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

SHOWN = ("alice", "bob", "carol", "order-42", "truck_id_123", "truck_id_234", "café", "🚚")
PARTITIONS = 3
HASHES = (
    ("murmur2", "kafka-python", "kafka-python, aiokafka, Java"),
    ("crc32", "confluent-kafka", "confluent-kafka"),
)
NAMES = {"murmur2": "murmur2", "crc32": "CRC32"}


def keys(data: Mapping[str, Any]) -> str:
    """The way of the first key, the partitions with the keys in them, and what moves."""
    first, client = SHOWN[0], HASHES[0][1]
    rows = "\n".join(_row(hash_, name, clients, data[first]) for hash_, name, clients in HASHES)
    lanes = "\n".join(_lane(partition, [key for key in SHOWN if data[key][client][PARTITIONS - 1] == partition]) for partition in range(3))
    ways = [(key, data[key][client][PARTITIONS - 1], data[key][client][PARTITIONS]) for key in SHOWN]
    moved = [f"<code>{key}</code> P{old} → P{new}" for key, old, new in ways if old != new]
    octets = first.encode()
    return f"""<div class="key-places" data-script="keys" data-keys="{escape(json.dumps(SHOWN, ensure_ascii=False))}">
<p class="keys-bytes">The key <code>{first}</code> is {len(octets)} bytes: <code>{octets.hex(" ")}</code></p>
<table class="keys-ways">
<thead><tr><th scope="col">Client</th><th scope="col">Hash</th><th scope="col">Partition</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
<p class="keys-note">mod is the remainder of a division; murmur2 goes into it without its sign bit.</p>
<p class="keys-title">{len(SHOWN)} keys in {PARTITIONS} partitions, with {HASHES[0][2]}</p>
<ul class="keys-lanes">
{lanes}
</ul>
<p class="keys-moved">One partition more, and {len(moved)} of {len(SHOWN)} keys go elsewhere: {", ".join(moved)}. \
Records that are stored already stay.</p>
</div>"""


def _row(hash_: str, client: str, clients: str, vector: Mapping[str, Any]) -> str:
    number = int(vector[hash_], 16) & (0x7FFFFFFF if hash_ == "murmur2" else 0xFFFFFFFF)
    sum_ = f"{NAMES[hash_]} <code>{vector[hash_]}</code><br/>{number} mod {PARTITIONS} = {vector[client][PARTITIONS - 1]}"
    chosen = ' class="chosen"' if hash_ == "murmur2" else ""
    return f'<tr{chosen}><th scope="row">{clients}</th><td>{sum_}</td><td><b class="place">P{vector[client][PARTITIONS - 1]}</b></td></tr>'


def _lane(partition: int, held: Sequence[str]) -> str:
    yours = ' class="yours"'
    chips = " ".join(f"<code{yours if key == SHOWN[0] else ''}>{escape(key)}</code>" for key in held)
    return f'<li><b class="place">P{partition}</b> {chips or "<i>none of them</i>"}</li>'
