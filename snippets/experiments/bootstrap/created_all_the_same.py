# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""With allow_auto_create_topics=False a missing topic is created all the same."""

from kafka import KafkaAdminClient, KafkaProducer

TOPIC = "created-all-the-same"

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
producer = KafkaProducer(
    bootstrap_servers="localhost:9092", allow_auto_create_topics=False
)
print("there before:", TOPIC in admin.list_topics())
#> there before: False
producer.send(TOPIC, b"hello").get(timeout=30)
print("there after:", TOPIC in admin.list_topics())
#> there after: True
