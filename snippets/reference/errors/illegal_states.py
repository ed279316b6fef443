# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A consumer needs a partition, a group to commit to, and one way to choose."""

from textwrap import fill

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import IllegalStateError

consumer = KafkaConsumer(bootstrap_servers="localhost:9092")
partition = TopicPartition("illegal-states", 0)
try:
    consumer.position(partition)
except IllegalStateError as error:
    print(error)
    #> IllegalStateError: Partition is not assigned

consumer.assign([partition])
try:
    consumer.commit()
except IllegalStateError as error:
    print(error)
    #> IllegalStateError: Requires group_id

try:
    consumer.subscribe(["illegal-states"])
except IllegalStateError as error:
    print(fill(str(error), 75))
    #> IllegalStateError: You must choose only one way to configure your consumer:
    #> (1) subscribe to specific topics by name, (2) subscribe to topics matching
    #> a regex pattern, (3) assign itself specific topic-partitions.
