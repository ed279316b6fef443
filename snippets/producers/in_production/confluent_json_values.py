# /// script
# requires-python = ">=3.11"
# dependencies = ["confluent-kafka==2.16.1"]
# ///
"""confluent-kafka takes text or bytes, so JSON is your own line, and None stays."""

import json

from confluent_kafka import Consumer, Producer

TOPIC = "confluent-json-values"

producer = Producer({"bootstrap.servers": "localhost:9092"})
order = {"item": "tea", "count": 2}
producer.produce(TOPIC, key="order-17", value=json.dumps(order))
producer.produce(TOPIC, key="order-17", value=None)
producer.flush()

settings = {"group.id": TOPIC, "auto.offset.reset": "earliest"}
consumer = Consumer({"bootstrap.servers": "localhost:9092"} | settings)
consumer.subscribe([TOPIC])
records = []
while len(records) < 2:
    records += consumer.consume(2, timeout=1)
for record in records:
    print(record.key(), record.value())
    #> b'order-17' b'{"item": "tea", "count": 2}'
    #> b'order-17' None
