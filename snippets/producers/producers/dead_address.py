# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""No broker behind any address is an error, one dead address among two is not."""

from kafka import KafkaProducer
from kafka.errors import KafkaTimeoutError

try:
    KafkaProducer(bootstrap_servers="localhost:9999", bootstrap_timeout_ms=500)
except KafkaTimeoutError as error:
    print(error)
    #> KafkaTimeoutError: Unable to bootstrap from localhost:9999

producer = KafkaProducer(bootstrap_servers=["localhost:9999", "localhost:9092"])
record = producer.send("dead-address", b"hello", key=b"alice").get(timeout=10)
print("stored at offset", record.offset)
#> stored at offset 0
