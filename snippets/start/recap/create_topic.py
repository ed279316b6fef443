# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A topic that is created by name alone gets its shape from the cluster."""

from kafka import KafkaAdminClient

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
topic = admin.create_topics(["create-topic"])["topics"][0]

print("partitions:", topic["num_partitions"])
#> partitions: 3
print("replicas of each:", topic["replication_factor"])
#> replicas of each: 3

milliseconds = int(topic["configs"]["retention.ms"]["value"])
print("days a record is kept:", milliseconds / 1000 / 60 / 60 / 24)
#> days a record is kept: 7.0
