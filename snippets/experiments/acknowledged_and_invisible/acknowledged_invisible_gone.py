# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12", "learning-kafka"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""A record acknowledged below min.insync.replicas is lost when another broker leads."""

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer

from lab import Cluster

BROKERS = ["localhost:9092", "localhost:9192", "localhost:9292"]
TOPIC = "acknowledged-invisible-gone"

admin = KafkaAdminClient(bootstrap_servers=BROKERS)
admin.create_topics({TOPIC: {"assignments": {0: [101, 102, 103]}}})
producer = KafkaProducer(bootstrap_servers=BROKERS, acks=1)

with Cluster() as cluster:
    producer.send(TOPIC, b"first").get(timeout=30)
    cluster.wait_for_visible(TOPIC, 1)
    cluster.stop(102)
    cluster.stop(103)
    cluster.wait_for_in_sync(TOPIC, 101)
    second = producer.send(TOPIC, b"second").get(timeout=30)
    print(f"second is acknowledged at offset {second.offset}")
    #> second is acknowledged at offset 1
    cluster.kill(101)
    cluster.start(103)
    print("new leader:", cluster.wait_for_leader(TOPIC))
    #> new leader: 103

third = producer.send(TOPIC, b"third").get(timeout=30)
print(f"third is acknowledged at offset {third.offset}")
#> third is acknowledged at offset 1
consumer = KafkaConsumer(bootstrap_servers=BROKERS, auto_offset_reset="earliest")
consumer.subscribe([TOPIC])
print("stored:", *(next(consumer).value.decode() for _ in range(2)))
#> stored: first third
