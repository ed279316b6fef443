# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A callback runs in the producer's thread, or in yours if it comes late."""

from threading import current_thread

from kafka import KafkaProducer

producer = KafkaProducer(
    bootstrap_servers="localhost:9092", client_id="mine", linger_ms=10_000
)
called = []


def stored(record):
    called.append(f"offset {record.offset} in {current_thread().name}")


future = producer.send("which-thread", b"hello", partition=0)
future.add_callback(stored)
producer.flush()
future.add_callback(stored)

for call in called:
    print(call)
    #> offset 0 in mine-network-thread
    #> offset 0 in MainThread
