# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12", "learning-kafka"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""A producer that has started doesn't need the broker that it started with."""

from kafka import KafkaAdminClient, KafkaProducer

from lab import Cluster

TOPIC = "bootstrap-broker-dies"

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
admin.create_topics({TOPIC: {"assignments": {0: [102, 103]}}})
producer = KafkaProducer(bootstrap_servers="localhost:9092")

with Cluster() as cluster:
    producer.send(TOPIC, b"first").get(timeout=30)
    cluster.kill(101)
    second = producer.send(TOPIC, b"second").get(timeout=30)
    print(f"101 is {cluster.conditions()[101]}")
    #> 101 is killed
    print(f"second is acknowledged at offset {second.offset}")
    #> second is acknowledged at offset 1
