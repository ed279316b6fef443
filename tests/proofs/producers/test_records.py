"""What docs/producers/records.md states."""

import time
from typing import Any

import pytest
from kafka import KafkaProducer
from kafka.errors import InvalidTimestampError, MessageSizeTooLargeError, UnknownError, UnsupportedCodecError

from checks.proofs.declaration import proves
from checks.proofs.fixtures import ProofCluster, in_time

HEADERS = [("via", b"gate-2"), ("trace", b"7f3a"), ("via", b"gate-1")]


@proves(
    "Headers keep their order and their duplicates, and a value that is `str` is refused.",
    value=("7f3a", b"7f3a"),
)
def test_headers_keep_their_order(kafka: ProofCluster, value: str | bytes) -> None:
    topic, producer = kafka.topic(1), kafka.producer()
    producer.send(topic, b"hello", headers=HEADERS).get(timeout=10)
    assert kafka.records(topic)[0].headers == HEADERS or kafka.records(topic)[0].headers == tuple(HEADERS)
    with pytest.raises(TypeError):
        producer.send(topic, b"hello", headers=[("trace", value)])


@proves(
    "A topic keeps the producer's time with `CreateTime`, which is the default, and puts its broker's in place of it with `LogAppendTime`.",
    clocks=(
        ({}, {"message_timestamp_type": "LogAppendTime"}),
        ({"message_timestamp_type": "LogAppendTime"}, {}),
    ),
)
def test_create_time_keeps_the_producer_s_time(
    kafka: ProofCluster, clocks: tuple[dict[str, Any], ...]
) -> None:
    given, read = int(time.time() * 1000) - 60_000, []
    for clock in clocks:
        topic = kafka.topic(1, **clock)
        kafka.producer().send(topic, b"hello", timestamp_ms=given).get(timeout=10)
        read.append(kafka.records(topic)[0].timestamp)
    assert read[0] == given and read[1] > given + 50_000


def per_request(producer: KafkaProducer, topic: str, wait: bool) -> float:
    """How many of a hundred records travel in one request, on the average."""
    for _ in range(100):
        future = producer.send(topic, b"hello", partition=0)
        if wait:
            future.get(timeout=10)
    producer.flush()
    return float(producer.metrics()["producer-metrics"]["records-per-request-avg"])


@proves(
    "Waiting for each record, or `batch_size=0`, makes a hundred requests of what otherwise is one.",
    unlike=((True, 0), (False, 16384)),
)
def test_waiting_for_each_makes_a_hundred_requests(kafka: ProofCluster, unlike: tuple[bool, int]) -> None:
    wait, size = unlike
    topic = kafka.topic(1)
    assert per_request(kafka.producer(linger_ms=10_000), topic, wait=False) == 100
    assert per_request(kafka.producer(), topic, wait=wait) == 1
    assert per_request(kafka.producer(linger_ms=10_000, batch_size=size), topic, wait=False) == 1


@proves("A full batch leaves at once, whatever `linger_ms` says.", batch_size=(16_384, 1_000_000))
def test_full_batch_leaves_at_once(kafka: ProofCluster, batch_size: int) -> None:
    producer, topic = kafka.producer(linger_ms=10_000, batch_size=batch_size), kafka.topic(1)
    futures = [producer.send(topic, b"x" * 1000) for _ in range(17)]
    assert in_time(lambda: sum(future.is_done for future in futures) == 16, 8)


def batch_bytes(kafka: ProofCluster, topic: str, count: int, codec: str | None) -> float:
    """The size of a batch of so many records, compressed."""
    producer = kafka.producer(compression_type=codec, batch_size=1_000_000, linger_ms=10_000)
    for number in range(count):
        producer.send(
            topic, b'{"truck": %d, "lat": 48.%04d, "lon": 16.3738}' % (number, number * number % 9973)
        )
    producer.flush()
    return float(producer.metrics()["producer-metrics"]["batch-size-max"])


@proves(
    "gzip saves nothing on one small record, and more than three quarters on a batch of a thousand.",
    codec=("gzip", None),
)
def test_gzip_saves_on_a_thousand(kafka: ProofCluster, codec: str | None) -> None:
    topic = kafka.topic(1)
    assert batch_bytes(kafka, topic, 1, codec) >= batch_bytes(kafka, topic, 1, None)
    assert batch_bytes(kafka, topic, 1000, codec) < batch_bytes(kafka, topic, 1000, None) / 4


