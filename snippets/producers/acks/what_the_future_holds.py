# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A future is empty until the cluster answers, then holds where and when."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=10_000)
future = producer.send(
    "what-the-future-holds",
    key=b"alice",
    value=b"hello",
    headers=[("from", b"me")],
    partition=0,
)
print("done:", future.is_done)
#> done: False

producer.flush()
print("done:", future.is_done, "succeeded:", future.succeeded())
#> done: True succeeded: True

record = future.get(timeout=10)
print(record.topic, record.partition, record.offset)
#> what-the-future-holds 0 0
print("bytes of key, value, headers:", *record[-3:])
#> bytes of key, value, headers: 5 5 6
