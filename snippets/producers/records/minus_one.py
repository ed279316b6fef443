# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""The future tells nothing from empty: size -1 is no bytes at all, 0 is zero bytes."""

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
for key, value in [(None, b"hi"), (b"", b"hi"), (b"alice", None), (b"alice", b"")]:
    record = producer.send("minus-one", key=key, value=value).get(timeout=10)
    print(key, record.serialized_key_size, value, record.serialized_value_size)
    #> None -1 b'hi' 2
    #> b'' 0 b'hi' 2
    #> b'alice' 5 None -1
    #> b'alice' 5 b'' 0
