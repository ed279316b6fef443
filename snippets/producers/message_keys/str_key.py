# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A key that is not bytes needs a serializer, or send() refuses it."""

from kafka import DefaultSerializer, KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
try:
    producer.send("str-key", b"hello", key="alice")
except TypeError as error:
    print(error)
    #> Unsupported type for serialized key: <class 'str'>

producer = KafkaProducer(
    bootstrap_servers="localhost:9092", key_serializer=DefaultSerializer()
)
record = producer.send("str-key", b"hello", key="alice").get(timeout=10)
print("partition", record.partition)
#> partition 0
