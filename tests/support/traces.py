"""Small traces for the tests, as the recorder would write them."""

import hashlib

from content.events import Acknowledged, Event, Failed, Fault, NodeSeen, PartitionSeen, Send
from content.trace import Trace

TOPIC = "one"
PROGRAM = 'print("one")\n#> one\n'


def partition(
    at: float, leader: int | None, in_sync: list[int], seen: int | None, number: int = 0
) -> PartitionSeen:
    return PartitionSeen(at, TOPIC, number, leader, tuple(in_sync), seen)


def send(at: float, number: int, value: str, producer: str = "acks=1", to: int = 0) -> Send:
    return Send(at, number, producer, TOPIC, to, value)


def answer(at: float, number: int, offset: int) -> Acknowledged:
    return Acknowledged(at, number, offset)


def fault(at: float, until: float, verb: str, *nodes: int) -> Fault:
    return Fault(at, until, verb, nodes)


def node(at: float, number: int, condition: str) -> NodeSeen:
    return NodeSeen(at, number, condition)


LOST = (
    partition(0, 101, [101, 102, 103], 0),
    send(0, 0, "first"),
    answer(0.02, 0, 0),
    partition(0.3, 101, [101, 102, 103], 1),
    fault(1.1, 2.1, "freeze", 102, 103),
    node(1.15, 102, "frozen"),
    node(1.15, 103, "frozen"),
    send(2.1, 1, "<second> & more"),
    answer(2.11, 1, 1),
    fault(2.2, 2.3, "kill", 101),
    node(2.25, 101, "killed"),
    fault(2.4, 2.5, "thaw", 102, 103),
    node(2.45, 102, "running"),
    node(2.45, 103, "running"),
    partition(8.2, 102, [102, 103], 1),
    send(8.3, 2, "third"),
    Failed(8.9, 2, "KafkaTimeoutError"),
    node(9.1, 101, "running"),
    partition(12.0, 102, [101, 102, 103], 1),
)


def trace(
    *events: Event, partitions: int = 1, program: str = "experiments/page/one", text: str = PROGRAM
) -> Trace:
    replicas = {(TOPIC, number): (101, 102, 103) for number in range(partitions)}
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Trace(
        program, sha256, "2026-11-23", "4.4.0", "3.0.12", "embedded", (101, 102, 103), replicas, events
    )
