# /// script
# requires-python = ">=3.11"
# dependencies = ["aiokafka==0.14.0"]
# ///
"""Three producers store three records; with acks=0 there is nothing to learn."""

import asyncio

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

TOPIC = "aiokafka-three-acks"


async def main():
    for acks in ["all", 1, 0]:
        settings = {"bootstrap_servers": "localhost:9092", "acks": acks}
        async with AIOKafkaProducer(**settings) as producer:
            record = await producer.send_and_wait(TOPIC, b"hello", partition=0)
        print(f"acks={acks} reports {record and record.offset}")
        #> acks=all reports 0
        #> acks=1 reports 1
        #> acks=0 reports None

    partition = TopicPartition(TOPIC, 0)
    async with AIOKafkaConsumer(bootstrap_servers="localhost:9092") as consumer:
        while (await consumer.end_offsets([partition]))[partition] < 3:
            pass
    print("all three are stored")
    #> all three are stored


asyncio.run(main())
