"""What docs/experiments/one-bad-record.md states."""

import pytest
from kafka.errors import MessageSizeTooLargeError

from checks.proofs.declaration import proves
from checks.proofs.fixtures import Edit, Programs, ProofCluster, in_time


@proves(
    "With `enable_idempotence=False`, or with `acks=1`, only the large record fails.",
    settings=(({"enable_idempotence": False}, {"acks": 1}), ({},)),
)
def test_without_idempotence_only_the_large_record_fails(
    kafka: ProofCluster, settings: tuple[dict[str, int], ...]
) -> None:
    topic = kafka.topic(1, max_message_bytes=1000)
    for setting in settings:
        producer = kafka.producer(**setting)
        large = producer.send(topic, b"x" * 5000)
        assert in_time(lambda future=large: future.is_done, 10) and large.failed()  # type: ignore[misc]
        small = producer.send(topic, b"small")
        assert in_time(lambda future=small: future.is_done, 10) and small.succeeded()  # type: ignore[misc]


@proves("The small record fails with the error of the large one.", first=(5000, 5))
def test_small_record_fails_too(kafka: ProofCluster, first: int) -> None:
    producer, topic = kafka.producer(), kafka.topic(1, max_message_bytes=1000)
    large = producer.send(topic, b"x" * first)
    assert in_time(lambda: large.is_done, 10)
    small = producer.send(topic, b"small")
    assert in_time(lambda: small.is_done, 10)
    assert isinstance(small.exception, MessageSizeTooLargeError)


@proves(
    "After the refusal the next record is stored at the next offset.",
    edit=(None, ("        producer.close()\n        producer = KafkaProducer(", "        KafkaProducer(")),
)
def test_new_producer_goes_on(programs: Programs, edit: Edit | None) -> None:
    """In the changed world the old producer is kept."""
    lines = programs.lines("experiments/one_bad_record/one_bad_record", edit)
    assert [line.rpartition(": ")[2] for line in lines] == [
        "offset 0",
        "MessageSizeTooLargeError",
        "offset 1",
    ]


@proves("An error from the client's own limit leaves the producer intact.", whose=("client", "topic"))
def test_client_s_own_limit_leaves_it_intact(kafka: ProofCluster, whose: str) -> None:
    topic = kafka.topic(1, max_message_bytes=1_000_000 if whose == "client" else 1000)
    producer = kafka.producer(max_request_size=2000 if whose == "client" else 1_000_000)
    with pytest.raises(MessageSizeTooLargeError):
        producer.send(topic, b"x" * 5000).get(timeout=10)
    small = producer.send(topic, b"small")
    assert in_time(lambda: small.is_done, 10) and small.succeeded()
