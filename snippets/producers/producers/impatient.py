# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""send() itself waits for the map of a topic, and raises if it does not come."""

from kafka import KafkaProducer
from kafka.errors import KafkaTimeoutError

producer = KafkaProducer(bootstrap_servers="localhost:9092", max_block_ms=100)
try:
    producer.send("impatient", b"hello")
except KafkaTimeoutError as error:
    print(error)
    #> KafkaTimeoutError: Failed to update metadata after 0.1 secs.
