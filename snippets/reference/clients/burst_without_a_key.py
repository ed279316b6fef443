# /// script
# requires-python = ">=3.11"
# dependencies = ["confluent-kafka==2.16.1", "kafka-python==3.0.12"]
# ///
"""A burst of records without a key: here to all partitions, there to a single one."""

from confluent_kafka import Producer
from kafka import KafkaProducer

TOPIC = "burst-without-a-key"

producer = KafkaProducer(bootstrap_servers="localhost:9092")
bursts = []
for _ in range(10):
    futures = [producer.send(TOPIC, b"hello") for _ in range(200)]
    bursts.append({future.get(timeout=10).partition for future in futures})
print("kafka-python, all ten in all partitions:", bursts == [{0, 1, 2}] * 10)
#> kafka-python, all ten in all partitions: True

producer = Producer({"bootstrap.servers": "localhost:9092"})
bursts = []
for _ in range(10):
    seen = set()
    for _ in range(200):
        note = lambda error, record: seen.add(record.partition())
        producer.produce(TOPIC, b"hello", on_delivery=note)
    producer.flush()
    bursts.append(len(seen))
print("confluent-kafka, five or more in a single one:", bursts.count(1) >= 5)
#> confluent-kafka, five or more in a single one: True
