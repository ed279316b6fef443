# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""close() sends what is still waiting, and a closed producer takes no more."""

from kafka import KafkaProducer
from kafka.errors import IllegalStateError

with KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=10_000) as producer:
    future = producer.send("after-close", b"hello", partition=0)
    print("done inside the block:", future.is_done)
    #> done inside the block: False

print("done after the block:", future.is_done, "offset", future.value.offset)
#> done after the block: True offset 0
try:
    producer.send("after-close", b"hello again", partition=0)
except IllegalStateError as error:
    print(error)
    #> IllegalStateError: KafkaProducer already closed!
