# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Three lines of your own predict the partition of any key."""

from collections import Counter

from kafka import KafkaProducer
from kafka.partitioner.default import murmur2

keys = [b"user-%d" % n for n in range(1000)]
predicted = [(murmur2(key) & 0x7FFFFFFF) % 3 for key in keys]

producer = KafkaProducer(bootstrap_servers="localhost:9092")
futures = [producer.send("compute-it-yourself", b"hello", key=key) for key in keys]
observed = [future.get(timeout=10).partition for future in futures]

print("all 1,000 as predicted:", predicted == observed)
#> all 1,000 as predicted: True
print("keys per partition:", sorted(Counter(observed).items()))
#> keys per partition: [(0, 313), (1, 341), (2, 346)]
