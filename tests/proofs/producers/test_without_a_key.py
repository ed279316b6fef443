"""What docs/producers/without-a-key.md states."""

from collections import Counter
from typing import Any

from kafka.partitioner import StickyPartitioner
from kafka.partitioner.default import DefaultPartitioner

from checks.clients import Message, java
from checks.proofs.declaration import proves
from checks.proofs.fixtures import Edit, Programs, ProofCluster
from checks.recording.keyless import SIZE, runs
from content.clients import clients


@proves(
    "Over 3,000 records, each of three partitions gets between 860 and 1,140 of them.", key=(None, b"alice")
)
def test_three_thousand_records_spread(kafka: ProofCluster, key: bytes | None) -> None:
    """A binomial of 3,000 draws leaves these bounds for one of three partitions once in six million runs."""
    topic, producer = kafka.topic(3), kafka.producer()
    futures = [producer.send(topic, b"hello", key=key) for _ in range(3000)]
    counts = Counter(future.get(timeout=10).partition for future in futures)
    assert all(860 <= counts[number] <= 1140 for number in range(3))


@proves("Of 1,000 rounds of three records, more than 700 leave a partition out.", by_turns=(False, True))
def test_rounds_of_three_leave_a_partition_out(kafka: ProofCluster, by_turns: bool) -> None:
    """7/9 of the rounds do: fewer than 701 of 1,000 are more than five standard deviations off, less than one
    in a million.
    """
    topic, producer = kafka.topic(3), kafka.producer()
    futures = [
        producer.send(topic, b"hello", partition=number % 3 if by_turns else None) for number in range(3000)
    ]
    chosen = [future.get(timeout=10).partition for future in futures]
    assert sum(len(set(chosen[start : start + 3])) < 3 for start in range(0, 3000, 3)) > 700


@proves(
    "When a record without a key needs a new batch, the producer asks the partitioner a second time, and the second answer counts.",
    joins=(False, True),
)
def test_second_answer_counts(kafka: ProofCluster, joins: bool) -> None:
    """A partitioner that answers 0, 1, 2, ...; in the changed world an open batch waits in each partition."""
    answers: list[int] = []

    class Counting(DefaultPartitioner):  # type: ignore[misc]
        def partition(self, *_: Any, **__: Any) -> int:
            answers.append(len(answers))
            return answers[-1]

    topic, producer = kafka.topic(3), kafka.producer(partitioner=Counting(), linger_ms=10_000)
    for number in range(3 * joins):
        producer.send(topic, b"hello", partition=number)
    future = producer.send(topic, b"hello")
    producer.flush()
    assert answers == [0, 1] and future.get(timeout=10).partition == 1


@proves("With `partition=i % n`, records take turns exactly.", named=(True, False))
def test_named_partitions_take_turns(kafka: ProofCluster, named: bool) -> None:
    """By chance, twelve records would take turns once in 500,000 runs; sixty never do."""
    topic, producer = kafka.topic(3), kafka.producer()
    count = len(producer.partitions_for(topic))
    futures = [
        producer.send(topic, b"hello", partition=number % count if named else None) for number in range(60)
    ]
    assert [future.get(timeout=10).partition for future in futures] == [0, 1, 2] * 20


@proves(
    "A burst of 30 records that fits in one batch goes to a single partition, and the next burst to a different one.",
    partitioner=(StickyPartitioner, DefaultPartitioner),
)
def test_burst_sticks_to_one_partition(kafka: ProofCluster, partitioner: type) -> None:
    topic, producer = kafka.topic(3), kafka.producer(partitioner=partitioner(), linger_ms=10_000)
    used = []
    for _ in range(2):
        futures = [producer.send(topic, b"hello") for _ in range(30)]
        producer.flush()
        used.append({future.value.partition for future in futures})
    assert [len(partitions) for partitions in used] == [1, 1] and used[0] != used[1]


@proves("Partitions 0, 2 and 4 never get a record.", edit=(None, ("self.calls) % ", "self.calls) // 2 % ")))
def test_counting_partitioner_misses_every_second(programs: Programs, edit: Edit | None) -> None:
    (line,) = programs.lines("producers/without_a_key/not_round_robin", edit)
    assert not {0, 2, 4} & {int(number) for number in line.split()}


@proves(
    "The Java client stays with one partition until its batches are full, and then moves on.",
    partitioner=("", "RoundRobinPartitioner"),
)
def test_java_fills_batches_first(kafka: ProofCluster, partitioner: str) -> None:
    """Four hundred records fill some twenty times what it takes to move; that none of the moves leads
    elsewhere doesn't happen.
    """
    settings = (
        {"partitioner.class": f"org.apache.kafka.clients.producer.{partitioner}"} if partitioner else {}
    )
    stays = runs(java.send(kafka.addresses[0], [Message(kafka.topic(3), None, SIZE)] * 400, settings))
    shortest = next(client.keyless.shortest for client in clients() if client.name == "java")
    assert len(stays) > 1 and all(stay >= shortest for stay in stays[:-1])
