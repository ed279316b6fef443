# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12", "learning-kafka"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""acks=all waits for all in-sync replicas, however few min.insync.replicas permits."""

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import NotEnoughReplicasError

from lab import Cluster

BROKERS = ["localhost:9092", "localhost:9192", "localhost:9292"]
TOPIC = "all-means-in-sync"

admin = KafkaAdminClient(bootstrap_servers=BROKERS)
topic = {"assignments": {0: [101, 102, 103]}}
for least in ("1", "2"):
    settings = {"min.insync.replicas": least}
    admin.create_topics({f"{TOPIC}-{least}": topic | {"configs": settings}})

with Cluster() as cluster:
    cluster.stop(102, 103)
    cluster.wait_for_in_sync(f"{TOPIC}-2", 101)
    producer = KafkaProducer(
        bootstrap_servers=BROKERS, acks="all", retries=0, enable_idempotence=False
    )
    alone = producer.send(f"{TOPIC}-1", b"on one broker").get(timeout=30)
    print(f"1 in sync, at least 1: acks=all is acknowledged at offset {alone.offset}")
    #> 1 in sync, at least 1: acks=all is acknowledged at offset 0
    try:
        producer.send(f"{TOPIC}-2", b"refused").get(timeout=30)
    except NotEnoughReplicasError as error:
        print(f"1 in sync, at least 2: {error}")
        #> 1 in sync, at least 2: [Error 19] NotEnoughReplicasError: None
    producer = KafkaProducer(bootstrap_servers=BROKERS, acks=1)
    alone = producer.send(f"{TOPIC}-2", b"on one broker").get(timeout=30)
    print(f"1 in sync, at least 2: acks=1 is acknowledged at offset {alone.offset}")
    #> 1 in sync, at least 2: acks=1 is acknowledged at offset 0
