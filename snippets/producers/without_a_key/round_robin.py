# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Records go round and round the partitions when you name the partition."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
n = len(producer.partitions_for("round-robin"))
print("partitions:", n)
#> partitions: 3

futures = [producer.send("round-robin", b"hello", partition=i % n) for i in range(12)]
print(*[future.get(timeout=10).partition for future in futures])
#> 0 1 2 0 1 2 0 1 2 0 1 2
