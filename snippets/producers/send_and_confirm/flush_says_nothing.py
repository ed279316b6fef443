# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""flush() returns as if all were well when every record has failed."""

from kafka import KafkaAdminClient, KafkaProducer

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
limit = {"num_partitions": 3, "configs": {"max.message.bytes": "1000"}}
admin.create_topics({"flush-says-nothing": limit})

producer = KafkaProducer(bootstrap_servers="localhost:9092")
large = b"x" * 5000
futures = [producer.send("flush-says-nothing", large, partition=i) for i in range(3)]
print("flush() returned", producer.flush())
#> flush() returned None

failed = [future for future in futures if future.failed()]
print(len(failed), "of", len(futures), "failed:", failed[0].exception)
#> 3 of 3 failed: [Error 10] MessageSizeTooLargeError: None
