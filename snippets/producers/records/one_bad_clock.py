# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A time more than an hour ahead is refused, with all that share the record's batch."""

import textwrap

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=10_000)
microseconds = 1_624_199_613_833_822
futures = [
    producer.send("one-bad-clock", b"hello", partition=0, timestamp_ms=time)
    for time in [None, microseconds, None]
]
producer.flush()
futures.append(producer.send("one-bad-clock", b"hello", partition=1))
producer.flush()

for number, future in enumerate(futures, 1):
    reason, *_ = str(future.exception).split(". ")
    print(textwrap.fill(f"{number}. {reason}", 75))
    #> 1. KafkaError: Failed to append record because it was part of a batch which
    #> had one more more invalid records
    #> 2. [Error 32] InvalidTimestampError: Timestamp 1624199613833822 of message
    #> with offset 1 is out of range
    #> 3. KafkaError: Failed to append record because it was part of a batch which
    #> had one more more invalid records
    #> 4. [Error 32] InvalidTimestampError: One or more records have been rejected
    #> due to invalid timestamp
