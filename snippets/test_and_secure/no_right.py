# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Whoever is let in may still not write: each topic can name those who may."""
# Cluster: KAFKA_SECURE=true

import ssl

from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import ACL, ACLOperation, ACLPermissionType, ResourcePattern
from kafka.admin import ResourceType, ScramMechanism, UserScramCredentialUpsertion
from kafka.errors import TopicAuthorizationFailedError

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
bob = UserScramCredentialUpsertion("bob", ScramMechanism.SCRAM_SHA_512, b"bo-secret")
admin.alter_user_scram_credentials([bob])
topic = ResourcePattern(ResourceType.TOPIC, "no-right")
write = ACLOperation.WRITE, ACLPermissionType.ALLOW, topic
admin.create_acls([ACL("User:alice", "*", *write)])

certificate = ssl.get_server_certificate(("localhost", 9093))
producer = KafkaProducer(
    bootstrap_servers="localhost:9093",
    security_protocol="SASL_SSL",
    ssl_context=ssl.create_default_context(cadata=certificate),
    sasl_mechanism="SCRAM-SHA-512",
    sasl_plain_username="bob",
    sasl_plain_password="bo-secret",
)
try:
    producer.send("no-right", b"hello").get(timeout=10)
except TopicAuthorizationFailedError as error:
    print(error)
    #> [Error 29] TopicAuthorizationFailedError: no-right

admin.create_acls([ACL("User:bob", "*", *write)])
record = producer.send("no-right", b"hello").get(timeout=10)
print("stored at offset", record.offset)
#> stored at offset 0
