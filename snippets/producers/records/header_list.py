# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Headers arrive in the order they were sent, duplicates too, and hold only bytes."""

from kafka import KafkaConsumer, KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
headers = [("via", b"gate-2"), ("trace", b"7f3a"), ("via", b"gate-1")]
producer.send("header-list", b"hello", headers=headers).get(timeout=10)

consumer = KafkaConsumer(
    "header-list", bootstrap_servers="localhost:9092", auto_offset_reset="earliest"
)
record = next(consumer)
for name, value in record.headers:
    print(name, value)
    #> via b'gate-2'
    #> trace b'7f3a'
    #> via b'gate-1'

try:
    producer.send("header-list", b"hello", headers=[("trace", "7f3a")])
except TypeError as error:
    print(error)
    #> All headers items must be (str, bytes) tuples
