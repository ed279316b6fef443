# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A value that is not bytes needs a serializer, or send() refuses it."""

from kafka import KafkaProducer
from kafka.serializer import JsonSerializer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
for value in ["text", 42, {"speed": 42}]:
    try:
        producer.send("bytes-only", value)
    except TypeError as error:
        print(error)
        #> Unsupported type for serialized value: <class 'str'>
        #> Unsupported type for serialized value: <class 'int'>
        #> Unsupported type for serialized value: <class 'dict'>

producer = KafkaProducer(
    bootstrap_servers="localhost:9092", value_serializer=JsonSerializer()
)
record = producer.send("bytes-only", {"speed": 42}, partition=0).get(timeout=10)
print("as JSON:", record.serialized_value_size, "bytes")
#> as JSON: 13 bytes
