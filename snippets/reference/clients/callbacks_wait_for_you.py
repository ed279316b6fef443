# /// script
# requires-python = ">=3.11"
# dependencies = ["confluent-kafka==2.16.1", "kafka-python==3.0.12"]
# ///
"""confluent-kafka calls your callbacks inside poll() and flush(), and not before."""

from confluent_kafka import Producer
from kafka import KafkaAdminClient, KafkaConsumer

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
admin.create_topics(["callbacks-wait-for-you"], wait_for_metadata=True)
told = []
producer = Producer({"bootstrap.servers": "localhost:9092"})
producer.produce(
    "callbacks-wait-for-you",
    b"hello",
    on_delivery=lambda error, record: told.append(record.offset()),
)
consumer = KafkaConsumer(
    "callbacks-wait-for-you",
    bootstrap_servers="localhost:9092",
    auto_offset_reset="earliest",
)
print("stored:", next(consumer).value)
#> stored: b'hello'
print("told so far:", told)
#> told so far: []
producer.poll(10)
print("told after poll():", told)
#> told after poll(): [0]
