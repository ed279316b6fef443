# /// script
# requires-python = ">=3.11"
# dependencies = ["aiokafka==0.14.0"]
# ///
"""Where a record's place is awaited, other tasks have their turns meanwhile."""

import asyncio

from aiokafka import AIOKafkaProducer

turns = []


async def others():
    while True:
        turns.append("a request is served")
        await asyncio.sleep(0.01)


async def main():
    settings = {"bootstrap_servers": "localhost:9092", "linger_ms": 1000}
    async with AIOKafkaProducer(**settings) as producer:
        await producer.partitions_for("aiokafka-await-a-future")
        task = asyncio.create_task(others())
        await producer.send_and_wait("aiokafka-await-a-future", b"hello")
        print("turns of others, more than 10:", len(turns) > 10)
        #> turns of others, more than 10: True
        task.cancel()


asyncio.run(main())
