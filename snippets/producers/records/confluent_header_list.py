# /// script
# requires-python = ">=3.11"
# dependencies = ["confluent-kafka==2.16.1"]
# ///
"""Headers arrive in the order they were sent, duplicates too, and str becomes bytes."""

from confluent_kafka import Consumer, Producer

TOPIC = "confluent-header-list"

producer = Producer({"bootstrap.servers": "localhost:9092"})
headers = [("via", b"gate-2"), ("trace", "7f3a"), ("via", b"gate-1")]
producer.produce(TOPIC, b"hello", headers=headers)
producer.flush()

settings = {"group.id": TOPIC, "auto.offset.reset": "earliest"}
consumer = Consumer({"bootstrap.servers": "localhost:9092"} | settings)
consumer.subscribe([TOPIC])
record = None
while record is None:
    record = consumer.poll(1)
for name, value in record.headers():
    print(name, value)
    #> via b'gate-2'
    #> trace b'7f3a'
    #> via b'gate-1'
