# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Records spread over partitions, not over brokers: here one broker gets all."""

from kafka import KafkaAdminClient, KafkaProducer

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
topic = {"assignments": {0: [101], 1: [101], 2: [101]}}
admin.create_topics({"one-broker": topic}, wait_for_metadata=True)

producer = KafkaProducer(bootstrap_servers="localhost:9092")
futures = [producer.send("one-broker", b"hello") for _ in range(100)]
used = {future.get(timeout=10).partition for future in futures}
print("partitions written to:", used)
#> partitions written to: {0, 1, 2}

disks = admin.describe_log_dirs(["one-broker"])
for disk in sorted(disks, key=lambda disk: disk["broker"]):
    stored = any(folder["topics"] for folder in disk["log_dirs"])
    print(f"broker {disk['broker']} stores any of it: {stored}")
    #> broker 101 stores any of it: True
    #> broker 102 stores any of it: False
    #> broker 103 stores any of it: False
