# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Sending to a misspelt topic creates a topic of that name."""

from kafka import KafkaAdminClient, KafkaProducer

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
admin.create_topics(["typo-orders"])

producer = KafkaProducer(bootstrap_servers="localhost:9092")
producer.send("typo-odrers", b"two teapots").get(timeout=10)

print(sorted(name for name in admin.list_topics() if name.startswith("typo-")))
#> ['typo-odrers', 'typo-orders']
