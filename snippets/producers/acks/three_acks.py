# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Three producers store three records; only acks=0 does not know where."""

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

for acks in ["all", 1, 0]:
    producer = KafkaProducer(bootstrap_servers="localhost:9092", acks=acks)
    future = producer.send("three-acks", b"hello", partition=0)
    print(f"acks={acks} reports offset {future.get(timeout=10).offset}")
    #> acks=all reports offset 0
    #> acks=1 reports offset 1
    #> acks=0 reports offset 0

consumer = KafkaConsumer(bootstrap_servers="localhost:9092")
partition = TopicPartition("three-acks", 0)
while consumer.end_offsets([partition])[partition] < 3:
    pass
print("all three are stored")
#> all three are stored
