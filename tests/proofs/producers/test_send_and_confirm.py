"""What docs/producers/send-and-confirm.md states."""

import asyncio
import time
from threading import Thread, current_thread

import pytest
from aiokafka import AIOKafkaProducer
from kafka.errors import IllegalStateError, KafkaTimeoutError, MessageSizeTooLargeError

from checks.proofs.declaration import alone, proves
from checks.proofs.fixtures import Edit, Programs, ProofCluster, in_time


@proves(
    "In confluent-kafka a callback runs in the thread that calls `poll()` or `flush()`, in aiokafka in that of the event loop.",
    client=("confluent-kafka", "kafka-python"),
)
def test_callbacks_of_the_others_run_in_your_thread(kafka: ProofCluster, client: str) -> None:
    topic, seen = kafka.topic(1), []

    def note(*_: object) -> None:
        seen.append(current_thread().name)

    def send() -> None:
        if client == "kafka-python":
            producer = kafka.producer()
            producer.send(topic, b"hello").add_callback(note)
            producer.flush()
            return
        other = kafka.confluent()
        other.produce(topic, b"hello", on_delivery=note)
        assert in_time(lambda: bool(other.poll(1)))
        other.produce(topic, b"hello", on_delivery=note)
        other.flush(10)

    thread = Thread(target=send, name="the caller")
    thread.start()
    thread.join()
    assert set(seen) == {"the caller"}

    async def third() -> None:
        async with AIOKafkaProducer(bootstrap_servers=kafka.addresses) as producer:
            (await producer.send(topic, b"hello")).add_done_callback(note)

    asyncio.run(third())
    assert seen[-1] == current_thread().name


@proves("When `send()` has returned, the partition is still empty.", waited=(False, True))
def test_send_returns_before_anything_is_stored(kafka: ProofCluster, waited: bool) -> None:
    topic = kafka.topic(1)
    producer = kafka.producer(linger_ms=10_000)
    future = producer.send(topic, b"hello")
    if waited:
        producer.flush()
    assert kafka.ends(topic) == {0: 0} and not future.is_done


@proves(
    "Waiting for each record before you send the next takes more than three times as long.",
    wait=(True, False),
)
@alone
def test_waiting_for_each_takes_three_times_as_long(kafka: ProofCluster, wait: bool) -> None:
    topic, producer = kafka.topic(3), kafka.producer()
    producer.send(topic, b"the first one finds the way").get(timeout=10)

    def seconds(count: int, wait: bool) -> float:
        begin = time.perf_counter()
        futures = []
        for _ in range(count):
            futures.append(producer.send(topic, b"hello"))
            if wait:
                futures[-1].get(timeout=10)
        for future in futures:
            future.get(timeout=10)
        return time.perf_counter() - begin

    # The quickest of five each: on a busy machine a single round may take any time.
    rounds = [(seconds(200, wait), seconds(200, False)) for _ in range(5)]
    one_by_one, together = (min(times) for times in zip(*rounds, strict=True))
    assert one_by_one > 3 * together


@proves(
    "A callback runs in the producer's network thread; one that is added when the answer is there runs at once, in yours.",
    edit=(
        None,
        ("future.add_callback(stored)\nproducer.flush()", "producer.flush()\nfuture.add_callback(stored)"),
    ),
)
def test_callback_runs_in_the_network_thread(programs: Programs, edit: Edit | None) -> None:
    early, late = programs.lines("producers/send_and_confirm/which_thread", edit)
    assert early.endswith("in mine-network-thread") and late.endswith("in MainThread")


@proves("An exception in a callback changes nothing and reaches nobody.", raises=(True, False))
def test_exception_in_a_callback_reaches_nobody(kafka: ProofCluster, raises: bool) -> None:
    topic, producer = kafka.topic(1), kafka.producer(linger_ms=300)
    raised: list[Exception] = []
    failures: list[Exception] = []

    def broken(record: object) -> None:
        if raises:
            raised.append(RuntimeError("no room"))
            raise raised[-1]

    future = producer.send(topic, b"hello").add_callback(broken).add_errback(failures.append)
    producer.flush()
    assert len(raised) == 1, "the callback was called and raised"
    assert future.succeeded() and not failures
    assert producer.send(topic, b"again").get(timeout=15).offset == 1


@proves(
    "At a normal end the producer still sends what waits; a program that is killed loses it without a word.",
    edit=(None, ('"pass", "1 / 0"', '"os._exit(1)", "os._exit(2)"')),
)
def test_normal_end_sends_what_waits(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("producers/send_and_confirm/ways_to_end", edit)
    stored = [int(line.rpartition(": ")[2].split()[0]) for line in lines]
    assert stored == [10, 10, 0, 0]


@proves(
    "Leaving the `with` block closes the producer, closing sends what waits, and then `send()` raises.",
    leave=(True, False),
)
def test_leaving_the_block_closes_the_producer(kafka: ProofCluster, leave: bool) -> None:
    topic, producer = kafka.topic(1), kafka.producer(linger_ms=10_000)
    future = producer.__enter__().send(topic, b"hello")
    assert not future.is_done
    if leave:
        producer.__exit__(None, None, None)
    assert future.is_done and future.value.offset == 0
    with pytest.raises(IllegalStateError):
        producer.send(topic, b"again")


@proves("`flush()` returns without an error when all of its records have failed.", size=(5000, 5))
def test_flush_returns_when_all_have_failed(kafka: ProofCluster, size: int) -> None:
    topic, producer = kafka.topic(3, max_message_bytes=1000), kafka.producer()
    futures = [producer.send(topic, b"x" * size, partition=number) for number in range(3)]
    producer.flush()
    assert all(isinstance(future.exception, MessageSizeTooLargeError) for future in futures)


@proves(
    "A record whose `get()` timed out is still on its way, and sending it again stores it twice.",
    again=(True, False),
)
def test_record_sent_again_is_stored_twice(kafka: ProofCluster, again: bool) -> None:
    topic, producer = kafka.topic(1), kafka.producer(linger_ms=10_000)
    with pytest.raises(KafkaTimeoutError):
        producer.send(topic, b"pay 5 euros").get(timeout=0.1)
    if again:
        producer.send(topic, b"pay 5 euros")
    producer.flush()
    assert [record.value for record in kafka.records(topic)] == [b"pay 5 euros"] * 2


@proves(
    "A callback can't wait for another record: the thread that would bring the answer is the one that waits.",
    edit=(None, ("second.get(timeout=1)", 'raise KafkaTimeoutError("not asked")')),
)
def test_callback_cannot_wait_for_a_record(programs: Programs, edit: Edit | None) -> None:
    first, later = programs.lines("producers/send_and_confirm/waits_for_itself", edit)
    assert "Timeout after waiting" in first and later == "without waiting: offset 1"
