"""What docs/producers/in-production.md states."""

import asyncio
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from kafka import DefaultSerializer, JsonSerializer, KafkaProducer

from checks.proofs.declaration import alone, proves
from checks.proofs.fixtures import Edit, Programs, ProofCluster


@proves("While you await aiokafka's `send_and_wait()`, other tasks have their turns.", awaited=(True, False))
@alone
def test_others_have_turns_while_aiokafka_waits(kafka: ProofCluster, awaited: bool) -> None:
    """The record lingers for a second, and a task counts; else kafka-python's future is asked.

    Beside other proofs the loop had four turns in that second, once: they share one interpreter.
    """
    topic, turns = kafka.topic(1), 0
    blocking = kafka.producer(linger_ms=1000)
    blocking.partitions_for(topic)

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0.01)

    async def run() -> int:
        async with AIOKafkaProducer(bootstrap_servers=kafka.addresses, linger_ms=1000) as producer:
            await producer.partitions_for(topic)
            task = asyncio.create_task(others())
            await asyncio.sleep(0)
            before = turns
            if awaited:
                await producer.send_and_wait(topic, b"hello")
            else:
                blocking.send(topic, b"hello").get(timeout=10)
            after = turns
            task.cancel()
        return after - before

    assert asyncio.run(run()) > 5


@proves(
    "aiokafka calls a serializer for `None` too, so the serializer has to leave it alone.",
    leaves_it_alone=(False, True),
)
def test_aiokafka_serializes_none(kafka: ProofCluster, leaves_it_alone: bool) -> None:
    topic = kafka.topic(1)

    def to_json(value: object) -> bytes | None:
        return None if value is None and leaves_it_alone else json.dumps(value).encode()

    async def send() -> None:
        async with AIOKafkaProducer(
            bootstrap_servers=kafka.addresses, acks="all", value_serializer=to_json
        ) as producer:
            await producer.send_and_wait(topic, key=b"a", value=None)

    asyncio.run(send())
    assert [record.value for record in kafka.records(topic)] == [b"null"]


@proves(
    "Twenty producers take more than three times as long as one, and are twenty more threads.",
    producers=(20, 1),
)
@alone
def test_twenty_producers_take_longer(kafka: ProofCluster, producers: int) -> None:
    topic, one = kafka.topic(1), kafka.producer()
    one.send(topic, b"the first one").get(timeout=10)

    def seconds(senders: list[KafkaProducer]) -> float:
        begin = time.perf_counter()
        for future in [sender.send(topic, b"hello") for sender in senders]:
            future.get(timeout=30)
        return time.perf_counter() - begin

    alone, before = seconds([one] * 20), threading.active_count()
    begin = time.perf_counter()
    many = [kafka.producer() for _ in range(producers)]
    assert threading.active_count() - before == 20
    assert time.perf_counter() - begin + seconds(many) > 3 * alone


@proves(
    "Threads can share a producer: no record is lost, and each thread's records keep the order in which it sent them.",
    ordered=(True, False),
)
def test_threads_share_a_producer(kafka: ProofCluster, ordered: bool) -> None:
    """In the changed world one thread's records are sent by two threads."""
    topic, producer = kafka.topic(1), kafka.producer()
    turn = threading.Barrier(2)

    def work(name: str) -> None:
        turn.wait()
        for number in range(500):
            producer.send(topic, f"{name if ordered else 'ann'} {number}".encode())

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(work, ["ann", "bob"]))
    producer.flush()
    values = [record.value.decode().split() for record in kafka.records(topic)]
    assert len(values) == 1000
    for name in ("ann", "bob"):
        assert [int(number) for who, number in values if who == name] == list(range(500))


OWN = 'future = producer.send("after-fork", b"from the child", partition=0)'


