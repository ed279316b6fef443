# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""JsonSerializer leaves None alone; a function around json.dumps makes text of it."""

import json

from kafka import DefaultSerializer, JsonSerializer, KafkaConsumer, KafkaProducer

producer = KafkaProducer(
    bootstrap_servers="localhost:9092",
    key_serializer=DefaultSerializer(),
    value_serializer=JsonSerializer(),
)
producer.send("json-values", key="order-17", value={"item": "tea", "count": 2})
producer.send("json-values", key="order-17", value=None)
producer.close()

producer = KafkaProducer(
    bootstrap_servers="localhost:9092",
    key_serializer=DefaultSerializer(),
    value_serializer=lambda value: json.dumps(value).encode(),
)
producer.send("json-values", key="order-17", value=None)
producer.close()

consumer = KafkaConsumer(
    "json-values", bootstrap_servers="localhost:9092", auto_offset_reset="earliest"
)
for record in (next(consumer) for _ in range(3)):
    print(record.key, record.value)
    #> b'order-17' b'{"item": "tea", "count": 2}'
    #> b'order-17' None
    #> b'order-17' b'null'
