# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A timeout of get() doesn't take the record back, so sending it again makes two."""

from kafka import KafkaProducer
from kafka.errors import KafkaTimeoutError

producer = KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=10_000)
first = producer.send("sent-again", b"pay 5 euros", partition=0)
try:
    first.get(timeout=0.1)
except KafkaTimeoutError as error:
    print(error)
    #> KafkaTimeoutError: Timeout after waiting for 0.1 secs.
    second = producer.send("sent-again", b"pay 5 euros", partition=0)

producer.flush()
print("the first is stored at offset", first.value.offset)
#> the first is stored at offset 0
print("the second is stored at offset", second.value.offset)
#> the second is stored at offset 1
