# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""With auto_offset_reset="none", a consumer that has no valid offset raises."""

from textwrap import fill

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import NoOffsetForPartitionError, OffsetOutOfRangeError

partition = TopicPartition("no-place-to-start", 0)
producer = KafkaProducer(bootstrap_servers="localhost:9092")
producer.send(partition.topic, b"hello", partition=0).get(timeout=10)

consumer = KafkaConsumer(
    bootstrap_servers="localhost:9092",
    auto_offset_reset="none",
    consumer_timeout_ms=10_000,
)
consumer.assign([partition])
try:
    next(consumer)
except NoOffsetForPartitionError as error:
    print(fill(str(error), 75))
    #> NoOffsetForPartitionError: {TopicPartition(topic='no-place-to-start',
    #> partition=0)}

consumer.seek(partition, 50)
try:
    next(consumer)
except OffsetOutOfRangeError as error:
    print(fill(str(error), 75))
    #> [Error 1] OffsetOutOfRangeError: {TopicPartition(topic='no-place-to-start',
    #> partition=0): 50}

consumer.seek_to_beginning(partition)
print("offset", next(consumer).offset)
#> offset 0
