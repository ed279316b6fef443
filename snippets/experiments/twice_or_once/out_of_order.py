# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12", "learning-kafka"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""Without idempotence, what is sent again can come to stand behind newer records."""

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaTimeoutError

from lab import Cluster

BROKERS = ["localhost:9092", "localhost:9192", "localhost:9292"]
TOPIC = "out-of-order"

admin = KafkaAdminClient(bootstrap_servers=BROKERS)
admin.create_topics({TOPIC: {"assignments": dict.fromkeys(range(3), [101, 102, 103])}})
settings = {"bootstrap_servers": BROKERS, "request_timeout_ms": 1000, "batch_size": 0}
plain = settings | {"enable_idempotence": False}
producers = {
    "five in flight": KafkaProducer(**plain),
    "one in flight": KafkaProducer(max_in_flight_requests_per_connection=1, **plain),
    "idempotent": KafkaProducer(**settings),
}

with Cluster() as cluster:
    for partition, producer in enumerate(producers.values()):
        producer.send(TOPIC, b"0", partition=partition).get(timeout=30)
    cluster.freeze(102, 103)
    for partition, producer in enumerate(producers.values()):
        for number in (b"1", b"2", b"3"):
            answer = producer.send(TOPIC, number, partition=partition)
    try:
        answer.get(timeout=2.5)
    except KafkaTimeoutError:
        cluster.thaw(102, 103)
    for producer in producers.values():
        producer.flush()

for partition, name in enumerate(producers):
    place = TopicPartition(TOPIC, partition)
    consumer = KafkaConsumer(bootstrap_servers=BROKERS, auto_offset_reset="earliest")
    consumer.assign([place])
    count = consumer.end_offsets([place])[place]
    numbers = [int(next(consumer).value) for _ in range(count)]
    print(f"{name}: in order: {numbers == sorted(numbers)}")
    #> five in flight: in order: False
    #> one in flight: in order: True
    #> idempotent: in order: True
