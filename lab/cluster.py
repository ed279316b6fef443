"""`lab.Cluster`: the cluster of docker-compose.yml on this machine, whoever started it."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from lab import compose, folders, lock, ports, processes, wire
from lab.embedded import Embedded
from lab.engine import Engine
from lab.errors import LabError
from lab.guardian import Guardian
from lab.processes import Ticket
from lab.progress import Progress, Quiet
from lab.state import State
from lab.status import NodeStatus, Status
from lab.watch import Record, watch
from lab.wire import View

COMPOSE = Path(__file__).parent.parent / "docker-compose.yml"
READY_DEADLINE_S = 120.0
RESET_DEADLINE_S = 30.0
BUSY_DEADLINE_S = 180.0
POLL_S = 0.02


class Cluster:
    """One controller and three brokers of Apache Kafka on this machine.

    Args:
        file: the compose file; the project's own by default.
        progress: told of each step of what takes long.

    Raises:
        LabError: from every method, as one sentence that says what is wrong and what to do.
    """

    def __init__(self, file: Path = COMPOSE, progress: Progress | None = None) -> None:
        self._lock = lock.read()
        self.definition = compose.read(file, self._lock.settings)
        self.folder = folders.state(self.definition.host_ports[0])
        self.borrowed = False
        self._progress = progress or Quiet()
        self._engine: Engine = Embedded(self._lock, self.folder)

    @property
    def bootstrap(self) -> str:
        """The address that programs are given."""
        return f"localhost:{self.definition.host_ports[0]}"

    def up(self) -> bool:
        """Starts the cluster, to run until `down`; True if it started, False if a healthy one was there already."""
        with self._alone():
            if self._healthy():
                return False
            self._start(owner=None).release()
            return True

    def down(self) -> bool:
        """Ends the cluster and forgets its records; False if none was up. Ends no process that the lab didn't start."""
        with self._alone():
            state = State.load(self.folder)
            if not state:
                return False
            return self._end(state)

    @contextmanager
    def hold(self) -> Iterator[bool]:
        """A cluster for the time of a `with` block: the one that is up, or else (then True) one that ends with the block and
        with this process, however this process ends.
        """
        with self._alone():
            guardian = None if self._healthy() else self._start(owner=Ticket.of(os.getpid()))
        with guardian or nullcontext():
            yield guardian is not None

    @contextmanager
    def borrow(self, exclusive: bool = False) -> Iterator["Cluster"]:
        """As `hold`, for whoever empties the cluster: one process at a time. `borrowed` says whether it was up already;
        `exclusive` refuses one that is up.
        """
        with self._the_only_borrower():
            if exclusive and self.is_up():
                raise LabError("A cluster of the lab is up, and this run needs one of its own: end that one with lab down.")
            with self.hold() as started:
                self.borrowed = not started
                yield self

    def reset(self) -> frozenset[str]:
        """Deletes all topics, Kafka's own included, and returns their names once no broker knows any of them."""
        self._require_up()
        removed: frozenset[str] = frozenset()
        deadline = time.monotonic() + RESET_DEADLINE_S
        while topics := frozenset().union(*(view.topics for view in self._views())):
            removed |= topics
            wire.delete_topics(self.definition.host_ports[0], topics)
            self._pause(
                deadline,
                f"The topics {', '.join(sorted(topics))} are still there after {RESET_DEADLINE_S:.0f} s: run lab down, then lab up.",
            )
        return removed

    def status(self) -> Status:
        """Each node and, as the first broker that answers sees them, each partition."""
        state = self._require_up()
        alive = self._alive(state)
        nodes = [
            NodeStatus(
                node.node_id,
                node.service,
                node.is_broker,
                alive.get(node.service),
                f"localhost:{node.host_port}" if node.host_port else None,
            )
            for node in self.definition.nodes
        ]
        partitions = next((view.partitions for view in self._views() if view.brokers), ())
        owner = state.owner.pid if state.owner else None
        return Status(self._lock.kafka, state.engine, time.time() - state.started, owner, tuple(nodes), partitions)

    def watch(self, topic: str) -> Iterator[Record]:
        """The records of a topic, those already there first, then each as it arrives; waits for a topic that isn't there yet."""
        self._require_up()
        return watch(self.definition.host_ports[0], topic)

    def log(self, node_id: int) -> Path:
        """The log file of a node, whether or not it is running."""
        path = self._engine.log(self.definition.node(node_id).service)
        if not path.exists():
            raise LabError(f"There is no log of node {node_id} yet: start the cluster with lab up.")
        return path

    def is_up(self) -> bool:
        """Is the lab's cluster up, whole or not?"""
        state = State.load(self.folder)
        return bool(state and self._alive(state))

    def _start(self, owner: Ticket | None) -> Guardian:
        self._progress.step("Looking at the ports")
        ports.require_free(self.definition)
        self._engine.prepare(self.definition, self._progress)
        state = State(self._engine.name, self._fingerprint(), started=time.time(), owner=owner)
        guardian = Guardian(self.folder, state.token)  # first: there is no moment without it
        try:
            state.save(self.folder)
            self._progress.step("Configuring the nodes")

            def started(service: str, ticket: Ticket) -> None:
                nonlocal state
                state = replace(state, nodes={**state.nodes, service: ticket})

            self._engine.start(self.definition, state.token, self._progress, started)
            self._wait_until_ready()
            replace(state, ready=True).save(self.folder)
        except BaseException:  # Ctrl-C among them: nothing may stay behind half-started
            guardian.fire()
            raise
        self._engine.after_start(self.definition)
        return guardian

    def _wait_until_ready(self) -> None:
        """Until each broker, asked by itself, lists all; before that a client may learn a part of the cluster for good."""
        everyone = {node.node_id for node in self.definition.brokers}
        deadline = time.monotonic() + READY_DEADLINE_S
        for node in self.definition.brokers:
            self._progress.step(f"Waiting until {node.title} lists all {len(everyone)} brokers")
            while not (node.host_port and self._view(node.host_port).brokers == everyone):
                self._engine.require_alive()
                self._pause(
                    deadline,
                    f"{node.title} doesn't list all brokers after {READY_DEADLINE_S:.0f} s: see its log, {self._engine.log(node.service)}.",
                )

    def _healthy(self) -> bool:
        """True: up and whole. False: not up, and what a killed start has left is gone.

        Raises:
            LabError: for a cluster that is neither.
        """
        state = State.load(self.folder)
        if not state:
            return False
        alive = self._alive(state)
        if not alive or not state.ready or (state.owner and not state.owner.is_running):
            self._end(state)
            return False
        for node in self.definition.nodes:
            if node.service not in alive:
                raise LabError(f"{node.title.capitalize()} of the lab's cluster isn't running any more: run lab down, then lab up.")
        if state.definition != self._fingerprint():
            raise LabError(
                "The cluster that is up was started from another docker-compose.yml or other variables: run lab down, then lab up."
            )
        everyone = {node.node_id for node in self.definition.brokers}
        for node, view in zip(self.definition.brokers, self._views(), strict=True):
            if view.brokers != everyone:
                raise LabError(
                    f"{node.title.capitalize()} of the lab's cluster runs but doesn't list all brokers: run lab down, then lab up."
                )
        return True

    def _require_up(self) -> State:
        state = State.load(self.folder)
        if not state or not self._alive(state):
            raise LabError("No cluster of the lab is up: start one with lab up.")
        return state

    def _end(self, state: State) -> bool:
        alive = [process for ticket in state.nodes.values() if (process := ticket.process(state.token))]
        processes.end(alive)
        processes.end_all_marked(state.token)
        State.forget(self.folder)
        return bool(alive)

    def _alive(self, state: State) -> dict[str, int]:
        found = {service: ticket.process(state.token) for service, ticket in state.nodes.items()}
        return {service: process.pid for service, process in found.items() if process}

    def _views(self) -> list[View]:
        return [self._view(node.host_port) for node in self.definition.brokers if node.host_port]

    @staticmethod
    def _view(port: int) -> View:
        try:
            return wire.view(port)
        except OSError:  # not up, or not up any more: it knows nothing
            return View(frozenset(), ())

    def _fingerprint(self) -> str:
        nodes = [(node.service, sorted(node.environment.items())) for node in self.definition.nodes]
        return hashlib.sha256(repr((self.definition.image, nodes)).encode()).hexdigest()

    @staticmethod
    def _pause(deadline: float, otherwise: str) -> None:
        if time.monotonic() > deadline:
            raise LabError(otherwise)
        time.sleep(POLL_S)

    def _alone(self) -> AbstractContextManager[None]:
        """Start and stop are for one process at a time; a second one waits, and then finds what the first one made."""
        otherwise = "Another lab command has been starting or ending this cluster for three minutes: end it, then try again."
        return folders.only_one(self.folder / "lock", BUSY_DEADLINE_S, otherwise)

    def _the_only_borrower(self) -> AbstractContextManager[None]:
        otherwise = "Another run of the checks is using the cluster: wait until it ends, then try again."
        return folders.only_one(self.folder / "borrowed", 0, otherwise)
