# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""One call sends a record, and the answer says where it was stored."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")

future = producer.send("first-record", key=b"alice", value=b"Hello, Kafka")
record = future.get(timeout=10)

print("topic", record.topic)
#> topic first-record
print("partition", record.partition)
#> partition 0
print("offset", record.offset)
#> offset 0
