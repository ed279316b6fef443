"""What docs/producers/acks.md states."""

import asyncio

import pytest
from aiokafka import AIOKafkaProducer
from kafka.errors import KafkaConfigurationError, MessageSizeTooLargeError

from checks.proofs.declaration import breaks_brokers, proves
from checks.proofs.fixtures import Programs, ProofCluster, in_time


@proves("With `acks=0` the producer reports an offset that looks real and isn't.", acks=(0, 1))
def test_offset_of_acks_0_is_made_up(kafka: ProofCluster, acks: int) -> None:
    topic = kafka.topic(1)
    kafka.producer().send(topic, b"first").get(timeout=10)
    careless = kafka.producer(acks=acks)
    reported = careless.send(topic, b"second").get(timeout=10).offset
    assert in_time(lambda: kafka.ends(topic)[0] == 2)
    (second,) = [record for record in kafka.records(topic) if record.value == b"second"]
    assert reported >= 0 and reported != second.offset


@proves(
    "A future is done only when the acknowledgement that you asked for has arrived, or an error.",
    acks=("all", 0),
)
@breaks_brokers
def test_future_is_done_with_its_acknowledgement(kafka: ProofCluster, acks: str | int) -> None:
    """Below min.insync.replicas, acks=all is refused and tried again until the delivery timeout: no
    acknowledgement, no result.
    """
    topic = kafka.topic(1, on=[101, 102, 103])
    producer = kafka.producer(acks=acks, delivery_timeout_ms=3000, request_timeout_ms=2000)
    producer.send(topic, b"first").get(timeout=10)
    kafka.cluster.freeze(102, 103)
    try:
        future = producer.send(topic, b"second")
        assert not in_time(lambda: future.is_done, 0.8)
        assert in_time(lambda: future.is_done, 5) and future.failed()
    finally:
        kafka.cluster.heal()


@proves("Kafka ships with `min.insync.replicas=1`; the cluster of this site sets 2.", place=(-1, 0))
def test_min_insync_replicas_shipped_and_set(programs: Programs, place: int) -> None:
    """The changed world looks for what Kafka ships where the cluster's own setting stands."""
    edit = None if place == -1 else ('["synonyms"][-1]', f'["synonyms"][{place}]')
    lines = dict(line.split(": ") for line in programs.lines("producers/acks/in_sync", edit))
    assert (lines["needed by acks=all"], lines["needed as Kafka ships"]) == ("2", "1")


@proves(
    "If you say nothing, kafka-python 3.0.12 waits for all in-sync replicas and is idempotent.",
    said=({}, {"acks": 1}),
)
def test_default_is_all_and_idempotent(kafka: ProofCluster, said: dict[str, int]) -> None:
    config = kafka.producer(**said).config
    assert (config["acks"], config["enable_idempotence"]) == (-1, True)


@proves("With `acks=0`, a record that the broker refuses counts as a success.", acks=(0, 1))
def test_refused_record_is_a_success_with_acks_0(kafka: ProofCluster, acks: int) -> None:
    topic = kafka.topic(1, max_message_bytes=1000)
    future = kafka.producer(acks=acks).send(topic, b"x" * 5000)
    assert in_time(lambda: future.is_done, 10)
    assert future.succeeded()
    kafka.producer().send(topic, b"small").get(timeout=10)
    assert [record.value for record in kafka.records(topic)] == [b"small"]


@proves(
    "After such a refusal, a default producer of kafka-python 3.0.12 fails every later record with the same error.",
    settings=({}, {"enable_idempotence": False}),
)
def test_refusal_ends_a_default_producer(kafka: ProofCluster, settings: dict[str, bool]) -> None:
    producer, topic, other = (
        kafka.producer(**settings),
        kafka.topic(1, max_message_bytes=1000),
        kafka.topic(1),
    )
    futures = [producer.send(topic, b"x" * 5000)]
    in_time(lambda: futures[0].is_done, 10)
    futures += [producer.send(topic, b"small"), producer.send(other, b"small")]
    assert in_time(lambda: all(future.is_done for future in futures), 10)
    assert all(isinstance(future.exception, MessageSizeTooLargeError) for future in futures)


@proves("Ask for `acks=1` or `acks=0`, and idempotence is off without an error", acks=((0, 1), ("all",)))
def test_less_than_all_turns_idempotence_off(kafka: ProofCluster, acks: tuple[str | int, ...]) -> None:
    for setting in acks:
        assert kafka.producer(acks=setting).config["enable_idempotence"] is False


@proves("Ask for idempotence by name too, and the producer refuses to start.", acks=((0, 1), ("all",)))
def test_idempotence_with_less_than_all_is_refused(kafka: ProofCluster, acks: tuple[str | int, ...]) -> None:
    for setting in acks:
        with pytest.raises(KafkaConfigurationError):
            kafka.producer(acks=setting, enable_idempotence=True)


@proves(
    "The limit that you meet first is the client's own, `max_request_size`.", limit=(1_048_576, 10_000_000)
)
def test_first_limit_is_the_client_s(kafka: ProofCluster, limit: int) -> None:
    """Both limits as they are by default; the record is larger than both."""
    assert kafka.producer().config["max_request_size"] == 1_048_576
    with pytest.raises(MessageSizeTooLargeError):
        kafka.producer(max_request_size=limit).send(kafka.topic(1), b"x" * 2_000_000)


@proves("The client takes the number, the broker doesn't:", acks=(2, 1))
def test_acks_2_is_refused_by_the_broker(kafka: ProofCluster, acks: int) -> None:
    future = kafka.producer(acks=acks).send(kafka.topic(1), b"hello")
    assert in_time(lambda: future.is_done, 10)
    assert "InvalidRequiredAcksError" in repr(future.exception)


@proves(
    "since Kafka 3.7 a number above the count of replicas is cut down to that count",
    replicas=([101], [101, 102]),
)
@breaks_brokers
def test_min_insync_above_the_replicas_is_cut_down(kafka: ProofCluster, replicas: list[int]) -> None:
    """With one replica a minimum of two is met by one; with two replicas and one in sync it isn't."""
    topic = kafka.topic(1, on=replicas, min_insync_replicas=2)
    producer = kafka.producer(delivery_timeout_ms=2500, request_timeout_ms=2000)
    try:
        if 102 in replicas:
            kafka.cluster.stop(102)
        future = producer.send(topic, b"hello")
        assert in_time(lambda: future.is_done, 5) and future.succeeded()
    finally:
        kafka.cluster.heal()


@proves("confluent-kafka and aiokafka report no offset with `acks=0`", acks=(0, 1))
def test_others_report_no_offset_with_acks_0(kafka: ProofCluster, acks: int) -> None:
    topic, told = kafka.topic(1), list[object]()
    producer = kafka.confluent(acks=acks)
    producer.produce(topic, b"hello", on_delivery=lambda error, record: told.append(record.offset()))
    assert producer.flush(10) == 0

    async def other() -> object:
        async with AIOKafkaProducer(bootstrap_servers=kafka.addresses, acks=acks) as producer:
            return await producer.send_and_wait(topic, b"hello")

    told.append(asyncio.run(other()))
    assert told == [None, None]
    assert in_time(lambda: kafka.ends(topic) == {0: 2})
