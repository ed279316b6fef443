# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12", "learning-kafka"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""A default producer repeats a refused write until delivery_timeout_ms is over."""

import time

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import KafkaTimeoutError

from lab import Cluster

BROKERS = ["localhost:9092", "localhost:9192", "localhost:9292"]
TOPIC = "refused-at-last"

admin = KafkaAdminClient(bootstrap_servers=BROKERS)
admin.create_topics({TOPIC: {"assignments": {0: [101, 102, 103]}}})
producer = KafkaProducer(
    bootstrap_servers=BROKERS,
    delivery_timeout_ms=3000,
    request_timeout_ms=2000,
    retry_backoff_ms=2000,  # so that no attempt is under way when the time is over
)

with Cluster() as cluster:
    producer.send(TOPIC, b"first").get(timeout=30)
    cluster.stop(102, 103)
    cluster.wait_for_in_sync(TOPIC, 101)
    began = time.monotonic()
    try:
        producer.send(TOPIC, b"second").get(timeout=60)
    except KafkaTimeoutError as error:
        print(*str(error).split(": ")[:2], sep="\n")
        #> KafkaTimeoutError
        #> Expiring 1 record(s) for TopicPartition(topic='refused-at-last', partition=0)
    print("after 3 seconds or more:", time.monotonic() - began >= 3)
    #> after 3 seconds or more: True
