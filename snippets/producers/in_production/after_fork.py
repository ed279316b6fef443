# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A producer that was made before a fork sends nothing in the child."""

import os
import threading

from kafka import KafkaProducer
from kafka.errors import KafkaTimeoutError

producer = KafkaProducer(bootstrap_servers="localhost:9092")
producer.send("after-fork", b"from the parent", partition=0).get(timeout=10)

child = os.fork()
if child == 0:
    print("threads in the child:", [each.name for each in threading.enumerate()])
    #> threads in the child: ['MainThread']
    future = producer.send("after-fork", b"from the child", partition=0)
    try:
        future.get(timeout=2)
    except KafkaTimeoutError as error:
        print(error)
        #> KafkaTimeoutError: Timeout after waiting for 2 secs.
    own = KafkaProducer(bootstrap_servers="localhost:9092")
    record = own.send("after-fork", b"from the child", partition=0).get(timeout=10)
    print("its own producer: offset", record.offset, flush=True)
    #> its own producer: offset 1
    os._exit(0)

os.waitpid(child, 0)
record = producer.send("after-fork", b"from the parent", partition=0).get(timeout=10)
print("the parent's producer: offset", record.offset)
#> the parent's producer: offset 2
