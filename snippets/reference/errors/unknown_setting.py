# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A setting that doesn't exist is refused by producer, consumer and broker."""

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.errors import InvalidConfigurationError, KafkaConfigurationError

server = "localhost:9092"
try:
    KafkaProducer(bootstrap_servers=server, buffer_memory=33_554_432)
except ValueError as error:
    print("ValueError:", error)
    #> ValueError: Unrecognized configs: {'buffer_memory': 33554432}

try:
    KafkaConsumer(bootstrap_servers=server, group="readers")
except KafkaConfigurationError as error:
    print(error)
    #> KafkaConfigurationError: Unrecognized configs: {'group'}

admin = KafkaAdminClient(bootstrap_servers=server)
topic = {"configs": {"retention.hours": "1"}}
try:
    admin.create_topics({"unknown-setting": topic})
except InvalidConfigurationError:
    answer = admin.create_topics({"unknown-setting": topic}, raise_errors=False)
    print("InvalidConfigurationError:", answer["topics"][0]["error_message"])
    #> InvalidConfigurationError: Unknown topic config name: retention.hours
