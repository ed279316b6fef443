# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12", "learning-kafka"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""When a leader is killed, a default producer loses, doubles and reorders nothing."""

import time

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer

from lab import Cluster

BROKERS = ["localhost:9092", "localhost:9192", "localhost:9292"]
TOPIC = "leader-killed"

admin = KafkaAdminClient(bootstrap_servers=BROKERS)
replicas = {0: [101, 102, 103], 1: [102, 103, 101], 2: [103, 101, 102]}
admin.create_topics({TOPIC: {"assignments": replicas}})
producer = KafkaProducer(bootstrap_servers=BROKERS)

with Cluster() as cluster:
    for number in range(1000):
        if number == 500:
            killed = time.monotonic()
            cluster.kill(101)
        producer.send(TOPIC, key=b"user-%d" % (number % 10), value=b"%d" % number)
    producer.flush()
    gap = time.monotonic() - killed
print("all are acknowledged 5 to 20 s after the kill:", 5 < gap < 20)
#> all are acknowledged 5 to 20 s after the kill: True

consumer = KafkaConsumer(bootstrap_servers=BROKERS, auto_offset_reset="earliest")
consumer.subscribe([TOPIC])
found = {}
for record in (next(consumer) for _ in range(1000)):
    found.setdefault(record.key, []).append(int(record.value))
print("each is stored once:", sorted(sum(found.values(), [])) == list(range(1000)))
#> each is stored once: True
print("in order for each key:", all(each == sorted(each) for each in found.values()))
#> in order for each key: True
