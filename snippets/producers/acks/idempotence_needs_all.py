# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Less than acks=all turns idempotence off; asking for both is refused."""

from kafka import KafkaProducer
from kafka.errors import KafkaConfigurationError

producer = KafkaProducer(bootstrap_servers="localhost:9092", acks=1)
print("idempotent:", producer.config["enable_idempotence"])
#> idempotent: False

try:
    KafkaProducer(bootstrap_servers="localhost:9092", acks=1, enable_idempotence=True)
except KafkaConfigurationError as error:
    print(error.args[0])
    #> enable_idempotence=True is incompatible with user-provided acks=1
