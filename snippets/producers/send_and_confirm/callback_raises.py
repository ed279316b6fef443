# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""An error in a callback reaches nobody: not you, not the future, not the producer."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=10_000)
failures = []


def broken(record):
    raise RuntimeError(f"no room for offset {record.offset}")


future = producer.send("callback-raises", b"hello", partition=0)
future.add_callback(broken)
future.add_errback(failures.append)
producer.flush()
future.add_callback(broken)

print("succeeded:", future.succeeded(), "failures:", failures)
#> succeeded: True failures: []
second = producer.send("callback-raises", b"hello again", partition=0)
producer.flush()
print("the next record: offset", second.value.offset)
#> the next record: offset 1
