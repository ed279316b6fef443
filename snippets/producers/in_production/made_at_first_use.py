# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Made at its first use in each process, a producer needs no hook after a fork."""

import os
from functools import cache

from kafka import KafkaProducer


# A fork copies the cache too, but the child's number is new: it makes its own.
@cache
def producer_of(process):
    return KafkaProducer(bootstrap_servers="localhost:9092")


def send(value):
    producer = producer_of(os.getpid())
    return producer.send("made-at-first-use", value, partition=0).get(timeout=5)


print("the parent stored offset", send(b"from the parent").offset, flush=True)
#> the parent stored offset 0
for _ in range(2):
    child = os.fork()
    if child == 0:
        print("a child stored offset", send(b"from a child").offset, flush=True)
        #> a child stored offset 1
        #> a child stored offset 2
        os._exit(0)
    os.waitpid(child, 0)
