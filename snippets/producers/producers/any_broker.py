# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Whichever broker you name first, you meet all three and write the same way."""

from kafka import KafkaAdminClient, KafkaProducer

for address in ["localhost:9092", "localhost:9192", "localhost:9292"]:
    admin = KafkaAdminClient(bootstrap_servers=address)
    ids = sorted(b["broker_id"] for b in admin.describe_cluster()["brokers"])

    producer = KafkaProducer(bootstrap_servers=address)
    record = producer.send("any-broker", b"hello", key=b"alice").get(timeout=10)
    place = f"partition {record.partition}, offset {record.offset}"
    print(f"{address} names {ids}: {place}")
    #> localhost:9092 names [101, 102, 103]: partition 0, offset 0
    #> localhost:9192 names [101, 102, 103]: partition 0, offset 1
    #> localhost:9292 names [101, 102, 103]: partition 0, offset 2
