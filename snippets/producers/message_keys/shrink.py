# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""The number of partitions can only grow."""

from kafka import KafkaAdminClient
from kafka.errors import for_code

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
admin.create_topics({"shrink": {"num_partitions": 3}})

answer = admin.create_partitions({"shrink": 2}, raise_errors=False).results[0]
print(for_code(answer.error_code).__name__)
#> InvalidPartitionsError
print(answer.error_message)
#> The topic shrink currently has 3 partition(s); 2 would not be an increase.
