# /// script
# requires-python = ">=3.11"
# dependencies = ["confluent-kafka==2.16.1"]
# ///
"""Here TLS and SASL are five settings, and the certificate is one of them."""
# Cluster: KAFKA_SECURE=true

import ssl

from confluent_kafka import Producer
from confluent_kafka.admin import (
    AdminClient,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

admin = AdminClient({"bootstrap.servers": "localhost:9092"})
scram = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
user = UserScramCredentialUpsertion("bob", scram, b"bobs-secret")
admin.alter_user_scram_credentials([user])["bob"].result(timeout=10)

settings = {
    "security.protocol": "SASL_SSL",
    "ssl.ca.pem": ssl.get_server_certificate(("localhost", 9093)),
    "sasl.mechanism": "SCRAM-SHA-512",
    "sasl.username": "bob",
    "sasl.password": "bobs-secret",
}
producer = Producer({"bootstrap.servers": "localhost:9093"} | settings)
stored = []
producer.produce(
    "confluent-secured-listener",
    b"hello",
    on_delivery=lambda error, record: stored.append(record.offset()),
)
producer.flush(10)
print("stored at offset", *stored)
#> stored at offset 0
