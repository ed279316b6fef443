# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""The producer asks its partitioner twice for a record that opens a batch."""

from kafka import KafkaProducer
from kafka.partitioner import Partitioner


class AlwaysZero(Partitioner):
    asked = 0

    def partition(self, topic, key, key_bytes, value, value_bytes, cluster):
        self.asked += 1
        return 0


partitioner = AlwaysZero()
producer = KafkaProducer(
    bootstrap_servers="localhost:9092", partitioner=partitioner, linger_ms=10_000
)
for i in range(1, 5):
    producer.send("asked-twice", b"hello")
    print("records:", i, "questions:", partitioner.asked)
    #> records: 1 questions: 2
    #> records: 2 questions: 3
    #> records: 3 questions: 4
    #> records: 4 questions: 5

producer.close()
