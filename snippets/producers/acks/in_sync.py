# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""The cluster tells how many replicas are in sync, and how many it insists on."""

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
admin.create_topics({"in-sync": {"num_partitions": 1}}, wait_for_metadata=True)

topic = {"partitions": []}
while not topic["partitions"]:  # the broker that answers may hear of it last
    (topic,) = admin.describe_topics(["in-sync"])
partition = topic["partitions"][0]
print("replicas:", len(partition["replica_nodes"]))
#> replicas: 3
print("in sync now:", len(partition["isr_nodes"]))
#> in sync now: 3

topic = ConfigResource("TOPIC", "in-sync")
settings = {}
while not settings:  # here too
    found = admin.describe_configs([topic], include_synonyms=True, config_filter="all")
    settings = found["topic"]["in-sync"]
setting = settings["min.insync.replicas"]
print("needed by acks=all:", setting["value"])
#> needed by acks=all: 2
print("needed as Kafka ships:", setting["synonyms"][-1]["value"])
#> needed as Kafka ships: 1
