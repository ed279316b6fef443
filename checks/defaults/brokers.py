"""The defaults of brokers and topics, as Kafka ships them.

What the cluster of this site sets itself is left out of them.
"""

import time
from collections.abc import Mapping
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource

from checks.defaults.values import Scalar, Values
from lab import Cluster

TOPIC = "values"
OURS = (  # set by docker-compose.yml; a page lists them
    "auto.create.topics.enable",
    "broker.session.timeout.ms",
    "default.replication.factor",
    "min.insync.replicas",
    "num.partitions",
)
DEADLINE_S = 30.0
SOURCE = "describe_configs with synonyms, of which DEFAULT_CONFIG is the last"


def broker_and_topic(cluster: Cluster) -> dict[str, Values]:
    """Return the defaults of a broker and of a new topic.

    It also returns what a broker of this site has instead of them.

    Raises:
        TimeoutError: when the brokers don't know the new topic after 30 seconds.
    """
    admin = KafkaAdminClient(bootstrap_servers=cluster.bootstrap)
    try:
        if TOPIC not in admin.list_topics():
            admin.create_topics({TOPIC: {"num_partitions": 1}}, wait_for_metadata=True)
        broker = str(cluster.definition.brokers[0].node_id)
        described = {
            kind: _described(admin, kind, name) for kind, name in (("broker", broker), ("topic", TOPIC))
        }
        shipped = {
            kind: {name: _shipped(entry) for name, entry in found.items()}
            for kind, found in described.items()
        }
        values = {
            kind: Values(
                cluster.kafka, SOURCE, {name: value for name, value in settings.items() if value is not None}
            )
            for kind, settings in shipped.items()
        }
        ours = {name: str(described["broker"][name]["value"]) for name in OURS}
        return values | {"site": Values(cluster.kafka, "describe_configs", ours)}
    finally:
        admin.delete_topics([TOPIC])
        admin.close()


def _described(admin: KafkaAdminClient, kind: str, name: str) -> Mapping[str, Any]:
    deadline = time.monotonic() + DEADLINE_S
    found: Mapping[str, Any] = {}
    while not found:  # the broker that answers may be the last to know it
        if time.monotonic() > deadline:
            raise TimeoutError(f"no broker describes the {kind} {name}")
        answer = admin.describe_configs(
            [ConfigResource(kind.upper(), name)], include_synonyms=True, config_filter="all"
        )
        found = answer[kind][name]
    return found


def _shipped(entry: Mapping[str, Any]) -> Scalar:
    """The value that Kafka ships; None where it ships none."""
    synonyms = [
        synonym
        for synonym in entry["synonyms"]
        if "DEFAULT_CONFIG" in str(synonym["source"]) and "DYNAMIC" not in str(synonym["source"])
    ]
    return str(synonyms[-1]["value"]) if synonyms and synonyms[-1]["value"] is not None else None
