# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Each partition has one leader; its other replicas follow on other brokers."""

from kafka import KafkaAdminClient

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
topic = {"assignments": {0: [101, 102], 1: [102, 103], 2: [103, 101]}}
admin.create_topics({"leaders-and-replicas": topic}, wait_for_metadata=True)

topic = {"partitions": []}
while not topic["partitions"]:  # the broker that answers may hear of it last
    (topic,) = admin.describe_topics(["leaders-and-replicas"])
for partition in sorted(topic["partitions"], key=lambda p: p["partition_index"]):
    number, leader = partition["partition_index"], partition["leader_id"]
    replicas, in_sync = partition["replica_nodes"], partition["isr_nodes"]
    print(f"{number}: leader {leader}, replicas {replicas}, in sync {in_sync}")
    #> 0: leader 101, replicas [101, 102], in sync [101, 102]
    #> 1: leader 102, replicas [102, 103], in sync [102, 103]
    #> 2: leader 103, replicas [103, 101], in sync [103, 101]
