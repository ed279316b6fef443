# /// script
# requires-python = ">=3.11"
# dependencies = ["aiokafka==0.14.0"]
# ///
"""One call sends a record, and what you await says where it was stored."""

import asyncio

from aiokafka import AIOKafkaProducer

TOPIC = "aiokafka-first-record"


async def main():
    async with AIOKafkaProducer(bootstrap_servers="localhost:9092") as producer:
        sending = producer.send_and_wait(TOPIC, key=b"alice", value=b"Hello, Kafka")
        record = await sending

    print("topic", record.topic)
    #> topic aiokafka-first-record
    print("partition", record.partition)
    #> partition 0
    print("offset", record.offset)
    #> offset 0


asyncio.run(main())
