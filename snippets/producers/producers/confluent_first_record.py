# /// script
# requires-python = ">=3.11"
# dependencies = ["confluent-kafka==2.16.1"]
# ///
"""One call hands a record over, and a callback learns where it was stored."""

from confluent_kafka import Producer


def stored(error, record):
    print("topic", record.topic())
    #> topic confluent-first-record
    print("partition", record.partition())
    #> partition 2
    print("offset", record.offset())
    #> offset 0


producer = Producer({"bootstrap.servers": "localhost:9092"})
producer.produce(
    "confluent-first-record", key=b"alice", value=b"Hello, Kafka", on_delivery=stored
)
producer.flush()
