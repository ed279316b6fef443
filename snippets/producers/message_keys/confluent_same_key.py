# /// script
# requires-python = ">=3.11"
# dependencies = ["confluent-kafka==2.16.1"]
# ///
"""Records with the same key go to the same partition, which CRC32 chooses."""

from collections import defaultdict

from confluent_kafka import Producer

producer = Producer({"bootstrap.servers": "localhost:9092"})
partitions = defaultdict(set)


def stored(error, record):
    partitions[record.key()].add(record.partition())


keys = [b"truck_id_123", b"truck_id_234", b"truck_id_345", b"truck_id_456"]
for key in keys * 50:
    producer.produce("confluent-same-key", b"here", key=key, on_delivery=stored)
producer.flush()

for key in keys:
    print(f"50 records with key {key} went to {partitions[key]}")
    #> 50 records with key b'truck_id_123' went to {2}
    #> 50 records with key b'truck_id_234' went to {2}
    #> 50 records with key b'truck_id_345' went to {2}
    #> 50 records with key b'truck_id_456' went to {0}
