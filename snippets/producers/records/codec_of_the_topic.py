# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A topic can compress by itself, and then who reads it needs the codec."""

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.errors import UnsupportedCodecError

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
config = {"compression.type": "zstd"}
topic = "codec-of-the-topic"
admin.create_topics({topic: {"num_partitions": 1, "configs": config}})

producer = KafkaProducer(bootstrap_servers="localhost:9092")
record = producer.send(topic, b"hello").get(timeout=10)
print("written at offset", record.offset)
#> written at offset 0

consumer = KafkaConsumer(
    topic, bootstrap_servers="localhost:9092", auto_offset_reset="earliest"
)
try:
    print(next(consumer).value)
except UnsupportedCodecError as error:
    print(error)
    #> UnsupportedCodecError: Libraries for zstd compression codec not found
