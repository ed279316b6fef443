# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Records that still wait survive the normal end of a program, not a sudden one."""

import subprocess
import sys

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

child = """
import os, signal
from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=10_000)
for _ in range(10):
    producer.send("ways-to-end", b"hello", partition=0)
"""
# The first record of a new topic can take longer than the end of a program waits.
producer = KafkaProducer(bootstrap_servers="localhost:9092")
producer.send("ways-to-end", b"first", partition=0).get(timeout=10)

consumer = KafkaConsumer(bootstrap_servers="localhost:9092")
partition = TopicPartition("ways-to-end", 0)
stored = 1
for end in ["pass", "1 / 0", "signal.raise_signal(signal.SIGTERM)", "os._exit(0)"]:
    command = [sys.executable, "-c", child + end]
    subprocess.run(command, stderr=subprocess.DEVNULL)
    before, stored = stored, consumer.end_offsets([partition])[partition]
    print(f"{end}: {stored - before} of 10 are stored")
    #> pass: 10 of 10 are stored
    #> 1 / 0: 10 of 10 are stored
    #> signal.raise_signal(signal.SIGTERM): 0 of 10 are stored
    #> os._exit(0): 0 of 10 are stored
