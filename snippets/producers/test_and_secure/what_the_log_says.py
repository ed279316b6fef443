# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""What a producer changes about your settings, it says in the log and nowhere else."""

import io
import logging
import textwrap

from kafka import KafkaProducer

log = io.StringIO()  # leave the stream out, and the lines go to the error output
logging.basicConfig(stream=log, level=logging.WARNING)
producer = KafkaProducer(bootstrap_servers="localhost:9092", acks=1, client_id="till-3")
print(textwrap.fill(log.getvalue(), 70))
#> WARNING:kafka.producer.kafka:<KafkaProducer client_id=till-3
#> transactional_id=None>: Idempotence will be disabled because user-
#> provided config conflicts with idempotent defaults: acks=1
