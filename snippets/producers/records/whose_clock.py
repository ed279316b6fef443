# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A record keeps the time you gave it, unless its topic insists on the broker's."""

import time

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer

given = int(time.time() * 1000) - 60_000
admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
for clock in ["CreateTime", "LogAppendTime"]:
    topic = f"whose-clock-{clock}"
    config = {"message.timestamp.type": clock}
    admin.create_topics({topic: {"num_partitions": 1, "configs": config}})

    producer = KafkaProducer(bootstrap_servers="localhost:9092")
    sent = producer.send(topic, b"hello", timestamp_ms=given).get(timeout=10)
    consumer = KafkaConsumer(
        topic, bootstrap_servers="localhost:9092", auto_offset_reset="earliest"
    )
    read = next(consumer).timestamp
    print(f"{clock}: as given {read == given}, as reported {read == sent.timestamp}")
    #> CreateTime: as given True, as reported True
    #> LogAppendTime: as given False, as reported True
