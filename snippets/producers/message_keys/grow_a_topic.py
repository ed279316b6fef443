# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Growing a topic from 3 to 6 partitions moves about half of all keys."""

from time import sleep

from kafka import KafkaAdminClient, KafkaProducer

topic = "grow-a-topic"
keys = [b"user-%d" % n for n in range(1000)]
producer = KafkaProducer(bootstrap_servers="localhost:9092", metadata_max_age_ms=500)

futures = [producer.send(topic, b"hello", key=key) for key in keys]
before = [future.get(timeout=10).partition for future in futures]

KafkaAdminClient(bootstrap_servers="localhost:9092").create_partitions({topic: 6})
while len(producer.partitions_for(topic)) < 6:
    sleep(0.05)

futures = [producer.send(topic, b"hello", key=key) for key in keys]
after = [future.get(timeout=10).partition for future in futures]

moves = [new - old for old, new in zip(before, after) if new != old]
print(f"{len(moves)} of 1,000 keys moved, each by {set(moves)}")
#> 534 of 1,000 keys moved, each by {3}
