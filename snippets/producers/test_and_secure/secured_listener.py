# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A secured listener asks for TLS, a user and a password, and then all is as ever."""
# Cluster: KAFKA_SECURE=true

import ssl

from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import ScramMechanism, UserScramCredentialUpsertion

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
user = UserScramCredentialUpsertion("alice", ScramMechanism.SCRAM_SHA_512, b"al-secret")
admin.alter_user_scram_credentials([user])

certificate = ssl.get_server_certificate(("localhost", 9093))
producer = KafkaProducer(
    bootstrap_servers="localhost:9093",
    security_protocol="SASL_SSL",
    ssl_context=ssl.create_default_context(cadata=certificate),
    sasl_mechanism="SCRAM-SHA-512",
    sasl_plain_username="alice",
    sasl_plain_password="al-secret",
)
record = producer.send("secured-listener", b"hello").get(timeout=10)
print("stored at offset", record.offset)
#> stored at offset 0
