# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Each partition counts its own offsets, from 0, one per record."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")

for partition in [0, 0, 0, 1, 1, 2]:
    future = producer.send("offsets-per-partition", b"hello", partition=partition)
    record = future.get(timeout=10)
    print(f"partition {record.partition}, offset {record.offset}")
    #> partition 0, offset 0
    #> partition 0, offset 1
    #> partition 0, offset 2
    #> partition 1, offset 0
    #> partition 1, offset 1
    #> partition 2, offset 0
