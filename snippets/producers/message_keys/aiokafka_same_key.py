# /// script
# requires-python = ">=3.11"
# dependencies = ["aiokafka==0.14.0"]
# ///
"""Records with the same key go to the same partition; keys share partitions."""

import asyncio

from aiokafka import AIOKafkaProducer

KEYS = [b"truck_id_123", b"truck_id_234", b"truck_id_345", b"truck_id_456"]


async def main():
    async with AIOKafkaProducer(bootstrap_servers="localhost:9092") as producer:
        for key in KEYS:
            futures = [
                await producer.send("aiokafka-same-key", b"here", key=key)
                for _ in range(50)
            ]
            partitions = {(await future).partition for future in futures}
            print(f"50 records with key {key} went to {partitions}")
            #> 50 records with key b'truck_id_123' went to {2}
            #> 50 records with key b'truck_id_234' went to {1}
            #> 50 records with key b'truck_id_345' went to {1}
            #> 50 records with key b'truck_id_456' went to {2}


asyncio.run(main())
