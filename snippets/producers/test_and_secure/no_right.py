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
topic = ResourcePattern(ResourceType.TOPIC, "no-right")
may_write = ACLOperation.WRITE, ACLPermissionType.ALLOW, topic
admin.create_acls([ACL("User:alice", "*", *may_write)])
for name in "alice", "bob":
    user = UserScramCredentialUpsertion(name, ScramMechanism.SCRAM_SHA_512, b"a-secret")
    admin.alter_user_scram_credentials([user])

certificate = ssl.get_server_certificate(("localhost", 9093))
for name in "bob", "alice":
    producer = KafkaProducer(
        bootstrap_servers="localhost:9093",
        security_protocol="SASL_SSL",
        ssl_context=ssl.create_default_context(cadata=certificate),
        sasl_mechanism="SCRAM-SHA-512",
        sasl_plain_username=name,
        sasl_plain_password="a-secret",
    )
    try:
        record = producer.send("no-right", b"hello").get(timeout=10)
        outcome = f"stored at offset {record.offset}"
    except TopicAuthorizationFailedError as error:
        outcome = error
    print(name, outcome)
    #> bob [Error 29] TopicAuthorizationFailedError: no-right
    #> alice stored at offset 0
