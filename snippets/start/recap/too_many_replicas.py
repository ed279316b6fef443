# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Three brokers cannot hold four replicas of a partition."""

from textwrap import fill

from kafka import KafkaAdminClient
from kafka.errors import for_code

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
shape = {"num_partitions": 3, "replication_factor": 4}
answer = admin.create_topics({"too-many-replicas": shape}, raise_errors=False)

refusal = answer["topics"][0]
print(for_code(refusal["error_code"]).__name__)
#> InvalidReplicationFactorError
print(fill(refusal["error_message"], width=76))
#> Unable to replicate the partition 4 time(s): The target replication factor
#> of 4 cannot be reached because only 3 broker(s) are registered or some
#> brokers have all their log directories cordoned.
