# /// script
# requires-python = ">=3.11"
# dependencies = ["confluent-kafka==2.16.1", "kafka-python==3.0.12", "learning-kafka"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""When answers are late, confluent-kafka swaps records unless it is idempotent."""

from confluent_kafka import Producer
from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition

from lab import Cluster

BROKERS = ["localhost:9092", "localhost:9192", "localhost:9292"]
TOPIC = "order-by-client"

admin = KafkaAdminClient(bootstrap_servers=BROKERS)
admin.create_topics({TOPIC: {"assignments": dict.fromkeys(range(2), [101, 102, 103])}})
settings = {"request.timeout.ms": 1000, "batch.num.messages": 1, "log_level": 3}
settings["bootstrap.servers"] = ",".join(BROKERS)
producers = {
    "by default": Producer(settings),
    "idempotent": Producer(settings | {"enable.idempotence": True}),
}

with Cluster() as cluster:
    for partition, producer in enumerate(producers.values()):
        producer.produce(TOPIC, b"0", partition=partition)
        producer.flush()
    cluster.freeze(102, 103)
    for partition, producer in enumerate(producers.values()):
        for number in (b"1", b"2", b"3"):
            producer.produce(TOPIC, number, partition=partition)
    producer.flush(2.5)
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
    #> by default: in order: False
    #> idempotent: in order: True
