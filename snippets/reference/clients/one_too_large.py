# /// script
# requires-python = ">=3.11"
# dependencies = ["aiokafka==0.14.0", "confluent-kafka==2.16.1", "kafka-python==3.0.12"]
# ///
"""All three refuse a record that is too large in the call, each with its own class."""

import asyncio

from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError as OfAiokafka
from confluent_kafka import KafkaException, Producer
from kafka import KafkaProducer
from kafka.errors import MessageSizeTooLargeError

TOPIC, LARGE = "one-too-large", b"x" * 2_000_000

try:
    KafkaProducer(bootstrap_servers="localhost:9092").send(TOPIC, LARGE)
except MessageSizeTooLargeError as error:
    print("kafka-python:", type(error))
    #> kafka-python: <class 'kafka.errors.MessageSizeTooLargeError'>
try:
    Producer({"bootstrap.servers": "localhost:9092"}).produce(TOPIC, LARGE)
except KafkaException as error:
    print("confluent-kafka:", type(error), error.args[0].name())
    #> confluent-kafka: <class 'cimpl.KafkaException'> MSG_SIZE_TOO_LARGE


async def main():
    async with AIOKafkaProducer(bootstrap_servers="localhost:9092") as producer:
        try:
            await producer.send(TOPIC, LARGE)
        except OfAiokafka as error:
            print("aiokafka:", type(error))
            #> aiokafka: <class 'aiokafka.errors.MessageSizeTooLargeError'>


asyncio.run(main())
