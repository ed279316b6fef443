# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""After a topic grows, one key can live in two partitions, its order lost."""

from time import sleep

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer

topic = "old-records-stay"
admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
admin.create_topics({topic: {"num_partitions": 3}}, wait_for_metadata=True)

running = KafkaProducer(bootstrap_servers="localhost:9092")
running.send(topic, b"ordered", key=b"alice").get(timeout=10)

admin.create_partitions({topic: 6})
running.send(topic, b"paid", key=b"alice").get(timeout=10)

fresh = KafkaProducer(bootstrap_servers="localhost:9092", metadata_max_age_ms=500)
while len(fresh.partitions_for(topic)) < 6:
    sleep(0.05)
fresh.send(topic, b"shipped", key=b"alice").get(timeout=10)

consumer = KafkaConsumer(
    topic, bootstrap_servers="localhost:9092", auto_offset_reset="earliest"
)
records = [next(consumer) for _ in range(3)]
for record in sorted(records, key=lambda record: record.partition):
    print(f"partition {record.partition}, offset {record.offset}: {record.value}")
    #> partition 0, offset 0: b'ordered'
    #> partition 0, offset 1: b'paid'
    #> partition 3, offset 0: b'shipped'
