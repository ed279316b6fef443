# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A full batch leaves at once, and only the one that has room lingers."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=10_000)
futures = [producer.send("full-batch", b"x" * 1000, partition=0) for _ in range(17)]
for future in futures[:16]:
    future.get(timeout=9)

print("batch_size:", producer.config["batch_size"])
#> batch_size: 16384
print("done:", sum(future.is_done for future in futures), "of", len(futures))
#> done: 16 of 17
