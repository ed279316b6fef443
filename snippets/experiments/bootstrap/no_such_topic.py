# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Where topics aren't made by themselves, send() waits in vain for a missing one."""
# Cluster: KAFKA_AUTO_CREATE_TOPICS=false

from kafka import KafkaProducer
from kafka.errors import KafkaTimeoutError

producer = KafkaProducer(bootstrap_servers="localhost:9092", max_block_ms=2000)
try:
    producer.send("no-such-topic", b"hello")
except KafkaTimeoutError as error:
    print(error)
    #> KafkaTimeoutError: Failed to update metadata after 2.0 secs.
