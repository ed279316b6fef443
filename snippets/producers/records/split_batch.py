# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A batch too large for its topic is split until it fits, though flush() raises."""

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import UnknownError

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
limit = {"num_partitions": 1, "configs": {"max.message.bytes": "1000"}}
admin.create_topics({"split-batch": limit})

producer = KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=100)
futures = [producer.send("split-batch", b"x" * 100) for _ in range(100)]
try:
    producer.flush()
except UnknownError as error:
    print(error)
    #> [Error -1] UnknownError: Future not done

offsets = [future.get(timeout=10).offset for future in futures]
print("stored, in order:", offsets == list(range(100)))
#> stored, in order: True
