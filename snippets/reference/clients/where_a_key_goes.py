# /// script
# requires-python = ">=3.11"
# dependencies = ["aiokafka==0.14.0", "confluent-kafka==2.16.1", "kafka-python==3.0.12"]
# ///
"""confluent-kafka puts a key elsewhere than the others, unless it is told otherwise."""

import asyncio

from aiokafka import AIOKafkaProducer
from confluent_kafka import Producer
from kafka import KafkaProducer

TOPIC, KEYS = "where-a-key-goes", [b"alice", b"bob", b"order-42", b"user-1"]

producer = KafkaProducer(bootstrap_servers="localhost:9092")
sent = [producer.send(TOPIC, key=key) for key in KEYS]
print("kafka-python:", [future.get(timeout=10).partition for future in sent])
#> kafka-python: [0, 0, 0, 2]


async def with_aiokafka():
    async with AIOKafkaProducer(bootstrap_servers="localhost:9092") as producer:
        return [await producer.send_and_wait(TOPIC, key=key) for key in KEYS]


print("aiokafka:", [record.partition for record in asyncio.run(with_aiokafka())])
#> aiokafka: [0, 0, 0, 2]

for partitioner in ["consistent_random", "murmur2_random"]:  # first the default
    settings = {"bootstrap.servers": "localhost:9092", "partitioner": partitioner}
    producer, at = Producer(settings), {}
    for key in KEYS:
        note = lambda error, record: at.update({record.key(): record.partition()})
        producer.produce(TOPIC, key=key, on_delivery=note)
    producer.flush()
    print(f"confluent-kafka, {partitioner}:", [at[key] for key in KEYS])
    #> confluent-kafka, consistent_random: [2, 2, 1, 2]
    #> confluent-kafka, murmur2_random: [0, 0, 0, 2]
