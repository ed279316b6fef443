# /// script
# requires-python = ">=3.11"
# dependencies = ["aiokafka==0.14.0"]
# ///
"""A callback runs in the event loop, like everything else, so in your thread."""

import asyncio
from threading import current_thread

from aiokafka import AIOKafkaProducer

called = []


def stored(future):
    called.append(f"offset {future.result().offset} in {current_thread().name}")


async def main():
    async with AIOKafkaProducer(bootstrap_servers="localhost:9092") as producer:
        future = await producer.send("aiokafka-which-thread", b"hello", partition=0)
        future.add_done_callback(stored)

    for call in called:
        print(call)
        #> offset 0 in MainThread


asyncio.run(main())
