# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""On a topic with one replica, acks=all waits for that one and no other."""

from kafka import KafkaAdminClient, KafkaProducer

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
single = {
    "num_partitions": 1,
    "replication_factor": 1,
    "configs": {"min.insync.replicas": "2"},
}
admin.create_topics({"all-of-one": single})

producer = KafkaProducer(bootstrap_servers="localhost:9092", acks="all")
future = producer.send("all-of-one", b"hello")
print("stored at offset", future.get(timeout=10).offset)
#> stored at offset 0
