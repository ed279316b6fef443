"""The fixtures of proofs: fresh topics, and the pages' programs with one change."""

import copy
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import cached_property
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any

from confluent_kafka import Producer
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord
from kafka.errors import KafkaError

from checks.checker import EXPERIMENT_DEADLINE_S
from checks.project import SNIPPETS
from checks.proofs.second_cluster import moved
from checks.runner import End, Run, Runner
from checks.topics import LabCheckCluster
from content.snippet import Snippet
from lab import Cluster, metadata

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


class ProofCluster:
    """The cluster as one proof uses it.

    At the proof's end, all that it has opened is closed and its topics are deleted.

    Args:
        cluster: the cluster.
        name: the proof's.
        breaks: whether it may break brokers; if not, other proofs may run beside it.
    """

    def __init__(self, cluster: Cluster, name: str, *, breaks: bool = False) -> None:
        self.definition = cluster.definition
        self.addresses = [f"localhost:{broker.host_port}" for broker in cluster.definition.brokers]
        self._cluster, self._breaks = cluster, breaks
        self._ports = {broker.node_id: broker.host_port or 0 for broker in cluster.definition.brokers}
        self._name, self._topics, self._open = (
            f"proof-{name[:60]}-{time.time_ns()}".replace("_", "-"),
            0,
            ExitStack(),
        )

    def __enter__(self) -> "ProofCluster":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        if self._topics:
            port = next(iter(self._ports.values()))
            with suppress(OSError):  # the fewer topics there are, the sooner a view is read; that is all
                metadata.delete_topics(
                    port,
                    frozenset(topic for topic in metadata.view(port).topics if topic.startswith(self._name)),
                )

    @property
    def cluster(self) -> Cluster:
        """The cluster, to be broken and healed.

        Raises:
            RuntimeError: in a proof that doesn't say so.
        """
        if not self._breaks:
            raise RuntimeError(
                f"{self._name} breaks brokers beside other proofs; put @breaks_brokers below its @proves."
            )
        return self._cluster

    def producer(self, **settings: Any) -> KafkaProducer:
        """A producer with these settings, and with all defaults but the address."""
        producer = KafkaProducer(**{"bootstrap_servers": self.addresses} | settings)
        self._open.enter_context(suppress(KafkaError))  # of records that nobody waits for
        self._open.callback(producer.close, timeout=0)
        return producer

    def confluent(self, **settings: Any) -> Producer:
        """A producer of confluent-kafka, its settings with underscores for dots."""
        named = {key.replace("_", "."): value for key, value in settings.items()}
        producer = Producer({"bootstrap.servers": ",".join(self.addresses)} | named)
        self._open.callback(producer.close)
        self._open.callback(producer.purge)  # before it is closed, which would wait for what is left
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
        return f"{self._name}-{self._topics}"

    def topic(self, partitions: int = 3, *, on: list[int] | None = None, **configs: Any) -> str:
        """Create a topic that each broker knows and whose partitions have leaders.

        With acks=0, a broker that doesn't know the topic drops a record, and nobody is notified.

        Args:
            partitions: how many.
            on: the brokers of each partition's replicas, the leader first; left to the cluster if not given.
            configs: the topic's settings, with underscores for dots.
        """
        name = self.name()
        told: dict[str, Any] = {
            "configs": {key.replace("_", "."): str(value) for key, value in configs.items()}
        }
        told |= (
            {"assignments": dict.fromkeys(range(partitions), on)} if on else {"num_partitions": partitions}
        )
        self.admin.create_topics({name: told})
        assert in_time(lambda: self.is_known_everywhere(name, partitions)), f"not every broker knows {name}"
        self.ends(name)
        return name

    def is_known_everywhere(self, topic: str, partitions: int) -> bool:
        """Whether each broker knows a topic with so many partitions, each with its leader."""
        views = [
            [part for part in metadata.view(port).partitions if part.topic == topic]
            for port in self._ports.values()
        ]
        return all(len(parts) == partitions and all(part.leader > 0 for part in parts) for parts in views)

    def parts(self, topic: str) -> list[metadata.Partition]:
        """The partitions of a topic: leader, replicas, in-sync replicas."""
        return [
            part for part in metadata.view(next(iter(self._ports.values()))).partitions if part.topic == topic
        ]

    def consumer(self, topic: str, **settings: Any) -> KafkaConsumer:
        """A consumer of all partitions, from their beginning."""
        consumer = KafkaConsumer(
            **{"bootstrap_servers": self.addresses, "auto_offset_reset": "earliest"} | settings
        )
        self._open.callback(consumer.close)
        consumer.assign([TopicPartition(topic, part.number) for part in self.parts(topic)])
        return consumer

    def ends(self, topic: str) -> dict[int, int]:
        """The end offset of each partition: what a consumer can see.

        A leader of a new topic may refuse at first, and is asked again.
        """
        found: dict[int, int] = {}

        def told() -> bool:
            with suppress(OSError, KeyError):  # KeyError: no leader for now
                found.update(
                    (part.number, metadata.high_watermark(self._ports[part.leader], topic, part.number))
                    for part in self.parts(topic)
                )
                return True
            return False

        if not in_time(told):  # no assertion, which would count as the proof's own failure
            raise TimeoutError(f"the leaders of {topic} don't answer")
        return found

    def records(self, topic: str, **settings: Any) -> list[ConsumerRecord]:
        """All that a consumer can see now, in order within each partition."""
        consumer = self.consumer(topic, **settings)
        ends = consumer.end_offsets(list(consumer.assignment()))
        found: list[ConsumerRecord] = []

        def read_to_the_end() -> bool:
            for records in consumer.poll(timeout_ms=100).values():
                found.extend(records)
            return all(consumer.position(place) >= end for place, end in ends.items())

        assert in_time(read_to_the_end), f"{topic} can't be read to its end"
        return found


