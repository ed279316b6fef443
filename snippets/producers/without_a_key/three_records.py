# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Three records without a key usually leave one of three partitions empty."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
futures = [producer.send("three-records", b"hello") for _ in range(3000)]
chosen = [future.get(timeout=10).partition for future in futures]

rounds = [chosen[i : i + 3] for i in range(0, 3000, 3)]
missed = [r for r in rounds if len(set(r)) < 3]
print("rounds of three records:", len(rounds))
#> rounds of three records: 1000
print("more than 700 of them miss a partition:", len(missed) > 700)
#> more than 700 of them miss a partition: True
