# /// script
# requires-python = ">=3.11"
# dependencies = ["aiokafka==0.14.0"]
# ///
"""Headers arrive in the order they were sent, and duplicates stay."""

import asyncio

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

TOPIC = "aiokafka-header-list"
HEADERS = [("via", b"gate-2"), ("trace", b"7f3a"), ("via", b"gate-1")]


async def main():
    async with AIOKafkaProducer(bootstrap_servers="localhost:9092") as producer:
        await producer.send_and_wait(TOPIC, b"hello", headers=HEADERS)

    settings = {"bootstrap_servers": "localhost:9092", "auto_offset_reset": "earliest"}
    async with AIOKafkaConsumer(TOPIC, **settings) as consumer:
        record = await consumer.getone()
    for name, value in record.headers:
        print(name, value)
        #> via b'gate-2'
        #> trace b'7f3a'
        #> via b'gate-1'


asyncio.run(main())