@proves(
    "A producer that was made before a fork sends nothing in the child, and says nothing about it.",
    edit=(
        None,
        (OWN, OWN.replace("producer.send", 'KafkaProducer(bootstrap_servers="localhost:9092").send')),
    ),
)
def test_forked_producer_sends_nothing(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("producers/in_production/after_fork", edit)
    assert "KafkaTimeoutError: Timeout after waiting for 2 secs." in lines
    assert "its own producer: offset 1" in lines


CHILD = 'own = KafkaProducer(bootstrap_servers="localhost:9092")\n    record = own.send("after-fork", b"from the child", partition=0).get(timeout=10)'


@proves(
    "The child's own producer works, and the parent's isn't harmed.",
    edit=(None, (CHILD, CHILD.replace("own.send", "producer.send").replace("10", "1"))),
)
def test_child_s_own_producer_works(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("producers/in_production/after_fork", edit)
    assert "its own producer: offset 1" in lines and "the parent's producer: offset 2" in lines


KEPT = """producer_of(os.getpid())
    return producer.send("made-at-first-use", value, partition=0).get(timeout=5)"""


@proves(
    "A producer that is kept under the number of its process is made once in each.",
    edit=(None, (KEPT, KEPT.replace("os.getpid()", "0").replace("=5", "=1"))),
)
def test_kept_under_the_number_of_its_process(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("producers/in_production/made_at_first_use", edit)
    assert lines == ["the parent stored offset 0", "a child stored offset 1", "a child stored offset 2"]


@proves(
    "Without a handler SIGTERM ends the program at once and its waiting records are lost; with one, leaving the `with` block sends all ten.",
    edit=(
        None,
        ('"handled" else signal.SIG_DFL', '"handled" else signal.SIG_IGN if sys.argv[1] == "x" else stop'),
    ),
)
def test_handler_for_sigterm_sends_all(programs: Programs, edit: Edit | None) -> None:
    without, with_one = programs.lines("producers/in_production/asked_to_stop", edit)
    assert "exit code -15, 0 of 10" in without and "exit code 0, 10 of 10" in with_one


@proves(
    "The producer is there while requests come, and closed when the application has stopped.",
    edit=(
        None,
        (
            '    with KafkaProducer(bootstrap_servers="localhost:9092") as app.state.producer:\n        yield',
            '    app.state.producer = KafkaProducer(bootstrap_servers="localhost:9092")\n    yield',
        ),
    ),
)
def test_producer_lives_as_long_as_the_application(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("producers/in_production/in_a_web_app", edit)
    assert lines[0].startswith("CREATED") and lines[-1] == "IllegalStateError: KafkaProducer already closed!"


@proves(
    "`get()` in a coroutine stops all other coroutines; in a thread, by `asyncio.to_thread`, it stops none.",
    in_thread=(False, True),
)
def test_get_stops_all_other_coroutines(kafka: ProofCluster, in_thread: bool) -> None:
    topic, producer = kafka.topic(1), kafka.producer(linger_ms=300)
    turns: list[int] = []

    async def others() -> None:
        while True:
            turns.append(1)
            await asyncio.sleep(0.01)

    async def main() -> tuple[int, int]:
        task = asyncio.create_task(others())
        future = producer.send(topic, b"hello")
        if in_thread:
            await asyncio.to_thread(future.get, 10)
        else:
            future.get(timeout=10)
        during = len(turns)
        await asyncio.to_thread(producer.send(topic, b"hello").get, 10)
        task.cancel()
        return during, len(turns) - during

    during_get, beside_a_thread = asyncio.run(main())
    assert during_get == 0 and beside_a_thread > 5


@proves("asyncio can't await the future of kafka-python.", wrapped=(False, True))
def test_future_cannot_be_awaited(kafka: ProofCluster, wrapped: bool) -> None:
    topic, producer = kafka.topic(1), kafka.producer()

    async def main() -> None:
        future = producer.send(topic, b"hello")
        await (asyncio.to_thread(future.get, 10) if wrapped else future)

    with pytest.raises((RuntimeError, TypeError)):
        asyncio.run(main())


@proves(
    "If a serializer raises a `TypeError`, kafka-python 3.0.12 calls it again in an older way, and you get the error of the second call.",
    error=(TypeError, ValueError),
)
def test_serializer_is_called_again(kafka: ProofCluster, error: type[Exception]) -> None:
    class Broken(JsonSerializer):  # type: ignore[misc]
        def serialize(self, topic: str, headers: Any, data: Any) -> bytes:
            raise error("the first call")

    with pytest.raises(Exception) as raised:
        kafka.producer(value_serializer=Broken()).send(kafka.topic(1), {"on": date(2021, 6, 20)})
    assert "the first call" not in str(raised.value) and "missing" in str(raised.value)


@proves(
    "`JsonSerializer` leaves `None` alone; a function around `json.dumps` makes the text `null` of it.",
    value=(None, "null"),
)
def test_json_serializer_leaves_none_alone(kafka: ProofCluster, value: str | None) -> None:
    topic = kafka.topic(1)
    for serializer in (JsonSerializer(), lambda value: json.dumps(value).encode()):
        producer = kafka.producer(key_serializer=DefaultSerializer(), value_serializer=serializer)
        producer.send(topic, key="a", value=value).get(timeout=10)
    assert [record.value for record in kafka.records(topic)] == [None, b"null"]
