# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A number other than 0, 1 or -1 is accepted by the client, refused by the broker."""

from kafka import KafkaProducer
from kafka.errors import InvalidRequiredAcksError

producer = KafkaProducer(bootstrap_servers="localhost:9092", acks=2)
try:
    producer.send("acks-2", b"hello").get(timeout=10)
except InvalidRequiredAcksError as error:
    print(error)
    #> [Error 21] InvalidRequiredAcksError: None
