# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""The installed client waits for all in-sync replicas unless you say otherwise."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
for name in ["acks", "enable_idempotence", "retries", "delivery_timeout_ms"]:
    print(name, "=", producer.config[name])
    #> acks = -1
    #> enable_idempotence = True
    #> retries = inf
    #> delivery_timeout_ms = 120000
