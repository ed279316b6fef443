# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A cluster that advertises a wrong address lets a producer start, and not send."""
# Cluster: KAFKA_ADVERTISED_HOST=kafka.invalid

from kafka import KafkaProducer
from kafka.errors import KafkaTimeoutError

producer = KafkaProducer(bootstrap_servers="localhost:9092", max_block_ms=5000)
try:
    producer.send("unreachable-addresses", b"hello").get(timeout=30)
except KafkaTimeoutError as error:
    print(error)
    #> KafkaTimeoutError: Failed to update metadata after 5.0 secs.
