# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A counting partitioner is right when it takes back the call that was dropped."""

from kafka import KafkaProducer
from kafka.partitioner import Partitioner


class RoundRobin(Partitioner):
    turn = -1

    def partition(self, topic, key, key_bytes, value, value_bytes, cluster):
        self.turn += 1
        return self.turn % len(cluster.partitions_for_topic(topic))

    def on_new_batch(self, topic, cluster, previous_partition):
        self.turn -= 1


producer = KafkaProducer(bootstrap_servers="localhost:9092", partitioner=RoundRobin())
futures = [producer.send("round-robin-again", b"hello") for _ in range(12)]
print(*[future.get(timeout=10).partition for future in futures])
#> 0 1 2 0 1 2 0 1 2 0 1 2
