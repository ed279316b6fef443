# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""When send() returns, the record is in the memory of your program and nowhere else."""

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

partition = TopicPartition("send-returns-first", 0)
consumer = KafkaConsumer(bootstrap_servers="localhost:9092")
producer = KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=10_000)

future = producer.send("send-returns-first", b"hello", partition=0)
stored = consumer.end_offsets([partition])[partition]
print("send() returned, records in the partition:", stored)
#> send() returned, records in the partition: 0
print("future:", "done" if future.is_done else "not done")
#> future: not done

producer.flush()
stored = consumer.end_offsets([partition])[partition]
print("flush() returned, records in the partition:", stored)
#> flush() returned, records in the partition: 1
print("future:", "done" if future.is_done else "not done")
#> future: done
