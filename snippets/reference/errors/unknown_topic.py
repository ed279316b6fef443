# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Deleting a topic that isn't there raises, describing it only returns a number."""

from kafka import KafkaAdminClient
from kafka.errors import UnknownTopicOrPartitionError, for_code

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
try:
    admin.delete_topics(["unknown-topic"])
except UnknownTopicOrPartitionError as error:
    print(str(error).partition(": ")[0])
    #> [Error 3] UnknownTopicOrPartitionError

answer = admin.delete_topics(["unknown-topic"], raise_errors=False)
print(answer["topics"][0]["error_message"])
#> This server does not host this topic-partition.

(topic,) = admin.describe_topics(["unknown-topic"])
print(topic["error_code"], for_code(topic["error_code"]).__name__)
#> 3 UnknownTopicOrPartitionError