@proves(
    "The topic's `max.message.bytes` applies to the batch after compression, the client's `max_request_size` to the record before it.",
    codec=("gzip", None),
)
def test_topic_s_limit_counts_after_compression(kafka: ProofCluster, codec: str | None) -> None:
    topic = kafka.topic(1, max_message_bytes=1000)
    future = kafka.producer(compression_type=codec).send(topic, b"a" * 2000)
    assert in_time(lambda: future.is_done, 10) and future.succeeded()
    with pytest.raises(MessageSizeTooLargeError):
        kafka.producer(compression_type=codec, max_request_size=1000).send(topic, b"a" * 2000)


@proves(
    "In the answer, a size of -1 means that there is no key or no value, and 0 that it is empty.",
    nothing=(None, b""),
)
def test_minus_one_means_none(kafka: ProofCluster, nothing: bytes | None) -> None:
    topic, producer = kafka.topic(1), kafka.producer()
    assert producer.send(topic, key=nothing, value=b"hi").get(timeout=10).serialized_key_size == -1
    assert producer.send(topic, key=b"a", value=nothing).get(timeout=10).serialized_value_size == -1
    both = producer.send(topic, key=b"", value=b"").get(timeout=10)
    assert (both.serialized_key_size, both.serialized_value_size) == (0, 0)


@proves("One record with a bad time fails every record in its batch.", linger_ms=(10_000, 0))
def test_bad_time_fails_its_batch(kafka: ProofCluster, linger_ms: int) -> None:
    """Without idempotence, so that only the batch is at stake; in the changed world each record has a batch
    of its own.
    """
    topic, producer = kafka.topic(1), kafka.producer(linger_ms=linger_ms, enable_idempotence=False)
    futures = []
    for stamp in (None, 1_624_199_613_833_822, None):
        futures.append(producer.send(topic, b"hello", timestamp_ms=stamp))
        if not linger_ms:
            in_time(lambda: futures[-1].is_done, 10)
    producer.flush()
    assert all(future.failed() for future in futures)
    assert isinstance(futures[1].exception, InvalidTimestampError)


def halved(kafka: ProofCluster, count: int) -> tuple[list[Any], str, bool]:
    """The futures of so many records for a topic that takes 1,000 bytes, the topic, and whether flush()
    raised UnknownError.
    """
    topic = kafka.topic(1, max_message_bytes=1000)
    producer = kafka.producer(linger_ms=100)
    futures = [producer.send(topic, b"%04d" % number + b"x" * 96) for number in range(count)]
    try:
        producer.flush()
    except UnknownError:
        return futures, topic, True
    return futures, topic, False


@proves(
    "When a batch is too large for its topic, kafka-python halves it until the parts fit, and all records are stored, in order.",
    size=(100, 1500),
)
def test_large_batch_is_halved(kafka: ProofCluster, size: int) -> None:
    """In the changed world one record alone is too large."""
    topic = kafka.topic(1, max_message_bytes=1000)
    producer = kafka.producer(linger_ms=100)
    futures = [producer.send(topic, b"%04d" % number + b"x" * (size - 4)) for number in range(100)]
    assert in_time(lambda: all(future.is_done for future in futures), 20)
    assert [record.value[:4] for record in kafka.records(topic)] == [
        b"%04d" % number for number in range(100)
    ]


@proves(
    "In 3.0.12, `flush()` raises `UnknownError: Future not done` as soon as a batch that it waits for is split.",
    count=(100, 5),
)
def test_flush_raises_when_a_batch_is_split(kafka: ProofCluster, count: int) -> None:
    futures, _, raised = halved(kafka, count)
    assert raised
    assert in_time(lambda: all(future.is_done for future in futures), 20)


@proves(
    "Of the four codecs, only gzip comes with kafka-python.",
    others=(("snappy", "lz4", "zstd"), ("snappy", "lz4", "gzip")),
)
def test_only_gzip_comes_along(kafka: ProofCluster, others: tuple[str, ...]) -> None:
    kafka.producer(compression_type="gzip")
    for codec in others:
        with pytest.raises(RuntimeError):
            kafka.producer(compression_type=codec)


@proves(
    "A topic with `compression.type=zstd` compresses what arrives, and a consumer without the package can't read it.",
    codec=("zstd", "gzip"),
)
def test_topic_compresses_what_arrives(kafka: ProofCluster, codec: str) -> None:
    topic = kafka.topic(1, compression_type=codec)
    kafka.producer().send(topic, b"hello").get(timeout=10)
    with pytest.raises(UnsupportedCodecError):
        next(kafka.consumer(topic))
