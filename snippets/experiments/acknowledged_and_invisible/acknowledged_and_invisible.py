# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12", "learning-kafka"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""Below min.insync.replicas a record can be acknowledged and yet be seen by nobody."""

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition

from lab import Cluster

BROKERS = ["localhost:9092", "localhost:9192", "localhost:9292"]
TOPIC = "acknowledged-and-invisible"

admin = KafkaAdminClient(bootstrap_servers=BROKERS)
admin.create_topics({TOPIC: {"assignments": {0: [101, 102, 103]}}})
producer = KafkaProducer(bootstrap_servers=BROKERS, acks=1)
consumer = KafkaConsumer(bootstrap_servers=BROKERS)
partition = TopicPartition(TOPIC, 0)

with Cluster() as cluster:
    producer.send(TOPIC, b"first").get(timeout=30)
    cluster.wait_for_visible(TOPIC, 1)
    cluster.stop(102, 103)
    cluster.wait_for_in_sync(TOPIC, 101)
    second = producer.send(TOPIC, b"second").get(timeout=30)
    print(f"second is acknowledged at offset {second.offset}")
    #> second is acknowledged at offset 1
    print("readers see", consumer.end_offsets([partition])[partition], "record")
    #> readers see 1 record
    cluster.start(102)
    cluster.wait_for_visible(TOPIC, 2)
    print("102 is back: readers see", consumer.end_offsets([partition])[partition])
    #> 102 is back: readers see 2
