# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""With acks=0 a record that the broker refuses counts as sent, offset and all."""

from kafka import KafkaAdminClient, KafkaProducer

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
limit = {"num_partitions": 1, "configs": {"max.message.bytes": "1000"}}
admin.create_topics({"unnoticed": limit})

careless = KafkaProducer(bootstrap_servers="localhost:9092", acks=0)
future = careless.send("unnoticed", b"x" * 5000)
record = future.get(timeout=10)
print("acks=0, 5000 bytes:", future.succeeded(), "offset", record.offset)
#> acks=0, 5000 bytes: True offset 0

careful = KafkaProducer(bootstrap_servers="localhost:9092")
record = careful.send("unnoticed", b"small").get(timeout=10)
print("acks=all, 5 bytes: offset", record.offset)
#> acks=all, 5 bytes: offset 0
