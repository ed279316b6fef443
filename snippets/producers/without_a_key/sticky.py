# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A sticky partitioner fills one batch in one partition, then moves to another."""

from kafka import KafkaProducer
from kafka.partitioner import StickyPartitioner

producer = KafkaProducer(
    bootstrap_servers="localhost:9092",
    partitioner=StickyPartitioner(),
    linger_ms=10_000,
)


def burst():
    futures = [producer.send("sticky", b"hello") for _ in range(30)]
    producer.flush()
    return {future.value.partition for future in futures}


first, second = burst(), burst()
print("partitions per burst:", len(first), len(second))
#> partitions per burst: 1 1
print("the same one:", first == second)
#> the same one: False
