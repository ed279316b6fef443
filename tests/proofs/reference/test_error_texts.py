"""Error texts that pages quote and that no program prints, word for word.

`checks/rules/error_texts.py` looks for the quoted lines in this file; a change of a page or of a client shows
here.
"""

import logging
import pickle
import re
import traceback

import pytest
from kafka.errors import KafkaConfigurationError, KafkaTimeoutError, MessageSizeTooLargeError
from kafka.producer import kafka as producers

from checks.proofs.declaration import breaks_brokers
from checks.proofs.fixtures import ProofCluster, in_time


@breaks_brokers
def test_the_text_of_a_record_that_expires(kafka: ProofCluster) -> None:
    topic = kafka.topic(1, on=[103])
    producer = kafka.producer(delivery_timeout_ms=3000, request_timeout_ms=1000)
    producer.send(topic, b"hello").get(timeout=10)
    kafka.cluster.freeze(103)
    try:
        with pytest.raises(KafkaTimeoutError) as raised:
            producer.send(topic, b"hello").get(timeout=30)
    finally:
        kafka.cluster.thaw(103)
    text = "KafkaTimeoutError: Expiring 1 record(s) for TopicPartition(topic='refused-at-last', partition=0): 3000 ms has passed since batch creation"
    said = str(raised.value).replace(topic, "refused-at-last")
    passed = re.search(r"(\d+) ms has", said)  # on a busy machine it is looked at some milliseconds later
    assert passed and 3000 <= int(passed[1]) < 4000
    assert said.replace(passed[0], "3000 ms has") == text


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        (
            {"delivery_timeout_ms": 1000},
            "KafkaConfigurationError: Must set delivery_timeout_ms higher than linger_ms + request_timeout_ms",
        ),
        (
            {"enable_idempotence": True, "acks": 1},
            "KafkaConfigurationError: enable_idempotence=True is incompatible with user-provided acks=1",
        ),
    ],
)
def test_the_text_of_settings_that_contradict(
    kafka: ProofCluster, settings: dict[str, int], text: str
) -> None:
    with pytest.raises(KafkaConfigurationError) as raised:
        kafka.producer(**settings)
    assert str(raised.value) == text


def test_the_texts_in_the_log(
    kafka: ProofCluster, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.WARNING, "kafka")
    said = (
        "Idempotence will be disabled because user-provided config conflicts with idempotent defaults: acks=1"
    )

    def warned() -> bool:
        # kafka-python 3.0.12 takes the logger away from all producers when any is collected, and that may be
        # just now.
        monkeypatch.setattr(producers, "log", logging.getLogger(producers.__name__))
        kafka.producer(acks=1)
        return any(record.getMessage().endswith(f": {said}") for record in caplog.records)

    assert in_time(warned), caplog.text
    kafka.producer().send(kafka.topic(1), b"hello").add_callback(lambda record: 1 / 0).get(timeout=10)
    assert in_time(
        lambda: any(record.getMessage() == "Error processing callback" for record in caplog.records)
    ), caplog.text


def test_the_text_of_a_producer_that_is_handed_to_a_process(kafka: ProofCluster) -> None:
    with pytest.raises(TypeError) as raised:
        pickle.dumps(kafka.producer())
    assert (
        "".join(traceback.format_exception_only(raised.value)).strip()
        == "TypeError: cannot pickle '_thread.RLock' object"
    )


@pytest.mark.parametrize("call", ["flush", "close"])
def test_the_text_of_a_flush_that_takes_too_long(kafka: ProofCluster, call: str) -> None:
    """In a callback, the thread that would send the second record is the one that waits."""
    topic, errors = kafka.topic(1), list[KafkaTimeoutError]()
    producer = kafka.producer()

    def wait(_: object) -> None:
        producer.send(topic, b"hello")
        try:
            getattr(producer, call)(timeout=0.5)
        except KafkaTimeoutError as error:
            errors.append(error)

    producer.send(topic, b"hello").add_callback(wait)
    assert in_time(lambda: bool(errors))
    assert str(errors[0]) == "KafkaTimeoutError: Timeout waiting for future"
    whole = "kafka.errors.KafkaTimeoutError: KafkaTimeoutError: Timeout waiting for future"
    assert traceback.format_exception_only(errors[0])[-1].strip() == whole


def test_the_text_of_a_record_that_is_too_large(kafka: ProofCluster) -> None:
    with pytest.raises(MessageSizeTooLargeError) as raised:
        kafka.producer().send(kafka.topic(1), b"x" * 2_000_000)
    text = (
        "[Error 10] MessageSizeTooLargeError: The message is 2000088 bytes when serialized which is larger than "
        "the maximum request size you have configured with the max_request_size configuration"
    )
    assert str(raised.value) == text


def test_the_text_of_no_replicas_at_all(kafka: ProofCluster) -> None:
    shape = {"num_partitions": 1, "configs": {"min.insync.replicas": "0"}}
    answer = kafka.admin.create_topics({kafka.name(): shape}, raise_errors=False)
    text = "Invalid value 0 for configuration min.insync.replicas: Value must be at least 1"
    assert answer["topics"][0]["error_message"] == text
