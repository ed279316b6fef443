# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""After one record too large for its topic, a default producer sends no more."""

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import MessageSizeTooLargeError

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
limit = {"num_partitions": 1, "configs": {"max.message.bytes": "1000"}}
admin.create_topics({"too-large-for-the-topic": limit})

producer = KafkaProducer(bootstrap_servers="localhost:9092")
for value in [b"x" * 5000, b"small"]:
    try:
        producer.send("too-large-for-the-topic", value).get(timeout=10)
    except MessageSizeTooLargeError as error:
        print(len(value), "bytes:", error)
        #> 5000 bytes: [Error 10] MessageSizeTooLargeError: None
        #> 5 bytes: [Error 10] MessageSizeTooLargeError: None

producer = KafkaProducer(bootstrap_servers="localhost:9092")
future = producer.send("too-large-for-the-topic", b"small")
print("a new producer: offset", future.get(timeout=10).offset)
#> a new producer: offset 0
