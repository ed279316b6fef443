# /// script
# requires-python = ">=3.11"
# dependencies = ["aiokafka==0.14.0"]
# ///
"""aiokafka calls your serializer for None too, so leave it alone by yourself."""

import asyncio
import json

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

TOPIC = "aiokafka-json-values"
KEY = b"order-17"


def to_json(value):
    return None if value is None else json.dumps(value).encode()


async def main():
    settings = {"bootstrap_servers": "localhost:9092", "value_serializer": to_json}
    async with AIOKafkaProducer(**settings) as producer:
        await producer.send(TOPIC, key=KEY, value={"item": "tea", "count": 2})
        await producer.send(TOPIC, key=KEY, value=None)

    settings = {"bootstrap_servers": "localhost:9092", "auto_offset_reset": "earliest"}
    async with AIOKafkaConsumer(TOPIC, **settings) as consumer:
        for _ in range(2):
            record = await consumer.getone()
            print(record.key, record.value)
            #> b'order-17' b'{"item": "tea", "count": 2}'
            #> b'order-17' None


asyncio.run(main())
