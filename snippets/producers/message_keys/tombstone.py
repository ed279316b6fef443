# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A key without a value is a record too; neither key nor value is refused."""

from kafka import KafkaConsumer, KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
producer.send("tombstone", b"1 Main Street", key=b"alice").get(timeout=10)
producer.send("tombstone", None, key=b"alice").get(timeout=10)

consumer = KafkaConsumer(
    "tombstone", bootstrap_servers="localhost:9092", auto_offset_reset="earliest"
)
for _ in range(2):
    record = next(consumer)
    print(f"partition {record.partition}, offset {record.offset}: {record.value}")
    #> partition 0, offset 0: b'1 Main Street'
    #> partition 0, offset 1: None

try:
    producer.send("tombstone")
except ValueError as error:
    print(error)
    #> Need at least one: key or value
