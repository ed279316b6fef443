"""The nodes and partitions of a cluster as they are, with waits for changes."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path

from lab import folders, metadata, ports, signals
from lab.compose import COMPOSE, Definition, Node, read
from lab.engines import chosen, container
from lab.engines.base import Engine, Live
from lab.engines.container import Containers
from lab.engines.embedded import Embedded
from lab.errors import LabError
from lab.kafka.lock import version
from lab.metadata import Partition, View
from lab.progress import Progress, Quiet
from lab.state import State

BUSY_DEADLINE_S = 180.0
WAIT_S = 60.0
POLL_S = 0.02
LONGEST_POLL_S = 0.1  # each question costs a broker and the asker some milliseconds of their processors


class Condition(StrEnum):
    """How a node is. GONE: it isn't running, and that is not the lab's doing."""

    RUNNING = "running"
    FROZEN = "frozen"
    KILLED = "killed"
    STOPPED = "stopped"
    GONE = "not running"


class Nodes:
    """What is known of a cluster, whoever started it.

    Args:
        file: the compose file; the project's own by default.
        progress: told of each step of what takes long.
        engine: `embedded` or `container`; by default what `LAB_ENGINE` says, or else whichever is up, or else
            `embedded`.
    """

    def __init__(
        self, file: Path = COMPOSE, progress: Progress | None = None, engine: str | None = None
    ) -> None:
        self._wanted = chosen(engine)
        self.definition: Definition = read(file)
        self.folder = folders.state(self.definition.host_ports[0])
        self._progress = progress or Quiet()
        self._engines: dict[str, Engine] = {
            "embedded": Embedded(self.folder),
            "container": Containers(self.folder),
        }

    @property
    def bootstrap(self) -> str:
        """The address that programs are given."""
        return f"localhost:{self.definition.host_ports[0]}"

    @property
    def engine_name(self) -> str:
        """The engine of the cluster that is up, or would be started."""
        state = self._state()
        return state.engine if state else self._wanted or "embedded"

    @property
    def kafka(self) -> str:
        """Its version of Apache Kafka."""
        return version(self.definition.image)

    def leader(self, topic: str, partition: int = 0) -> int | None:
        """The node that leads a partition, if all running brokers agree on one."""
        leaders = {part.leader for part in self._partition(topic, partition)}
        leader = leaders.pop() if len(leaders) == 1 else -1
        return leader if leader >= 0 else None

    def in_sync(self, topic: str, partition: int = 0) -> frozenset[int]:
        """The in-sync replicas of a partition; empty as long as the running brokers don't agree."""
        sets = {frozenset(part.in_sync) for part in self._partition(topic, partition)}
        return sets.pop() if len(sets) == 1 else frozenset()

    def high_watermark(self, topic: str, partition: int = 0) -> int | None:
        """The offset up to which consumers see a partition; None: no leader that runs answers.

        Source: Kafka's ListOffsets with the timestamp "latest" and the isolation level "read uncommitted".
        """
        leader = self.leader(topic, partition)
        node = next((node for node in self._running_brokers() if node.node_id == leader), None)
        try:
            return (
                metadata.high_watermark(node.host_port, topic, partition) if node and node.host_port else None
            )
        except OSError:
            return None

    def wait_for_leader(self, topic: str, partition: int = 0, timeout: float = WAIT_S) -> int:
        """Waits until a partition is led by a node that runs, and returns its id.

        Args:
            topic: the topic's name.
            partition: its number.
            timeout: seconds to wait at most.

        Raises:
            LabError: when there is none by then.
        """

        def led() -> bool:
            running = {node.node_id for node in self._running_brokers()}
            return self.leader(topic, partition) in running

        self._wait(led, timeout, f"Partition {partition} of {topic} has no leader that runs")
        leader = self.leader(topic, partition)
        return leader if leader is not None else self.wait_for_leader(topic, partition, timeout)

    def wait_for_in_sync(
        self, topic: str, *node_ids: int, partition: int = 0, timeout: float = WAIT_S
    ) -> None:
        """Waits until exactly these nodes are the in-sync replicas of a partition.

        Raises:
            LabError: when they aren't after `timeout` seconds.
        """
        wanted = frozenset(node_ids)
        names = ", ".join(map(str, sorted(wanted)))
        what = f"The in-sync replicas of partition {partition} of {topic} are not {names}"
        self._wait(lambda: self.in_sync(topic, partition) == wanted, timeout, what)

    def wait_for_visible(self, topic: str, offset: int, partition: int = 0, timeout: float = WAIT_S) -> None:
        """Waits until the high watermark of a partition is at this offset, or beyond it.

        Raises:
            LabError: when it hasn't after `timeout` seconds.
        """
        what = f"Consumers don't see partition {partition} of {topic} up to offset {offset}"

        def visible() -> bool:
            seen = self.high_watermark(topic, partition)
            return seen is not None and seen >= offset

        self._wait(visible, timeout, what)

    def conditions(self) -> dict[int, Condition]:
        """How each node is, by its id.

        Raises:
            LabError: when no cluster of the lab is up.
        """
        state = self._require_up()
        return {node.node_id: condition for node, condition in self._conditions(state).items()}

    def is_up(self) -> bool:
        """Is the lab's cluster up, whole or not?"""
        return self._state() is not None

    def _state(self) -> State | None:
        """The cluster that is up, ours or one of a person's `docker compose up`."""
        state = State.load(self.folder)
        if state and self._live(state):
            return state
        if state:
            return None
        if adopted := container.adopted(self.definition):
            adopted.save(self.folder)
        return adopted

    def _require_up(self) -> State:
        if state := self._state():
            return state
        port = self.definition.host_ports[0]
        if ports.in_use(port):
            raise LabError(
                f"What listens on port {port} is {ports.holder(port)}: "
                "end it, then start a cluster with lab up."
            )
        raise LabError("No cluster of the lab is up: start one with lab up.")

    def _engine(self, state: State) -> Engine:
        return self._engines[state.engine]

    def _live(self, state: State) -> Mapping[str, Live]:
        return self._engine(state).live(state)

    def _conditions(self, state: State, live: Mapping[str, Live] | None = None) -> dict[Node, Condition]:
        live = self._live(state) if live is None else live

        def condition(service: str) -> Condition:
            if service not in live:
                return Condition(state.faults.get(service, Condition.GONE))
            return Condition.FROZEN if live[service].frozen else Condition.RUNNING

        return {node: condition(node.service) for node in self.definition.nodes}

    def _running_brokers(self) -> list[Node]:
        conditions = self._conditions(State.load(self.folder) or self._require_up())
        return [node for node in self.definition.brokers if conditions[node] is Condition.RUNNING]

    def _views(self, brokers: list[Node] | None = None) -> list[View]:
        """What each running broker knows, asked by itself; one that doesn't answer knows nothing."""
        brokers = self._running_brokers() if brokers is None else brokers
        return [self._view(node.host_port) for node in brokers if node.host_port]

    @staticmethod
    def _view(port: int) -> View:
        try:
            return metadata.view(port)
        except OSError:
            return View(frozenset(), ())

    def _partition(self, topic: str, number: int) -> list[Partition]:
        views = self._views()
        found = [
            part for view in views for part in view.partitions if (part.topic, part.number) == (topic, number)
        ]
        return found if len(found) == len(views) else []

    def _wait(self, condition: Callable[[], bool], seconds: float, otherwise: str) -> None:
        """Asks again and again, less often the longer it takes.

        Raises:
            LabError: when time is up, with a sentence that begins with `otherwise`.
        """
        began = time.monotonic()
        state = State.load(self.folder)
        poll_s = self._engine(state).poll_s if state else POLL_S
        while not condition():
            signals.check()
            waited = time.monotonic() - began
            if waited > seconds:
                raise LabError(
                    f"{otherwise} after {seconds:.0f} s: "
                    "look at lab status, or start anew with lab down and lab up."
                )
            time.sleep(max(poll_s, min(LONGEST_POLL_S, waited / 50)))

    def _alone(self) -> AbstractContextManager[None]:
        """Lets one process at a time start, break or end the cluster.

        A second one waits, and then finds what the first one has made.
        """
        otherwise = (
            "Another lab command has been at work on this cluster for three minutes: end it, then try again."
        )
        return folders.only_one(self.folder / "lock", BUSY_DEADLINE_S, otherwise)
