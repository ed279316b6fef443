"""What a proof stands on: fresh topics on the cluster, and the pages' programs with one thing changed."""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord
from kafka.errors import KafkaError

from lab import Cluster, wire
from programs.execute import End, Runner
from programs.project import SNIPPETS
from programs.proof import EXPERIMENT_DEADLINE_S
from programs.topics import KafkaGround

DEADLINE_S = 30.0
Edit = tuple[str, str]


def in_time(condition: Callable[[], bool], deadline: float = DEADLINE_S) -> bool:
    """Whether a condition comes true before a deadline in seconds."""
    until = time.monotonic() + deadline
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


class Ground:
    """The cluster as one proof uses it; what it opens is closed at its end."""

    def __init__(self, cluster: Cluster, name: str) -> None:
        self.cluster = cluster
        self.addresses = [f"localhost:{broker.host_port}" for broker in cluster.definition.brokers]
        self._ports = [broker.host_port or 0 for broker in cluster.definition.brokers]
        self._name, self._topics, self._open = name.replace("_", "-"), 0, ExitStack()

    def close(self) -> None:
        """Close the clients."""
        self._open.close()

    def producer(self, **settings: Any) -> KafkaProducer:
        """A producer with these settings, and with all defaults but the address."""
        producer = KafkaProducer(**{"bootstrap_servers": self.addresses} | settings)
        self._open.enter_context(suppress(KafkaError))  # of records that nobody waits for
        self._open.callback(producer.close, timeout=0)
        return producer

    @cached_property
    def admin(self) -> KafkaAdminClient:
        """One admin client for the whole proof."""
        admin = KafkaAdminClient(bootstrap_servers=self.addresses)
        self._open.callback(admin.close)
        return admin

    def name(self) -> str:
        """A topic's name that nobody has used."""
        self._topics += 1
        return f"proof-{self._name}-{time.time_ns()}-{self._topics}"

    def topic(self, partitions: int = 3, *, on: list[int] | None = None, **configs: Any) -> str:
        """A new topic that each broker knows.

        Args:
            partitions: how many.
            on: the brokers of each partition's replicas, the leader first; left to the cluster if not given.
            configs: the topic's settings, with underscores for dots.
        """
        name = self.name()
        told: dict[str, Any] = {"configs": {key.replace("_", "."): str(value) for key, value in configs.items()}}
        told |= {"assignments": dict.fromkeys(range(partitions), on)} if on else {"num_partitions": partitions}
        self.admin.create_topics({name: told})
        assert in_time(lambda: self._known_everywhere(name, partitions)), f"not every broker knows {name}"
        return name

    def _known_everywhere(self, topic: str, partitions: int) -> bool:
        views = [[part for part in wire.view(port).partitions if part.topic == topic] for port in self._ports]
        return all(len(parts) == partitions and all(part.leader > 0 for part in parts) for parts in views)

    def parts(self, topic: str) -> list[wire.Partition]:
        """The partitions of a topic: leader, replicas, in-sync replicas."""
        return [part for part in wire.view(self._ports[0]).partitions if part.topic == topic]

    def consumer(self, topic: str, **settings: Any) -> KafkaConsumer:
        """A consumer of all partitions, from their beginning."""
        consumer = KafkaConsumer(**{"bootstrap_servers": self.addresses, "auto_offset_reset": "earliest"} | settings)
        self._open.callback(consumer.close)
        consumer.assign([TopicPartition(topic, part.number) for part in self.parts(topic)])
        return consumer

    def ends(self, topic: str) -> dict[int, int]:
        """The end offset of each partition: what a consumer can see."""
        consumer = self.consumer(topic)
        return {place.partition: end for place, end in consumer.end_offsets(list(consumer.assignment())).items()}

    def records(self, topic: str, **settings: Any) -> list[ConsumerRecord]:
        """All that a consumer can see now, in order within each partition."""
        consumer = self.consumer(topic, **settings)
        ends = consumer.end_offsets(list(consumer.assignment()))
        found: list[ConsumerRecord] = []

        def whole() -> bool:
            for records in consumer.poll(timeout_ms=100).values():
                found.extend(records)
            return all(consumer.position(place) >= end for place, end in ends.items())

        assert in_time(whole), f"{topic} can't be read to its end"
        return found


class Programs:
    """The programs of the pages: what they print, and what they would print if one thing were different."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster, self._ground = cluster, KafkaGround(cluster)
        self._by_name = {snippet.name: snippet for snippet in SNIPPETS}

    def lines(self, name: str, *edits: Edit | None) -> list[str]:
        """The lines that a program prints.

        Args:
            name: its room and name, such as acks/three_acks.
            edits: pieces of its text, each with what to put in its place; (piece, piece) runs it as it is on this cluster, also
                where it asks for another kind. With None, its `#>` lines are what it prints: the checks run every program
                and compare.
        """
        snippet = self._by_name[name]
        if None in edits or not edits:
            return [output.text for output in snippet.outputs]
        text = snippet.text
        for old, new in (edit for edit in edits if edit):
            if text.count(old) != 1:
                raise ValueError(f"{snippet.file}: {old!r} stands there {text.count(old)} times, and not once; name a longer piece.")
            text = text.replace(old, new)
        if snippet.after:
            raise ValueError(f"{snippet.file}: it continues {snippet.after}; prove its sentence by a test of its own.")
        self._ground.delete([topic for topic in self._ground.topics() if snippet.owns(topic)])
        with tempfile.TemporaryDirectory() as folder:
            changed = Path(folder, snippet.path.name)
            changed.write_text(text, "utf-8")
            try:
                run = Runner().run(changed, lab=self._ground.variables(), deadline=EXPERIMENT_DEADLINE_S)
            finally:
                if snippet.is_experiment:
                    self._ground.mend()
        if run.end is not End.BY_ITSELF:
            return [*run.lines, f"(ended {run.end.value})"]
        return [*run.lines, *run.stderr.splitlines()[-1:]]