class Programs:
    """Runs the programs of the pages, as they are or with one change."""

    def __init__(self, cluster: Cluster, shift: int = 0) -> None:
        self.cluster, self._shift = cluster, shift
        self._check_cluster, self._runner = LabCheckCluster(cluster), Runner()
        self._by_name = {snippet.name: snippet for snippet in SNIPPETS}
        self._locks: dict[str, Lock] = defaultdict(Lock)
        self._breaks = False

    def of_one_that(self, *, breaks: bool) -> "Programs":
        """The same for a proof that breaks brokers, or doesn't."""
        same = copy.copy(self)
        same._breaks = breaks
        return same

    def stop(self) -> None:
        """End the programs that run, and start no more."""
        self._runner.stop()

    def lines(self, name: str, *edits: Edit | None) -> list[str]:
        """The lines that a program prints.

        Args:
            name: its room and name, such as producers/acks/three_acks.
            edits: pieces of its text, each with what to put in its place; (piece, piece) runs it as it is on
                this cluster, also where it asks for another kind. With None, its `#>` lines are what it
                prints: the checks run every program and compare.
        """
        snippet = self._by_name[name]
        if None in edits or not edits:
            return [output.text for output in snippet.outputs]
        text = snippet.text
        for old, new in (edit for edit in edits if edit):
            if text.count(old) != 1:
                raise ValueError(
                    f"{snippet.file}: {old!r} stands there {text.count(old)} times, and not once; name a longer piece."
                )
            text = text.replace(old, new)
        if snippet.after:
            raise ValueError(
                f"{snippet.file}: it continues {snippet.after}; prove its sentence by a test of its own."
            )
        if snippet.is_experiment and not self._breaks:
            raise RuntimeError(
                f"{snippet.file}: it breaks brokers beside other proofs; put @breaks_brokers below @proves."
            )
        run = self._run(snippet, moved(text, self.cluster, self._shift))
        if run.end is not End.BY_ITSELF:
            return [*run.lines, f"(ended {run.end.value})"]
        return [*run.lines, *run.stderr.splitlines()[-1:]]

    def _run(self, snippet: Snippet, text: str) -> Run:
        """Run a text in place of a program's.

        Two texts of one program never run at the same time, because they would use the same topics.
        """
        with self._locks[snippet.name], tempfile.TemporaryDirectory() as folder:
            self._check_cluster.delete(
                [topic for topic in self._check_cluster.topics() if snippet.owns(topic)]
            )
            changed = Path(folder, snippet.path.name)
            changed.write_text(text, "utf-8")
            try:
                return self._runner.run(
                    changed, lab=self._check_cluster.variables(), deadline=EXPERIMENT_DEADLINE_S
                )
            finally:
                if snippet.is_experiment:
                    self._check_cluster.mend()
