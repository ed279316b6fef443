# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A key is bytes: the number 42, written in three ways, is three keys."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")

for key in [b"42", b"42.0", (42).to_bytes(4, "big")]:
    record = producer.send("key-types", b"hello", key=key).get(timeout=10)
    print(f"{key} goes to partition {record.partition}")
    #> b'42' goes to partition 1
    #> b'42.0' goes to partition 2
    #> b'\x00\x00\x00*' goes to partition 0
