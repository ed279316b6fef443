# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""With two partitions of one replica each, one of three brokers holds nothing."""

from kafka import KafkaAdminClient

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
shape = {"num_partitions": 2, "replication_factor": 1}
admin.create_topics({"idle-broker": shape}, wait_for_metadata=True)

topic = {"partitions": []}
while not topic["partitions"]:  # the broker that answers may hear of it last
    (topic,) = admin.describe_topics(["idle-broker"])
holders = {broker for p in topic["partitions"] for broker in p["replica_nodes"]}
print(f"{len(holders)} brokers hold the topic")
#> 2 brokers hold the topic
