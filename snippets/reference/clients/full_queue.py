# /// script
# requires-python = ">=3.11"
# dependencies = ["confluent-kafka==2.16.1"]
# ///
"""confluent-kafka refuses a record when too many wait; the limit is a setting."""

from confluent_kafka import Producer

settings = {"bootstrap.servers": "localhost:9092", "linger.ms": 5000}
producer = Producer(settings | {"queue.buffering.max.messages": 10})
for number in range(11):
    try:
        producer.produce("full-queue", b"hello")
    except BufferError as error:
        print("record", number, "is refused:", error)
        #> record 10 is refused: Local: Queue full

print("not sent after flush():", producer.flush(10))
#> not sent after flush(): 0
