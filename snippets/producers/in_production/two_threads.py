# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Two threads can share a producer: nothing is lost, and each keeps its order."""

from concurrent.futures import ThreadPoolExecutor

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")


def work(name):
    values = (f"{name} {number}".encode() for number in range(1000))
    return [producer.send("two-threads", value, partition=0) for value in values]


with ThreadPoolExecutor(2) as threads:
    futures = list(threads.map(work, ["ann", "bob"]))
ann, bob = ([future.get(timeout=10).offset for future in each] for each in futures)

print("ann's 1000 records are in ann's order:", ann == sorted(ann))
#> ann's 1000 records are in ann's order: True
print("bob's are in his:", bob == sorted(bob))
#> bob's are in his: True
print("each has an offset of its own:", sorted(ann + bob) == list(range(2000)))
#> each has an offset of its own: True
