# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A partition that you name beats the key; one that does not exist is refused."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
topic = "explicit-partition"

record = producer.send(topic, b"hello", key=b"alice").get(timeout=10)
print("by its key: partition", record.partition)
#> by its key: partition 0

record = producer.send(topic, b"hello", key=b"alice", partition=2).get(timeout=10)
print("by your word: partition", record.partition)
#> by your word: partition 2

try:
    producer.send(topic, b"hello", key=b"alice", partition=3)
except ValueError as error:
    print(error)
    #> Unrecognized partition 3 for topic explicit-partition
