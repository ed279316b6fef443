"""One question to one broker: what does this broker, asked by itself, know?

A client of kafka-python learns the other brokers at once and then asks any of them, so its answer doesn't
tell what the broker at one address believes. Here a request goes over a connection of its own, with
kafka-python's protocol classes (imported where they are used: it takes 0.3 s, and most of the command's verbs
ask no broker).
"""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

TIMEOUT_S = 5.0
_ANY = 1  # ANY, for resources, patterns, operations and permissions (org.apache.kafka.common.acl)


@dataclass(frozen=True)
class Partition:
    """A partition as one broker sees it: node ids, and -1 for no leader."""

    topic: str
    number: int
    leader: int
    replicas: tuple[int, ...]
    in_sync: tuple[int, ...]


@dataclass(frozen=True)
class View:
    """What one broker knows: the registered, unfenced brokers and every partition."""

    brokers: frozenset[int]
    partitions: tuple[Partition, ...]

    @property
    def topics(self) -> frozenset[str]:
        """The names of its topics."""
        return frozenset(partition.topic for partition in self.partitions)


def view(port: int) -> View:
    """What the broker at this port of 127.0.0.1 knows of the cluster.

    Raises:
        OSError: when nobody answers there, or not as a Kafka broker does.
    """
    from kafka.protocol.metadata import MetadataRequest

    answer = _ask(port, MetadataRequest(topics=None, allow_auto_topic_creation=False, version=12))
    partitions = [
        Partition(
            topic.name, part.partition_index, part.leader_id, tuple(part.replica_nodes), tuple(part.isr_nodes)
        )
        for topic in answer.topics
        for part in topic.partitions
    ]
    partitions.sort(key=lambda partition: (partition.topic, partition.number))
    return View(frozenset(broker.node_id for broker in answer.brokers), tuple(partitions))


def delete_topics(port: int, topics: frozenset[str]) -> dict[str, int]:
    """Asks for the deletion of topics.

    Returns:
        Kafka's error code for each (0: none, 3: there is no such topic).
    """
    from kafka.protocol.admin import DeleteTopicsRequest

    answer = _ask(
        port, DeleteTopicsRequest(topic_names=sorted(topics), timeout_ms=10_000, version=5), timeout=15.0
    )
    return {response.name: response.error_code for response in answer.responses}


def groups(port: int) -> frozenset[str]:
    """The consumer groups that the broker at this port coordinates."""
    from kafka.protocol.admin import ListGroupsRequest

    return frozenset(group.group_id for group in _ask(port, ListGroupsRequest(version=3)).groups)


def delete_groups(port: int, names: frozenset[str]) -> dict[str, int]:
    """Ask the coordinator of groups to delete them.

    Returns Kafka's error code for each group (0: none).
    """
    from kafka.protocol.admin import DeleteGroupsRequest

    if not names:
        return {}
    answer = _ask(port, DeleteGroupsRequest(groups_names=sorted(names), version=1))
    return {result.group_id: result.error_code for result in answer.results}


def end_groups(ports: Iterable[int]) -> frozenset[str]:
    """Ask each of these ports to delete the groups that it coordinates.

    Returns the names of the groups.

    A group exists for a quarter of a second longer than its topics and Kafka's internal topic of its offsets.
    """
    found: frozenset[str] = frozenset()
    for port in ports:
        names = groups(port)
        delete_groups(port, names)
        found |= names
    return found


def delete_acls(port: int) -> None:
    """Asks for the deletion of every right that was given or denied.

    A broker without an authorizer has none, and says so.
    """
    from kafka.protocol.admin import DeleteAclsRequest

    anyone = DeleteAclsRequest.DeleteAclsFilter(
        resource_type_filter=_ANY,
        resource_name_filter=None,
        pattern_type_filter=_ANY,
        principal_filter=None,
        host_filter=None,
        operation=_ANY,
        permission_type=_ANY,
    )
    _ask(port, DeleteAclsRequest(filters=[anyone], version=3))


def high_watermark(port: int, topic: str, partition: int) -> int:
    """The high watermark of a partition that the broker at this port leads.

    Raises:
        OSError: when nobody answers, or the broker doesn't lead it.
    """
    from kafka.protocol.consumer import ListOffsetsRequest

    part = ListOffsetsRequest.ListOffsetsTopic.ListOffsetsPartition(
        partition_index=partition, current_leader_epoch=-1, timestamp=-1
    )
    wanted = ListOffsetsRequest.ListOffsetsTopic(name=topic, partitions=[part])
    answer = (
        _ask(port, ListOffsetsRequest(replica_id=-1, isolation_level=0, topics=[wanted], version=4))
        .topics[0]
        .partitions[0]
    )
    if answer.error_code:
        raise OSError(
            f"port {port} doesn't lead partition {partition} of {topic} (error {answer.error_code})"
        )
    return int(answer.offset)


def _ask(port: int, request: Any, timeout: float = TIMEOUT_S) -> Any:
    from kafka.protocol.parser import KafkaProtocol

    protocol = KafkaProtocol(client_id="lab")
    protocol.send_request(request)
    with socket.create_connection(("127.0.0.1", port), timeout) as connection:
        connection.sendall(protocol.send_bytes())
        while data := connection.recv(1 << 16):
            try:
                answers = protocol.receive_bytes(data)
            except Exception as error:  # bytes from a server that isn't Kafka may break the parser anywhere
                raise OSError(f"what answers on port {port} is not a Kafka broker") from error
            if answers:
                return answers[0][1]
    raise OSError(f"port {port} closed the connection without an answer")
