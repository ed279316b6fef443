# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Whatever is wrong with the security settings, the error is the same."""
# Cluster: KAFKA_SECURE=true

import io
import logging
import ssl

from kafka import KafkaProducer
from kafka.errors import KafkaTimeoutError

log = io.StringIO()
logging.basicConfig(stream=log)
settings = {
    "bootstrap_servers": "localhost:9093",
    "security_protocol": "SASL_SSL",
    "sasl_mechanism": "SCRAM-SHA-512",
    "sasl_plain_username": "nobody",
    "sasl_plain_password": "guessed",
}
certificate = ssl.get_server_certificate(("localhost", 9093))
trusted = ssl.create_default_context(cadata=certificate)
for wrong in [{}, {"ssl_context": trusted}, {"security_protocol": "PLAINTEXT"}]:
    try:
        KafkaProducer(**settings | wrong, bootstrap_timeout_ms=1500)
    except KafkaTimeoutError as error:
        print(error)
        #> KafkaTimeoutError: Unable to bootstrap from localhost:9093
        #> KafkaTimeoutError: Unable to bootstrap from localhost:9093
        #> KafkaTimeoutError: Unable to bootstrap from localhost:9093

print("certificate verify failed" in log.getvalue())
#> True
