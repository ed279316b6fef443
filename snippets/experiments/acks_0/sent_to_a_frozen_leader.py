# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12", "learning-kafka"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""With acks=0 a send to a leader that answers nobody counts as a success."""

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition

from lab import Cluster

BROKERS = ["localhost:9092", "localhost:9192", "localhost:9292"]
TOPIC = "sent-to-a-frozen-leader"

admin = KafkaAdminClient(bootstrap_servers=BROKERS)
admin.create_topics({TOPIC: {"assignments": {0: [101, 102, 103]}}})
producer = KafkaProducer(bootstrap_servers=BROKERS, acks=0)

with Cluster() as cluster:
    cluster.wait_for_visible(TOPIC, 0)  # what comes before its leader is ready is lost
    producer.send(TOPIC, b"first").get(timeout=30)
    cluster.wait_for_visible(TOPIC, 1)
    cluster.freeze(101)
    lost = producer.send(TOPIC, b"second").get(timeout=30)
    print(f"success, says the client: second is at offset {lost.offset}")
    #> success, says the client: second is at offset 0
    cluster.kill(101)
    cluster.wait_for_leader(TOPIC)

consumer = KafkaConsumer(bootstrap_servers=BROKERS)
partition = TopicPartition(TOPIC, 0)
print("records stored:", consumer.end_offsets([partition])[partition])
#> records stored: 1
