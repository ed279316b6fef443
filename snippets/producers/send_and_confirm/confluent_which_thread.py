# /// script
# requires-python = ">=3.11"
# dependencies = ["confluent-kafka==2.16.1"]
# ///
"""A callback runs in the thread that calls poll() or flush(), so in yours."""

from threading import current_thread

from confluent_kafka import Producer

called = []


def stored(error, record):
    called.append(f"offset {record.offset()} in {current_thread().name}")


producer = Producer({"bootstrap.servers": "localhost:9092"})
producer.produce("confluent-which-thread", b"hello", partition=0, on_delivery=stored)
while not called:
    producer.poll(1)
producer.produce("confluent-which-thread", b"hello", partition=0, on_delivery=stored)
producer.flush()

for call in called:
    print(call)
    #> offset 0 in MainThread
    #> offset 1 in MainThread
