# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""After a record that the broker refuses for good, a new producer goes on."""

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import MessageSizeTooLargeError

TOPIC = "one-bad-record"

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
admin.create_topics({TOPIC: {"configs": {"max.message.bytes": "1000"}}})
producer = KafkaProducer(bootstrap_servers="localhost:9092")

for value in (b"small", b"x" * 5000, b"small again"):
    try:
        where = producer.send(TOPIC, value, partition=0).get(timeout=30)
        result = f"offset {where.offset}"
    except MessageSizeTooLargeError as error:
        result = type(error).__name__
        producer.close()
        producer = KafkaProducer(bootstrap_servers="localhost:9092")
    print(f"{len(value)} bytes: {result}")
    #> 5 bytes: offset 0
    #> 5000 bytes: MessageSizeTooLargeError
    #> 11 bytes: offset 1
