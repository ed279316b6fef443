# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""One value that the deserializer can't read raises from next(); bytes never do."""

import json

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.serializer import JsonSerializer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
for value in [b"fast", b'{"speed": 42}']:
    producer.send("not-json-at-all", value, partition=0).get(timeout=10)

settings = {"bootstrap_servers": "localhost:9092", "auto_offset_reset": "earliest"}
consumer = KafkaConsumer(value_deserializer=JsonSerializer(), **settings)
consumer.assign([TopicPartition("not-json-at-all", 0)])
try:
    next(consumer)
except json.JSONDecodeError as error:
    print("JSONDecodeError:", error)
    #> JSONDecodeError: Expecting value: line 1 column 1 (char 0)

consumer = KafkaConsumer(**settings)
consumer.assign([TopicPartition("not-json-at-all", 0)])
for _ in range(2):
    record = next(consumer)
    try:
        value = json.loads(record.value)
    except json.JSONDecodeError:
        value = "no JSON"
    print(record.offset, value)
    #> 0 no JSON
    #> 1 {'speed': 42}
