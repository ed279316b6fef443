# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A topic for real work is created with its shape written out."""

from kafka import KafkaAdminClient

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
shape = {
    "num_partitions": 12,
    "replication_factor": 3,
    "configs": {"min.insync.replicas": "2"},
}
topic = admin.create_topics({"safe-topic": shape})["topics"][0]

print("partitions:", topic["num_partitions"])
#> partitions: 12
print("replicas of each:", topic["replication_factor"])
#> replicas of each: 3
print("needed by acks=all:", topic["configs"]["min.insync.replicas"]["value"])
#> needed by acks=all: 2
