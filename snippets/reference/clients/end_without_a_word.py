# /// script
# requires-python = ">=3.11"
# dependencies = ["aiokafka==0.14.0", "confluent-kafka==2.16.1", "kafka-python==3.0.12"]
# ///
"""At the end of a program one client sends what waits, and two don't."""

import subprocess
import sys

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition

PROGRAMS = {
    "kafka-python": """
from kafka import KafkaProducer
producer = KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=5000)
for _ in range(10): producer.send(TOPIC, b"hello")""",
    "confluent-kafka": """
from confluent_kafka import Producer
producer = Producer({"bootstrap.servers": "localhost:9092", "linger.ms": 5000})
for _ in range(10): producer.produce(TOPIC, b"hello")""",
    "aiokafka": """
import asyncio
import aiokafka
async def main():
    producer = aiokafka.AIOKafkaProducer(linger_ms=5000)
    await producer.start()
    for _ in range(10): await producer.send(TOPIC, b"hello")
asyncio.run(main())""",
}
for client, program in PROGRAMS.items():
    place = TopicPartition(f"end-without-a-word-{client}", 0)
    admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
    admin.create_topics({place.topic: {"num_partitions": 1}}, wait_for_metadata=True)
    text = f"TOPIC = {place.topic!r}{program}"
    subprocess.run([sys.executable, "-c", text], capture_output=True)
    consumer = KafkaConsumer(bootstrap_servers="localhost:9092")
    print(f"{client}: {consumer.end_offsets([place])[place]} of 10")
    #> kafka-python: 10 of 10
    #> confluent-kafka: 0 of 10
    #> aiokafka: 0 of 10
