"""What docs/experiments/bootstrap.md states."""

import time
from contextlib import suppress

import pytest
from kafka.errors import KafkaTimeoutError

from checks.proofs.declaration import breaks_brokers, proves
from checks.proofs.fixtures import Edit, Programs, ProofCluster, in_time


@proves("Each broker names the same three, and the record goes to the same partition.", key=(b"alice", None))
def test_each_broker_names_the_same_three(kafka: ProofCluster, key: bytes | None) -> None:
    """Without a key, 30 records all in one partition are one in 10^13 runs."""
    topic, places = kafka.topic(3), set()
    for address in kafka.addresses:
        producer = kafka.producer(bootstrap_servers=address)
        places |= {producer.send(topic, b"hello", key=key).get(timeout=10).partition for _ in range(10)}
        assert {broker.node_id for broker in producer._metadata.brokers()} == {101, 102, 103}
    assert len(places) == 1


@proves(
    "A producer that has its map doesn't need the broker that gave it.",
    edits=(
        (None,),
        (("{0: [102, 103]}", "{0: [101]}"), ('b"second").get(timeout=30)', 'b"second").get(timeout=3)')),
    ),
)
@breaks_brokers
def test_map_outlives_its_broker(programs: Programs, edits: tuple[Edit | None, ...]) -> None:
    """In the changed world the killed broker is also the partition's only replica."""
    assert (
        programs.lines("experiments/bootstrap/bootstrap_broker_dies", *edits)[-1]
        == "second is acknowledged at offset 1"
    )


@proves(
    "If no address answers, the constructor fails; one that answers is enough.",
    answers=((False, False), (True, False)),
)
def test_constructor_needs_one_answer(kafka: ProofCluster, answers: tuple[bool, bool]) -> None:
    dead = ["localhost:9998", "localhost:9999"]
    with pytest.raises(KafkaTimeoutError):
        addresses = [
            kafka.addresses[0] if answer else address for answer, address in zip(answers, dead, strict=True)
        ]
        kafka.producer(bootstrap_servers=addresses, bootstrap_timeout_ms=3000)
    producer = kafka.producer(bootstrap_servers=[dead[0], kafka.addresses[0]])
    assert producer.send(kafka.topic(1), b"hello").get(timeout=10).offset == 0


@proves(
    "`send()` itself waits for the map of the missing topic, and raises when `max_block_ms` is over,",
    there=(False, True),
)
def test_send_waits_for_the_map(kafka: ProofCluster, there: bool) -> None:
    """Half a tenth of a second: no topic is created in that time."""
    producer, topic = kafka.producer(max_block_ms=2000), kafka.topic(1)
    producer.partitions_for(topic)
    producer.config["max_block_ms"] = 50
    began = time.monotonic()
    with pytest.raises(KafkaTimeoutError):
        producer.send(topic if there else kafka.name(), b"hello")
    assert 0.04 <= time.monotonic() - began < 5


AS_IT_IS = ("max_block_ms=5000", "max_block_ms=5000")


@proves(
    "The producer starts, and its first `send()` fails with the same error as for a missing topic.",
    edit=(None, AS_IT_IS),
)
def test_unreachable_addresses(programs: Programs, edit: Edit | None) -> None:
    """In the changed world the program runs on a cluster whose addresses are right."""
    lines, missing = (
        programs.lines("experiments/bootstrap/unreachable_addresses", edit),
        programs.lines("experiments/bootstrap/no_such_topic"),
    )
    assert lines and lines[-1].split(" after ")[0] == missing[-1].split(" after ")[0]


@proves(
    "kafka-python 3.0.12 accepts `allow_auto_create_topics=False`, and the topic is created all the same.",
    private=(False, True),
)
def test_created_all_the_same(kafka: ProofCluster, private: bool) -> None:
    """In the changed world the setting is put where the client would have to pass it on."""
    producer, name = kafka.producer(allow_auto_create_topics=False, max_block_ms=2_000), kafka.name()
    if private:
        producer._metadata.config["allow_auto_create_topics"] = False
    with suppress(KafkaTimeoutError):  # the topic may be there later than its leader
        producer.send(name, b"hello")
    assert in_time(lambda: name in kafka.admin.list_topics(), 3)
