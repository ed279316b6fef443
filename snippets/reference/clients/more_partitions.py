# /// script
# requires-python = ">=3.11"
# dependencies = ["confluent-kafka==2.16.1", "kafka-python==3.0.12"]
# ///
"""The two hashes agree on a key by chance alone, over 3, 4 and 6 partitions."""

from confluent_kafka import Producer
from kafka import KafkaAdminClient, KafkaProducer

KEYS = [b"alice", b"bob", b"order-42", b"user-1", b"truck_id_345", b"eur/usd"]

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
ours = KafkaProducer(bootstrap_servers="localhost:9092")
theirs = Producer({"bootstrap.servers": "localhost:9092"})
for partitions in [3, 4, 6]:
    topic, at = f"more-partitions-{partitions}", {}
    admin.create_topics({topic: {"num_partitions": partitions}}, wait_for_metadata=True)
    for key in KEYS:
        note = lambda error, record: at.update({record.key(): record.partition()})
        theirs.produce(topic, key=key, on_delivery=note)
    theirs.flush()
    sent = [ours.send(topic, key=key).get(timeout=10) for key in KEYS]
    print(partitions, [record.partition for record in sent], [at[key] for key in KEYS])
    #> 3 [0, 0, 0, 2, 1, 1] [2, 2, 1, 2, 2, 0]
    #> 4 [1, 2, 0, 0, 3, 2] [3, 0, 2, 0, 2, 2]
    #> 6 [3, 0, 0, 2, 1, 4] [5, 2, 4, 2, 2, 0]
