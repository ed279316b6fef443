# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A record above the client's own limit never leaves: send() itself raises."""

import textwrap

from kafka import KafkaProducer
from kafka.errors import MessageSizeTooLargeError

producer = KafkaProducer(bootstrap_servers="localhost:9092")
try:
    producer.send("too-large-for-the-client", b"x" * 2_000_000)
except MessageSizeTooLargeError as error:
    print(textwrap.fill(error.args[0], 75))
    #> The message is 2000088 bytes when serialized which is larger than the
    #> maximum request size you have configured with the max_request_size
    #> configuration

future = producer.send("too-large-for-the-client", b"small")
print("the same producer: offset", future.get(timeout=10).offset)
#> the same producer: offset 0
