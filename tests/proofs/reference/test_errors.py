"""What docs/reference/errors.md states."""

import importlib
import json

import pytest
from kafka import KafkaConsumer, TopicPartition
from kafka.errors import (
    IllegalStateError,
    InvalidConfigurationError,
    InvalidTopicError,
    KafkaConfigurationError,
    NoOffsetForPartitionError,
    OffsetOutOfRangeError,
    TopicAlreadyExistsError,
    UnknownTopicOrPartitionError,
)
from kafka.serializer import JsonSerializer

from checks.proofs.declaration import proves
from checks.proofs.fixtures import ProofCluster, in_time


@proves("The name is gone since kafka-python 3.", name=("NoBrokersAvailable", "KafkaTimeoutError"))
def test_no_brokers_available_is_gone(name: str) -> None:
    assert not hasattr(importlib.import_module("kafka.errors"), name)


@proves(
    "For a setting that doesn't exist the producer raises `ValueError`, the consumer `KafkaConfigurationError`, and the broker "
    "`InvalidConfigurationError`.",
    settings=(("buffer_memory", "group", "retention_hours"), ("batch_size", "group_id", "retention_ms")),
)
def test_unknown_settings_are_refused(kafka: ProofCluster, settings: tuple[str, str, str]) -> None:
    producers, consumers, topics = settings
    with pytest.raises(ValueError):
        kafka.producer(**{producers: 1000})
    with pytest.raises(KafkaConfigurationError):
        KafkaConsumer(bootstrap_servers=kafka.addresses, **{consumers: "readers"}).close()
    with pytest.raises(InvalidConfigurationError):
        kafka.admin.create_topics({kafka.name(): {"configs": {topics.replace("_", "."): "1000"}}})


@proves("Without a serializer, a value has to be bytes.", serializer=(None, JsonSerializer()))
def test_value_has_to_be_bytes(kafka: ProofCluster, serializer: object) -> None:
    producer, topic = kafka.producer(value_serializer=serializer), kafka.topic(1)
    for value in ("text", 42, {"speed": 42}):
        with pytest.raises(TypeError):
            producer.send(topic, value)


@proves(
    "Letters and digits of ASCII, dot, underscore and hyphen are all that a topic's name may hold.",
    others=("ü/ ,:é", "b-C_3.x"),
)
def test_letters_of_a_topic_s_name(kafka: ProofCluster, others: str) -> None:
    name = kafka.name()
    kafka.admin.create_topics({f"{name}.aZ09-x": {}})
    for letter in others:
        with pytest.raises(InvalidTopicError):
            kafka.admin.create_topics({f"{name}{letter}": {}})


@proves(
    "two topics whose names differ in dot and underscore alone can't live side by side.", other=("_", "-")
)
def test_dot_and_underscore_collide(kafka: ProofCluster, other: str) -> None:
    name = kafka.name()
    kafka.admin.create_topics({f"{name}.a": {}})
    assert in_time(lambda: f"{name}.a" in kafka.admin.list_topics())
    with pytest.raises(InvalidTopicError):
        kafka.admin.create_topics({f"{name}{other}a": {}})


@proves(
    "The second request changes nothing: the topic keeps its three partitions.",
    verb=("create_topics", "create_partitions"),
)
def test_second_request_changes_nothing(kafka: ProofCluster, verb: str) -> None:
    topic = kafka.topic(3)
    if verb == "create_topics":
        with pytest.raises(TopicAlreadyExistsError):
            kafka.admin.create_topics({topic: {"num_partitions": 6}})
    else:
        kafka.admin.create_partitions({topic: 6})
        assert in_time(lambda: len(kafka.parts(topic)) == 6)
    assert len(kafka.parts(topic)) == 3


@proves(
    "`delete_topics` raises for a topic that isn't there; `describe_topics` returns it, with `error_code` 3 and no partitions.",
    there=(False, True),
)
def test_topic_that_is_not_there(kafka: ProofCluster, there: bool) -> None:
    topic = kafka.topic(1) if there else kafka.name()
    (described,) = kafka.admin.describe_topics([topic])
    assert described["error_code"] == 3 and not described["partitions"]
    with pytest.raises(UnknownTopicOrPartitionError):
        kafka.admin.delete_topics([topic])


@proves(
    "A consumer without `group_id` can't commit, and one without a partition has no position.",
    group=(None, "readers"),
)
def test_consumer_without_a_group_cannot_commit(kafka: ProofCluster, group: str | None) -> None:
    topic = kafka.topic(1)
    place = TopicPartition(topic, 0)
    unassigned = KafkaConsumer(bootstrap_servers=kafka.addresses)
    with pytest.raises(IllegalStateError):
        unassigned.position(place)
    unassigned.close()
    consumer = kafka.consumer(topic, group_id=f"{topic}-{group}" if group else None)
    with pytest.raises(IllegalStateError):
        consumer.commit()


@proves(
    'With `auto_offset_reset="none"` a consumer raises if it has no offset to begin at, or one that the partition doesn\'t have.',
    reset=("none", "earliest"),
)
def test_no_reset_no_place_to_start(kafka: ProofCluster, reset: str) -> None:
    topic = kafka.topic(1)
    kafka.producer().send(topic, b"hello").get(timeout=10)
    consumer = kafka.consumer(topic, auto_offset_reset=reset, consumer_timeout_ms=10_000)
    with pytest.raises(NoOffsetForPartitionError):
        next(consumer)
    consumer.seek(TopicPartition(topic, 0), 50)
    with pytest.raises(OffsetOutOfRangeError):
        next(consumer)


@proves(
    "An error in your deserializer comes out of `next()`, and with it goes the record's offset.",
    values=((b"fast",), (b"1",)),
)
def test_error_in_a_deserializer_comes_out(kafka: ProofCluster, values: tuple[bytes, ...]) -> None:
    topic, producer = kafka.topic(1), kafka.producer()
    for value in values:
        producer.send(topic, value).get(timeout=10)
    with pytest.raises(json.JSONDecodeError) as error:
        next(kafka.consumer(topic, value_deserializer=JsonSerializer()))
    assert not hasattr(error.value, "offset")
