# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""The serializer makes the bytes, so the serializer decides the partition."""

from kafka import DefaultSerializer, JsonSerializer, KafkaProducer

for serializer in [DefaultSerializer(), JsonSerializer()]:
    producer = KafkaProducer(
        bootstrap_servers="localhost:9092", key_serializer=serializer
    )
    record = producer.send("serializers", b"hello", key="bob").get(timeout=10)
    name, size = type(serializer).__name__, record.serialized_key_size
    print(f"{name}: {size} bytes, partition {record.partition}")
    #> DefaultSerializer: 3 bytes, partition 0
    #> JsonSerializer: 5 bytes, partition 2
