# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Each producer is a thread of its own, and finds its way to the cluster anew."""

import threading
from time import perf_counter

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
producer.send("one-for-each", b"the first one", partition=0).get(timeout=10)

begin = perf_counter()
for _ in range(20):
    producer.send("one-for-each", b"hello", partition=0)
producer.flush()
one = perf_counter() - begin

begin = perf_counter()
producers = [KafkaProducer(bootstrap_servers="localhost:9092") for _ in range(20)]
for each in producers:
    each.send("one-for-each", b"hello", partition=0)
for each in producers:
    each.flush()
many = perf_counter() - begin

print("twenty producers take more than 3 times as long:", many > 3 * one)
#> twenty producers take more than 3 times as long: True
print("threads beside this one:", threading.active_count() - 1)
#> threads beside this one: 21
