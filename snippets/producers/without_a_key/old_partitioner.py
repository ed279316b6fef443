# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A function that worked as partitioner in kafka-python 2 is refused by 3."""

from kafka import KafkaProducer

producer = KafkaProducer(
    bootstrap_servers="localhost:9092",
    partitioner=lambda key, all_partitions, available: all_partitions[0],
)
try:
    producer.send("old-partitioner", b"hello")
except AttributeError as error:
    print(error)
    #> 'function' object has no attribute 'partition'
