# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12", "learning-kafka"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""A record acknowledged with acks=1 can vanish where one sent with acks=all is kept."""

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition

from lab import Cluster

BROKERS = ["localhost:9092", "localhost:9192", "localhost:9292"]
TOPIC = "acknowledged-then-gone"

admin = KafkaAdminClient(bootstrap_servers=BROKERS)
admin.create_topics({TOPIC: {"assignments": {0: [101, 102, 103], 1: [101, 102, 103]}}})
one = KafkaProducer(bootstrap_servers=BROKERS, acks=1)
all_ = KafkaProducer(bootstrap_servers=BROKERS, acks="all")

with Cluster() as cluster:
    for partition, producer in enumerate((one, all_)):
        producer.send(TOPIC, b"first", partition=partition).get(timeout=30)
        cluster.wait_for_visible(TOPIC, 1, partition)
    cluster.freeze(102, 103)
    kept = all_.send(TOPIC, b"second", partition=1)
    gone = one.send(TOPIC, b"second", partition=0).get(timeout=30)
    print(f"acks=1: second is acknowledged at offset {gone.offset}")
    #> acks=1: second is acknowledged at offset 1
    print(f"acks=all: second is acknowledged: {kept.is_done}")
    #> acks=all: second is acknowledged: False
    cluster.kill(101)
    cluster.thaw(102, 103)
    cluster.wait_for_leader(TOPIC)
    after = one.send(TOPIC, b"third", partition=0).get(timeout=30)
    print(f"acks=1: third is acknowledged at offset {after.offset}")
    #> acks=1: third is acknowledged at offset 1
    print(f"acks=all: second is acknowledged at offset {kept.get(timeout=30).offset}")
    #> acks=all: second is acknowledged at offset 1

for partition in (0, 1):
    consumer = KafkaConsumer(bootstrap_servers=BROKERS, auto_offset_reset="earliest")
    consumer.assign([TopicPartition(TOPIC, partition)])
    values = [next(consumer).value.decode() for _ in range(2)]
    print(f"partition {partition}: {', '.join(values)}")
    #> partition 0: first, third
    #> partition 1: first, second
