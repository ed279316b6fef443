# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""With a handler for SIGTERM, the records that still wait are sent before the end."""

import subprocess
import sys

from kafka import KafkaConsumer, TopicPartition

child = """
import signal, sys, time
from kafka import KafkaProducer

running = True

def stop(number, frame):
    global running
    running = False

signal.signal(signal.SIGTERM, stop if sys.argv[1] == "handled" else signal.SIG_DFL)
with KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=10_000) as producer:
    for _ in range(10):
        producer.send("asked-to-stop", b"hello", partition=0)
    print("ten are sent", flush=True)
    while running:
        time.sleep(0.01)
"""
consumer = KafkaConsumer(bootstrap_servers="localhost:9092")
partition = TopicPartition("asked-to-stop", 0)
for how in ["unhandled", "handled"]:
    command = [sys.executable, "-c", child, how]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.terminate()
    stored = consumer.end_offsets([partition])[partition]
    print(f"{how}: exit code {process.returncode}, {stored} of 10 are stored")
    #> unhandled: exit code -15, 0 of 10 are stored
    #> handled: exit code 0, 10 of 10 are stored
