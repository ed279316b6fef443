# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12", "learning-kafka"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""A record whose answer is late is stored again, unless the producer is idempotent."""

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaTimeoutError

from lab import Cluster

BROKERS = ["localhost:9092", "localhost:9192", "localhost:9292"]
TOPIC = "twice-or-once"

admin = KafkaAdminClient(bootstrap_servers=BROKERS)
admin.create_topics({TOPIC: {"assignments": {0: [101, 102, 103], 1: [101, 102, 103]}}})
settings = {"bootstrap_servers": BROKERS, "request_timeout_ms": 1000}
plain = KafkaProducer(enable_idempotence=False, **settings)
idempotent = KafkaProducer(**settings)

with Cluster() as cluster:
    for partition, producer in enumerate((plain, idempotent)):
        producer.send(TOPIC, b"hello", partition=partition).get(timeout=30)
    cluster.freeze(102, 103)
    idempotent.send(TOPIC, b"pay 10 euros", partition=1)
    payment = plain.send(TOPIC, b"pay 10 euros", partition=0)
    try:
        payment.get(timeout=2.5)
    except KafkaTimeoutError:
        print("no acknowledgement yet, and it was sent again")
        #> no acknowledgement yet, and it was sent again
    cluster.thaw(102, 103)
    plain.flush()
    idempotent.flush()

consumer = KafkaConsumer(bootstrap_servers=BROKERS)
ends = consumer.end_offsets([TopicPartition(TOPIC, 0), TopicPartition(TOPIC, 1)])
for partition, name in enumerate(("without idempotence", "idempotent")):
    payments = ends[TopicPartition(TOPIC, partition)] - 1
    print(f"{name}: stored {'once' if payments == 1 else 'more than once'}")
    #> without idempotence: stored more than once
    #> idempotent: stored once
