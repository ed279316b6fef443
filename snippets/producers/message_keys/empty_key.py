# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""An empty key is a key like any other; only None means no key."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")

for key in [b"", None]:
    futures = [producer.send("empty-key", b"hello", key=key) for _ in range(60)]
    records = [future.get(timeout=10) for future in futures]
    partitions = {record.partition for record in records}
    size = records[0].serialized_key_size
    print(f"key {key}: size {size}, partitions {partitions}")
    #> key b'': size 0, partitions {0}
    #> key None: size -1, partitions {0, 1, 2}
