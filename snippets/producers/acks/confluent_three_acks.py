# /// script
# requires-python = ">=3.11"
# dependencies = ["confluent-kafka==2.16.1"]
# ///
"""Three producers store three records; with acks=0 no offset is reported."""

from confluent_kafka import Consumer, Producer, TopicPartition

for acks in ["all", 1, 0]:
    producer = Producer({"bootstrap.servers": "localhost:9092", "acks": acks})
    told = []
    producer.produce(
        "confluent-three-acks",
        b"hello",
        partition=0,
        on_delivery=lambda error, record: told.append(record.offset()),
    )
    producer.flush()
    print(f"acks={acks} reports offset {told[0]}")
    #> acks=all reports offset 0
    #> acks=1 reports offset 1
    #> acks=0 reports offset None

settings = {"bootstrap.servers": "localhost:9092", "group.id": "confluent-three-acks"}
consumer = Consumer(settings)
partition = TopicPartition("confluent-three-acks", 0)
while consumer.get_watermark_offsets(partition)[1] < 3:
    pass
print("all three are stored")
#> all three are stored
