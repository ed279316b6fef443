# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12", "learning-kafka", "pytest==9.2.0"]
# [tool.uv.sources]
# learning-kafka = { path = "../../..", editable = true }
# ///
"""With a fixture of four lines, tests meet real brokers."""

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from lab import Cluster


def book(producer, seat):
    return producer.send("real-brokers", seat.encode(), partition=0).get(timeout=10)


@pytest.fixture(scope="session")
def brokers():
    with Cluster().hold():  # the cluster that is up, or else one for these tests
        yield "localhost:9092"


def test_a_booked_seat_is_stored(brokers):
    place = book(KafkaProducer(bootstrap_servers=brokers), "12A")
    consumer = KafkaConsumer(bootstrap_servers=brokers)
    consumer.assign([TopicPartition("real-brokers", place.partition)])
    consumer.seek(TopicPartition("real-brokers", place.partition), place.offset)
    assert next(consumer).value == b"12A"


if __name__ == "__main__":
    print(repr(pytest.main(["-p", "no:terminal", __file__])))
    #> <ExitCode.OK: 0>
