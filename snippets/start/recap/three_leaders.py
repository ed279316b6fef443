# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""The cluster gives three partitions to three different leaders by itself."""

from kafka import KafkaAdminClient

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
admin.create_topics(["three-leaders"], wait_for_metadata=True)

topic = {"partitions": []}
while not topic["partitions"]:  # the broker that answers may hear of it last
    (topic,) = admin.describe_topics(["three-leaders"])
print(sorted(partition["leader_id"] for partition in topic["partitions"]))
#> [101, 102, 103]
