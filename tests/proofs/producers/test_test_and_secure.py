"""What docs/producers/test-and-secure.md states."""

from collections.abc import Callable
from contextlib import ExitStack
from unittest.mock import create_autospec

import pytest
from kafka import KafkaProducer

from checks.proofs.declaration import proves
from checks.proofs.fixtures import Edit, Programs, ProofCluster, in_time
from lab import Cluster


@proves(
    "A fake producer shows what your code sends, and what it does when the cluster fails.",
    fails=(True, False),
)
def test_fake_producer_shows_what_is_sent(fails: bool) -> None:
    producer = create_autospec(KafkaProducer, instance=True)
    if fails:
        producer.send.return_value.get.side_effect = TimeoutError("no leader")

    def book(order: str) -> str:
        try:
            producer.send("orders", key=order.encode()).get(timeout=10)
        except TimeoutError:
            return "perhaps stored"
        return "stored"

    assert book("order-17") == "perhaps stored"
    producer.send.assert_called_once_with("orders", key=b"order-17")


@proves("The fake accepts what the real producer refuses.", real=(False, True))
def test_fake_accepts_what_the_real_one_refuses(kafka: ProofCluster, real: bool) -> None:
    topic = kafka.topic(1)
    with pytest.raises(TypeError):
        kafka.producer().send(topic, "text")
    try:
        (kafka.producer() if real else create_autospec(KafkaProducer, instance=True)).send(topic, "text")
    except TypeError:
        pytest.fail("refused")


@proves("The producer counts its failures, even if your program looks at no future.", size=(50_000, 5))
def test_producer_counts_its_failures(kafka: ProofCluster, size: int) -> None:
    topic, producer = kafka.topic(1, max_message_bytes=10_000), kafka.producer()
    producer.send(topic, b"x" * size)
    producer.flush()
    assert producer.metrics()["producer-metrics"]["record-error-rate"] > 0


@proves(
    "Rates are an average over half a minute at least, and `record-queue-time-avg` counts seconds, although its description says ms.",
    linger_ms=(1000, 0),
)
def test_rates_are_averages(kafka: ProofCluster, linger_ms: int) -> None:
    """300 records at once: over 30 to 60 seconds that is 5 to 10 a second; they waited for one second, not
    for a thousandth.
    """
    topic, producer = kafka.topic(1), kafka.producer(linger_ms=linger_ms)
    futures = [producer.send(topic, b"hello") for _ in range(300)]
    assert in_time(lambda: all(future.is_done for future in futures), 10)
    figures = producer.metrics()["producer-metrics"]
    assert 4 < figures["record-send-rate"] < 12
    assert 0.9 <= figures["record-queue-time-avg"] < 9


@proves(
    "With `acks=1` the producer gives up idempotence, and only the log tells you.",
    edit=(None, ("acks=1, ", "")),
)
def test_only_the_log_tells(programs: Programs, edit: Edit | None) -> None:
    assert any(
        "Idempotence will be" in line
        for line in programs.lines("producers/test_and_secure/what_the_log_says", edit)
    )


AS_IT_IS = ('security_protocol="SASL_SSL"', 'security_protocol="SASL_SSL"')


AS_IT_IS_TOO = ('"sasl_plain_username": "nobody"', '"sasl_plain_username": "nobody"')


@proves(
    "TLS and SASL are five arguments of the producer; nothing else in the program changes.",
    edit=(None, AS_IT_IS),
)
def test_five_arguments_for_tls_and_sasl(programs: Programs, edit: Edit | None) -> None:
    """In the changed world the cluster has no secured listener."""
    assert programs.lines("producers/test_and_secure/secured_listener", edit)[-1] == "stored at offset 0"


@proves(
    "With each of these mistakes the constructor tries again until its time is up, and raises the same error",
    edit=(None, AS_IT_IS_TOO),
)
def test_same_error_whatever_is_wrong(programs: Programs, edit: Edit | None) -> None:
    """In the changed world nobody listens there, and the program fails before it has a certificate."""
    *errors, _ = programs.lines("producers/test_and_secure/secured_badly", edit)
    assert len(errors) == 3 and set(errors) == {"KafkaTimeoutError: Unable to bootstrap from localhost:9093"}


@proves(
    "Without the right to write, the record's future raises `TopicAuthorizationFailedError`, with the topic's name.",
    edit=(None, AS_IT_IS),
)
def test_no_right_to_write(programs: Programs, edit: Edit | None) -> None:
    """In the changed world the cluster has no secured listener, and gives and denies no rights."""
    assert (
        programs.lines("producers/test_and_secure/no_right", edit)[0]
        == "bob [Error 29] TopicAuthorizationFailedError: no-right"
    )


@proves(
    "`hold()` uses the cluster that is up, and starts one for these tests if none is", is_up=(True, False)
)
def test_hold_uses_what_is_up(others: Callable[[], Cluster], is_up: bool) -> None:
    """Ports of its own: the outer hold() starts a cluster and the inner one uses it; without the outer one it
    has to start one.
    """
    with ExitStack() as stack:
        if is_up:
            assert stack.enter_context(others().hold())
        with others().hold() as started:
            assert not started
        assert others().is_up()
    assert not others().is_up()
