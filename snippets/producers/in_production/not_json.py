# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A value that JSON can't hold raises an error about something else."""

import json
from datetime import date

from kafka import JsonSerializer, KafkaProducer

order = {"item": "tea", "on": date(2021, 6, 20)}
producer = KafkaProducer(
    bootstrap_servers="localhost:9092", value_serializer=JsonSerializer()
)
try:
    producer.send("not-json", order)
except TypeError as error:
    print(error)
    #> JsonSerializer.serialize() missing 1 required positional argument: 'data'
    print("the cause:", error.__context__)
    #> the cause: Object of type date is not JSON serializable


class WithDates(JsonSerializer):
    def serialize(self, topic, headers, data):
        return None if data is None else json.dumps(data, default=str).encode()


producer = KafkaProducer(
    bootstrap_servers="localhost:9092", value_serializer=WithDates()
)
record = producer.send("not-json", order).get(timeout=10)
print("stored,", record.serialized_value_size, "bytes")
#> stored, 35 bytes
