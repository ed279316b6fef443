# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A partitioner that counts its calls reaches only every second partition."""

from itertools import count

from kafka import KafkaAdminClient, KafkaProducer
from kafka.partitioner import Partitioner


class RoundRobin(Partitioner):
    def __init__(self):
        self.calls = count()

    def partition(self, topic, key, key_bytes, value, value_bytes, cluster):
        return next(self.calls) % len(cluster.partitions_for_topic(topic))


admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
admin.create_topics({"not-round-robin": {"num_partitions": 6}})

producer = KafkaProducer(bootstrap_servers="localhost:9092", partitioner=RoundRobin())
futures = [producer.send("not-round-robin", b"hello") for _ in range(12)]
print(*[future.get(timeout=10).partition for future in futures])
#> 1 3 5 1 3 5 1 3 5 1 3 5
