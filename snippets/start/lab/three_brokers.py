# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""The cluster has three brokers, and the controller is not one of them."""

from kafka import KafkaAdminClient

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")

brokers = admin.describe_cluster()["brokers"]
for broker in sorted(brokers, key=lambda broker: broker["broker_id"]):
    print(f"broker {broker['broker_id']} is at {broker['host']}:{broker['port']}")
    #> broker 101 is at localhost:9092
    #> broker 102 is at localhost:9192
    #> broker 103 is at localhost:9292

(metadata,) = admin.describe_metadata_quorum()["topics"]
print("the controller is node", metadata["partitions"][0]["leader_id"])
#> the controller is node 1
