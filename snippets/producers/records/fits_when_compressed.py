# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""The topic's limit counts what arrives, compressed; the client's own limit doesn't."""

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import MessageSizeTooLargeError

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
limit = {"num_partitions": 1, "configs": {"max.message.bytes": "1000"}}
admin.create_topics({"fits-when-compressed": limit})

gzip = {"compression_type": "gzip"}
for settings in [{}, gzip, gzip | {"max_request_size": 1000}]:
    producer = KafkaProducer(bootstrap_servers="localhost:9092", **settings)
    try:
        record = producer.send("fits-when-compressed", b"a" * 2000).get(timeout=10)
        outcome = f"offset {record.offset}"
    except MessageSizeTooLargeError as error:
        outcome = type(error).__name__
    print(f"{settings}: {outcome}")
    #> {}: MessageSizeTooLargeError
    #> {'compression_type': 'gzip'}: offset 0
    #> {'compression_type': 'gzip', 'max_request_size': 1000}: MessageSizeTooLargeError
