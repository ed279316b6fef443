# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Records with the same key go to the same partition; keys share partitions."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")

for key in [b"truck_id_123", b"truck_id_234", b"truck_id_345", b"truck_id_456"]:
    futures = [producer.send("same-key", b"here", key=key) for _ in range(50)]
    partitions = {future.get(timeout=10).partition for future in futures}
    print(f"50 records with key {key} went to {partitions}")
    #> 50 records with key b'truck_id_123' went to {2}
    #> 50 records with key b'truck_id_234' went to {1}
    #> 50 records with key b'truck_id_345' went to {1}
    #> 50 records with key b'truck_id_456' went to {2}
