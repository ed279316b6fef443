# /// script
# requires-python = ">=3.11"
# dependencies = ["aiokafka==0.14.0", "kafka-python==3.0.12"]
# ///
"""aiokafka has the same five arguments as kafka-python; its user is made by that."""
# Cluster: KAFKA_SECURE=true

import asyncio
import ssl

from aiokafka import AIOKafkaProducer
from kafka import KafkaAdminClient
from kafka.admin import ScramMechanism, UserScramCredentialUpsertion

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
user = UserScramCredentialUpsertion("carol", ScramMechanism.SCRAM_SHA_512, b"ca-secret")
admin.alter_user_scram_credentials([user])

certificate = ssl.get_server_certificate(("localhost", 9093))


async def main():
    async with AIOKafkaProducer(
        bootstrap_servers=["localhost:9093", "localhost:9193", "localhost:9293"],
        security_protocol="SASL_SSL",
        ssl_context=ssl.create_default_context(cadata=certificate),
        sasl_mechanism="SCRAM-SHA-512",
        sasl_plain_username="carol",
        sasl_plain_password="ca-secret",
    ) as producer:
        record = await producer.send_and_wait("aiokafka-secured-listener", b"hello")
    print("stored at offset", record.offset)
    #> stored at offset 0


asyncio.run(main())
