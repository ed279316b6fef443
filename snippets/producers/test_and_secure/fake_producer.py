# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A fake producer shows what your code sends, and what it does when that fails."""

from unittest.mock import create_autospec

from kafka import KafkaProducer
from kafka.errors import KafkaTimeoutError


def book(producer, order, item):
    future = producer.send("fake-producer", key=order.encode(), value=item)
    try:
        return f"stored at offset {future.get(timeout=10).offset}"
    except KafkaTimeoutError:
        return "perhaps stored"


producer = create_autospec(KafkaProducer, instance=True)
future = producer.send.return_value
future.get.return_value.offset = 42
print(book(producer, "order-17", b"tea"))
#> stored at offset 42
print(producer.send.call_args)
#> call('fake-producer', key=b'order-17', value=b'tea')

future.get.side_effect = KafkaTimeoutError("no leader")
print(book(producer, "order-17", b"tea"))
#> perhaps stored

future.get.side_effect = None
print("text instead of bytes:", book(producer, "order-17", "tea"))
#> text instead of bytes: stored at offset 42
try:
    producer.send("fake-producer", b"tea", partitoin=0)
except TypeError as error:
    print(error)
    #> got an unexpected keyword argument 'partitoin'
