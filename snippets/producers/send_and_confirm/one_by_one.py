# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Waiting for each record before you send the next takes many times as long."""

from time import perf_counter

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
producer.send("one-by-one", b"the first one finds the way").get(timeout=10)

begin = perf_counter()
for _ in range(200):
    producer.send("one-by-one", b"hello").get(timeout=10)
one_by_one = perf_counter() - begin

begin = perf_counter()
futures = [producer.send("one-by-one", b"hello") for _ in range(200)]
for future in futures:
    future.get(timeout=10)
together = perf_counter() - begin

print("one by one takes more than 3 times as long:", one_by_one > 3 * together)
#> one by one takes more than 3 times as long: True
