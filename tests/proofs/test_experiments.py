"""The experiments: brokers that are killed, stopped and frozen. The true world is the page's program, which both engines run."""

import re
import time
from contextlib import suppress

import pytest
from kafka.errors import KafkaTimeoutError, MessageSizeTooLargeError

from proofs.ground import Edit, Ground, Programs, in_time
from proofs.proves import breaks_brokers, proves

ASSIGNED = '{TOPIC: {"assignments": {0: [101, 102, 103]}}}'
LEAST_1 = '{TOPIC: {"assignments": {0: [101, 102, 103]}, "configs": {"min.insync.replicas": "1"}}}'


def offsets(lines: list[str]) -> list[int]:
    """The offsets that were acknowledged, in order."""
    return [int(found[1]) for line in lines if (found := re.search(r"is acknowledged at offset (\d+)$", line))]


@proves(
    "Partition 0 acknowledged *second* at offset 1 and doesn't hold it; *third* was acknowledged at offset 1 too.",
    edit=(None, ("    cluster.kill(101)\n", "")),
)
@breaks_brokers
def test_acknowledged_then_gone(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("failures/acknowledged_then_gone", edit)
    assert offsets([line for line in lines if line.startswith("acks=1")]) == [1, 1]
    assert "partition 0: first, third" in lines


@proves(
    "A send to a leader that answers nobody counts as a success, and the record is stored nowhere.",
    edit=(
        None,
        ("    cluster.kill(101)\n    cluster.wait_for_leader(TOPIC)\n", "    cluster.thaw(101)\n    cluster.wait_for_visible(TOPIC, 2)\n"),
    ),
)
@breaks_brokers
def test_sent_to_a_frozen_leader(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("failures/sent_to_a_frozen_leader", edit)
    assert lines[0].startswith("success") and lines[-1] == "records stored: 1"


@proves("The refused record counts as a success, and the next one gets its offset.", limit=(1000, 10_000))
def test_next_one_gets_the_offset_of_the_refused(kafka: Ground, limit: int) -> None:
    topic = kafka.topic(1, max_message_bytes=limit)
    careless = kafka.producer(acks=0).send(topic, b"x" * 5000).get(timeout=10)
    assert in_time(lambda: kafka.producer().send(topic, b"small").get(timeout=10) is not None)
    assert next(record.offset for record in kafka.records(topic) if record.value == b"small") == careless.offset


@proves(
    "With one replica in sync, `acks=all` is acknowledged where `min.insync.replicas` is 1, and refused where it is 2.",
    edit=(
        None,
        (
            'cluster.stop(102, 103)\n    cluster.wait_for_in_sync(f"{TOPIC}-2", 101)',
            'cluster.stop(103)\n    cluster.wait_for_in_sync(f"{TOPIC}-2", 101, 102)',
        ),
    ),
)
@breaks_brokers
def test_all_means_in_sync(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("failures/all_means_in_sync", edit)
    assert "acks=all is acknowledged" in lines[0] and "NotEnoughReplicasError" in lines[1]


@proves(
    "`acks=1` isn't held to `min.insync.replicas` at all:",
    edit=(None, ("KafkaProducer(bootstrap_servers=BROKERS, acks=1)", "producer")),
)
@breaks_brokers
def test_acks_1_is_not_held_to_the_least(programs: Programs, edit: Edit | None) -> None:
    assert "acks=1 is acknowledged at offset 0" in programs.lines("failures/all_means_in_sync", edit)[-1]


@proves(
    "A default producer repeats the refused record until `delivery_timeout_ms` is over, and then raises `KafkaTimeoutError`.",
    edit=(None, ("    cluster.stop(102, 103)\n    cluster.wait_for_in_sync(TOPIC, 101)\n", "")),
)
@breaks_brokers
def test_refused_at_last(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("failures/refused_at_last", edit)
    assert lines[0] == "KafkaTimeoutError" and lines[-1] == "after 3 seconds or more: True"


@proves(
    "The leader acknowledged *second* at offset 1, and readers saw one record until a follower was back.",
    edit=(None, (ASSIGNED, LEAST_1)),
)
@breaks_brokers
def test_acknowledged_and_invisible(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("failures/acknowledged_and_invisible", edit)
    assert offsets(lines) == [1] and "readers see 1 record" in lines and lines[-1] == "102 is back: readers see 2"


@proves("the high watermark stands still while fewer replicas are in sync than `min.insync.replicas`.", least=(2, 1))
@breaks_brokers
def test_high_watermark_stands_still(kafka: Ground, least: int) -> None:
    """A leader alone in sync would move it at once, so a second of standing still is enough."""
    topic = kafka.topic(1, on=[101, 102], min_insync_replicas=least)
    try:
        kafka.cluster.stop(102)
        assert in_time(lambda: kafka.parts(topic)[0].in_sync == (101,))
        kafka.producer(acks=1).send(topic, b"hello").get(timeout=10)
        assert not in_time(lambda: kafka.ends(topic)[0] == 1, 1)
    finally:
        kafka.cluster.heal()


@proves(
    "The record acknowledged at offset 1 is gone, and *third* has its offset.",
    edit=(None, ("    cluster.kill(101)\n", "")),
)
@breaks_brokers
def test_acknowledged_invisible_gone(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("failures/acknowledged_invisible_gone", edit)
    assert offsets(lines) == [1, 1] and lines[-1] == "stored: first third"


ONE_REPLICA = ("{0: [101, 102, 103], 1: [102, 103, 101], 2: [103, 101, 102]}", "{0: [101], 1: [102], 2: [103]}")
IMPATIENT = (
    "KafkaProducer(bootstrap_servers=BROKERS)",
    "KafkaProducer(bootstrap_servers=BROKERS, enable_idempotence=False, delivery_timeout_ms=3000, request_timeout_ms=2000)",
)
READS_WHAT_IS_THERE = ("in (next(consumer) for _ in range(1000)):", "in consumer:")
GIVES_UP = ('auto_offset_reset="earliest")', 'auto_offset_reset="earliest", consumer_timeout_ms=3000)')


@proves(
    "All thousand are acknowledged, each is stored once, and each key's records are in order.",
    edits=((None,), (ONE_REPLICA, IMPATIENT, READS_WHAT_IS_THERE, GIVES_UP)),
)
@breaks_brokers
def test_killed_leader_loses_nothing(programs: Programs, edits: tuple[Edit | None, ...]) -> None:
    """In the changed world no other replica can take over, and the producer gives up after three seconds."""
    lines = programs.lines("failures/leader_killed", *edits)
    assert "each is stored once: True" in lines and "in order for each key: True" in lines


@proves(
    "After a proper stop, everything is acknowledged within five seconds, less than the session timeout.",
    edit=(None, ("cluster.stop(101)", "cluster.kill(101)")),
)
@breaks_brokers
def test_stopped_leader_hands_over(programs: Programs, edit: Edit | None) -> None:
    assert "all are acknowledged within 5 s after the stop: True" in programs.lines("failures/leader_stopped", edit)


@proves(
    "Without idempotence the payment is stored more than once, with it once.",
    edit=(None, ("KafkaProducer(enable_idempotence=False, **settings)", "KafkaProducer(**settings)")),
)
@breaks_brokers
def test_payment_is_stored_twice_or_once(programs: Programs, edit: Edit | None) -> None:
    assert programs.lines("failures/twice_or_once", edit)[-2:] == ["without idempotence: stored more than once", "idempotent: stored once"]


@proves(
    "Without idempotence an older record ends up behind a newer one; with it all are in order.",
    edit=(None, ('{"enable_idempotence": False}', '{"enable_idempotence": True}')),
)
@breaks_brokers
def test_older_record_behind_a_newer_one(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("failures/out_of_order", edit)
    assert "five in flight: in order: False" in lines and "idempotent: in order: True" in lines


@proves("Whoever sets `acks=1` has switched idempotence off.", acks=(1, "all"))
def test_acks_1_switches_idempotence_off(kafka: Ground, acks: str | int) -> None:
    """The broker remembers producers that are idempotent, and only those."""
    producer, topic = kafka.producer(acks=acks), kafka.topic(1)
    producer.send(topic, b"hello").get(timeout=10)
    assert producer.config["enable_idempotence"] is False


@proves("The small record fails with the error of the large one.", first=(5000, 5))
def test_small_record_fails_too(kafka: Ground, first: int) -> None:
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
    lines = programs.lines("failures/one_bad_record", edit)
    assert [line.rpartition(": ")[2] for line in lines] == ["offset 0", "MessageSizeTooLargeError", "offset 1"]


@proves("An error from the client's own limit leaves the producer intact.", whose=("client", "topic"))
def test_client_s_own_limit_leaves_it_intact(kafka: Ground, whose: str) -> None:
    topic = kafka.topic(1, max_message_bytes=1_000_000 if whose == "client" else 1000)
    producer = kafka.producer(max_request_size=2000 if whose == "client" else 1_000_000)
    with pytest.raises(MessageSizeTooLargeError):
        producer.send(topic, b"x" * 5000).get(timeout=10)
    small = producer.send(topic, b"small")
    assert in_time(lambda: small.is_done, 10) and small.succeeded()


@proves("Each broker names the same three, and the record goes to the same partition.", key=(b"alice", None))
def test_each_broker_names_the_same_three(kafka: Ground, key: bytes | None) -> None:
    """Without a key, 30 records all in one partition are one in 10^13 runs."""
    topic, places = kafka.topic(3), set()
    for address in kafka.addresses:
        producer = kafka.producer(bootstrap_servers=address)
        places |= {producer.send(topic, b"hello", key=key).get(timeout=10).partition for _ in range(10)}
        assert {broker.node_id for broker in producer._metadata.brokers()} == {101, 102, 103}
    assert len(places) == 1


@proves(
    "A producer that has its map doesn't need the broker that gave it.",
    edits=((None,), (("{0: [102, 103]}", "{0: [101]}"), ('b"second").get(timeout=30)', 'b"second").get(timeout=3)'))),
)
@breaks_brokers
def test_map_outlives_its_broker(programs: Programs, edits: tuple[Edit | None, ...]) -> None:
    """In the changed world the killed broker is also the partition's only replica."""
    assert programs.lines("failures/bootstrap_broker_dies", *edits)[-1] == "second is acknowledged at offset 1"


@proves("If no address answers, the constructor fails; one that answers is enough.", answers=((False, False), (True, False)))
def test_constructor_needs_one_answer(kafka: Ground, answers: tuple[bool, bool]) -> None:
    dead = ["localhost:9998", "localhost:9999"]
    with pytest.raises(KafkaTimeoutError):
        addresses = [kafka.addresses[0] if answer else address for answer, address in zip(answers, dead, strict=True)]
        kafka.producer(bootstrap_servers=addresses, bootstrap_timeout_ms=3000)
    producer = kafka.producer(bootstrap_servers=[dead[0], kafka.addresses[0]])
    assert producer.send(kafka.topic(1), b"hello").get(timeout=10).offset == 0


@proves("`send()` itself waits for the map of the missing topic, and raises when `max_block_ms` is over,", there=(False, True))
def test_send_waits_for_the_map(kafka: Ground, there: bool) -> None:
    """Half a tenth of a second: no topic is created in that time."""
    producer, topic = kafka.producer(max_block_ms=2000), kafka.topic(1)
    producer.partitions_for(topic)
    producer.config["max_block_ms"] = 50
    began = time.monotonic()
    with pytest.raises(KafkaTimeoutError):
        producer.send(topic if there else kafka.name(), b"hello")
    assert 0.04 <= time.monotonic() - began < 5


AS_IT_IS = ("max_block_ms=5000", "max_block_ms=5000")


@proves("The producer starts, and its first `send()` fails with the same error as for a missing topic.", edit=(None, AS_IT_IS))
def test_unreachable_addresses(programs: Programs, edit: Edit | None) -> None:
    """In the changed world the program runs on a cluster whose addresses are right."""
    lines, missing = programs.lines("failures/unreachable_addresses", edit), programs.lines("failures/no_such_topic")
    assert lines and lines[-1].split(" after ")[0] == missing[-1].split(" after ")[0]


@proves("kafka-python 3.0.12 accepts `allow_auto_create_topics=False`, and the topic is created all the same.", private=(False, True))
def test_created_all_the_same(kafka: Ground, private: bool) -> None:
    """In the changed world the setting is put where the client would have to pass it on."""
    producer, name = kafka.producer(allow_auto_create_topics=False, max_block_ms=2_000), kafka.name()
    if private:
        producer._metadata.config["allow_auto_create_topics"] = False
    with suppress(KafkaTimeoutError):  # the topic may be there later than its leader
        producer.send(name, b"hello")
    assert in_time(lambda: name in kafka.admin.list_topics(), 3)
