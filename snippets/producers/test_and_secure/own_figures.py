# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""The producer counts its failures, even if your program looks at no future."""

from kafka import KafkaAdminClient, KafkaProducer

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
limit = {"num_partitions": 1, "configs": {"max.message.bytes": "10000"}}
admin.create_topics({"own-figures": limit})

producer = KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=1000)
futures = [producer.send("own-figures", b"hello") for _ in range(300)]
futures[-1].get(timeout=10)
figures = producer.metrics()["producer-metrics"]
print("300 records, 5 to 11 per second:", 5 < figures["record-send-rate"] < 11)
#> 300 records, 5 to 11 per second: True
print("waited 1000 ms, counted 1 to 9:", 1 <= figures["record-queue-time-avg"] < 9)
#> waited 1000 ms, counted 1 to 9: True
print("errors per second:", figures["record-error-rate"])
#> errors per second: 0.0

producer.send("own-figures", b"x" * 50_000)
producer.flush()
figures = producer.metrics()["producer-metrics"]
print("errors per second, more than 0:", figures["record-error-rate"] > 0)
#> errors per second, more than 0: True
