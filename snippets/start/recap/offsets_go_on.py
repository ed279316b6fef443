# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Deleting records does not give their offsets back."""

from kafka import KafkaAdminClient, KafkaProducer, TopicPartition

producer = KafkaProducer(bootstrap_servers="localhost:9092")
for value in [b"a", b"b", b"c"]:
    producer.send("offsets-go-on", value, partition=0).get(timeout=10)

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
admin.delete_records({TopicPartition("offsets-go-on", 0): 3})

record = producer.send("offsets-go-on", b"d", partition=0).get(timeout=10)
print(f"after three deleted records comes offset {record.offset}")
#> after three deleted records comes offset 3
