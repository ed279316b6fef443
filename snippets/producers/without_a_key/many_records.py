# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Many records without a key spread about evenly, as a random choice would."""

from collections import Counter

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
futures = [producer.send("many-records", b"hello") for _ in range(3000)]
counts = Counter(future.get(timeout=10).partition for future in futures)

print("partitions used:", sorted(counts))
#> partitions used: [0, 1, 2]
print("each holds 860 to 1140:", all(860 <= n <= 1140 for n in counts.values()))
#> each holds 860 to 1140: True
