# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""The partition follows from the key alone, the broker from the partition."""

from kafka import KafkaAdminClient, KafkaProducer
from kafka.partitioner.default import murmur2

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
topic = {"assignments": {0: [101, 102], 1: [102, 103], 2: [103, 101]}}
admin.create_topics({"which-partition": topic}, wait_for_metadata=True)
topic = {"partitions": []}
while not topic["partitions"]:  # the broker that answers may hear of it last
    (topic,) = admin.describe_topics(["which-partition"])
leaders = {p["partition_index"]: p["leader_id"] for p in topic["partitions"]}

producer = KafkaProducer(bootstrap_servers="localhost:9092")
for key in [b"alice", b"user-1", b"truck_id_345"]:
    predicted = (murmur2(key) & 0x7FFFFFFF) % len(leaders)
    record = producer.send("which-partition", b"hello", key=key).get(timeout=10)
    seen = record.partition
    print(f"{key}: predicted {predicted}, observed {seen}, leader {leaders[seen]}")
    #> b'alice': predicted 0, observed 0, leader 101
    #> b'user-1': predicted 2, observed 2, leader 103
    #> b'truck_id_345': predicted 1, observed 1, leader 102
