# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12", "learning-kafka"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""A leader that is asked to stop hands over first, and the gap is short."""

import time

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer

from lab import Cluster

BROKERS = ["localhost:9092", "localhost:9192", "localhost:9292"]
TOPIC = "leader-stopped"

admin = KafkaAdminClient(bootstrap_servers=BROKERS)
admin.create_topics({TOPIC: {"assignments": {0: [101, 102, 103]}}})
producer = KafkaProducer(bootstrap_servers=BROKERS)

with Cluster() as cluster:
    for number in range(1000):
        if number == 500:
            stopped = time.monotonic()
            cluster.stop(101)
        producer.send(TOPIC, b"%d" % number)
    producer.flush()
    gap = time.monotonic() - stopped
print("all are acknowledged within 5 s after the stop:", gap < 5)
#> all are acknowledged within 5 s after the stop: True

consumer = KafkaConsumer(bootstrap_servers=BROKERS, auto_offset_reset="earliest")
consumer.subscribe([TOPIC])
values = [int(next(consumer).value) for _ in range(1000)]
print("each is stored once, in order:", values == list(range(1000)))
#> each is stored once, in order: True
