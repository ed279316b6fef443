# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A setting of a topic can be changed while the topic is in use."""

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
careless = {"configs": {"min.insync.replicas": "1"}}
admin.create_topics({"change-a-topic": careless}, wait_for_metadata=True)

topic = ConfigResource("TOPIC", "change-a-topic", {"min.insync.replicas": "2"})
# Unless told not to, the client asks a broker first whether the topic has the setting.
admin.alter_configs([topic], raise_on_unknown=False)

setting = {"value": None}
while setting["value"] != "2":  # the broker that answers may hear of it last
    found = admin.describe_configs([topic])
    setting = found["topic"]["change-a-topic"].get("min.insync.replicas", setting)
print("needed by acks=all:", setting["value"])
#> needed by acks=all: 2
