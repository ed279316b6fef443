# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A callback that waits for another record waits for the thread that it blocks."""

from kafka import KafkaProducer
from kafka.errors import KafkaTimeoutError

producer = KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=10_000)
seen = []


def copy(record):
    second = producer.send("waits-for-itself", b"copy", partition=0)
    try:
        second.get(timeout=1)
    except KafkaTimeoutError as error:
        seen.extend([error, second])


producer.send("waits-for-itself", b"hello", partition=0).add_callback(copy)
producer.flush()
error, second = seen
print(error)
#> KafkaTimeoutError: Timeout after waiting for 1 secs.

producer.flush()
print("without waiting: offset", second.value.offset)
#> without waiting: offset 1
