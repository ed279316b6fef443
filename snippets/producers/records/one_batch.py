# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A hundred records travel in one request or in a hundred, as you send them."""

from kafka import KafkaProducer


def per_request(wait, **settings):
    producer = KafkaProducer(bootstrap_servers="localhost:9092", **settings)
    for _ in range(100):
        future = producer.send("one-batch", b"hello", partition=0)
        if wait:
            future.get(timeout=10)
    producer.flush()
    return producer.metrics()["producer-metrics"]["records-per-request-avg"]


print("waiting for each:", per_request(wait=True))
#> waiting for each: 1.0
print("lingering:", per_request(wait=False, linger_ms=10_000))
#> lingering: 100.0
print("batch_size=0:", per_request(wait=False, linger_ms=10_000, batch_size=0))
#> batch_size=0: 1.0
