"""`lab.Cluster`: the cluster of docker-compose.yml on this machine, whoever started it."""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from lab import folders, metadata, ports, signals
from lab.compose import COMPOSE, fingerprint
from lab.engines import container
from lab.errors import LabError
from lab.faults import Faults
from lab.guardian import Guardian, Keeper
from lab.nodes import POLL_S
from lab.processes import Ticket
from lab.state import State
from lab.status import NodeStatus, Status
from lab.watch import Record, watch

__all__ = ["COMPOSE", "Cluster", "Found"]

READY_DEADLINE_S = 120.0
RESET_DEADLINE_S = 30.0


class Found(StrEnum):
    """What `up` found."""

    NOTHING = "nothing, so it started a cluster"
    BROKEN = "a broken cluster, which it healed"
    WHOLE = "a healthy cluster"


class Cluster(Faults):
    """One controller and three brokers of Apache Kafka on this machine.

    As the subject of a `with` statement it is an experiment on the cluster that is up: at the end of the block, or if the
    program is killed in the middle of it, frozen nodes are thawed, dead ones started, and all replicas are in sync again.

    Raises:
        LabError: from every method, as one sentence that says what is wrong and what to do.
    """

    borrowed = False
    _healer: Guardian | None = None
    _keeper: Keeper | None = None

    def __enter__(self) -> "Cluster":
        self.heal()
        self._healer = Guardian("heal", str(self.definition.path.resolve()))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.heal()
        if self._healer:
            self._healer.release()

    def up(self) -> Found:
        """Starts the cluster, to run until `down`, or heals the one that is up."""
        with self._alone():
            found = self._find()
            if found is Found.NOTHING:
                self._start_all(owner=None).release()
            return found

    def provide(self) -> None:
        """Fetches what a start needs from the network, so that one without a network finds it."""
        self._engines[self._wanted or "embedded"].prepare(self.definition, self._progress)

    def down(self) -> bool:
        """Ends the cluster and forgets its records; False if none was up. One that was started from this file with
        `docker compose up` is ended too; no other process or container is.
        """
        with self._alone():
            state = self._state() or State.load(self.folder)
            if not state:
                return False
            return self._end(state)

    @contextmanager
    def hold(self) -> Iterator[bool]:
        """A cluster for the time of a `with` block: the one that is up, or else (then True) one that ends with the block and
        with this process, however this process ends.
        """
        with self._alone():
            self._keeper = (
                self._start_all(owner=Ticket.of(os.getpid())) if self._find() is Found.NOTHING else None
            )
        try:
            yield self._keeper is not None
        finally:
            if self._keeper:
                self._keeper.fire()
                self._keeper = None

    def replace(self) -> None:
        """Ends the cluster, whatever is left of it, and starts one anew, for as long as the old one would have run."""
        with self._alone():
            if state := State.load(self.folder):
                self._end(state)
            owner = Ticket.of(os.getpid()) if self._keeper else None
            keeper = self._start_all(owner)
            if self._keeper:
                self._keeper.release()
                self._keeper = keeper
            else:
                keeper.release()

    @contextmanager
    def borrow(self, exclusive: bool = False) -> Iterator["Cluster"]:
        """As `hold`, for whoever empties the cluster: one process at a time. `borrowed` says whether it was up already;
        `exclusive` refuses one that is up.
        """
        with self._the_only_borrower():
            if exclusive and self.is_up():
                raise LabError(
                    "A cluster of the lab is up, and this run needs one of its own: end that one with lab down."
                )
            with self.hold() as started:
                self.borrowed = not started
                yield self

    def reset(self) -> frozenset[str]:
        """Deletes all topics, Kafka's own included, all consumer groups and all rights; returns the topics' names once no broker
        knows any of them.

        Raises:
            LabError: when they are still there after a while, or the brokers don't do it, as without a controller.
        """
        self._require_up()
        try:
            return self._emptied()
        except OSError as error:
            raise LabError(f"The cluster can't be emptied ({error}): heal it with lab up.") from error

    def _emptied(self) -> frozenset[str]:
        removed: frozenset[str] = frozenset()
        deadline = time.monotonic() + RESET_DEADLINE_S
        running = [node.host_port or 0 for node in self._running_brokers()]
        port = next(iter(running), 0)
        metadata.delete_acls(port)
        while left := (
            topics := frozenset().union(*(view.topics for view in self._views()))
        ) | metadata.end_groups(running):
            removed |= topics
            if topics:
                metadata.delete_topics(port, topics)
            if time.monotonic() > deadline:
                names = ", ".join(sorted(left))
                raise LabError(
                    f"The topics and groups {names} are still there after {RESET_DEADLINE_S:.0f} s: run lab down, then lab up."
                )
            time.sleep(POLL_S)
        return removed

    def status(self) -> Status:
        """Each node and, as the first running broker that answers sees them, each partition."""
        state = self._require_up()
        live = self._live(state)
        conditions = self._conditions_of(state, live)
        nodes = [
            NodeStatus(
                node.node_id,
                node.service,
                node.is_broker,
                conditions[node],
                live[node.service].pid if node.service in live else None,
                f"localhost:{node.host_port}" if node.host_port else None,
            )
            for node in self.definition.nodes
        ]
        partitions = next((view.partitions for view in self._views() if view.brokers), ())
        owner = state.owner.pid if state.owner else None
        return Status(self.kafka, state.engine, time.time() - state.started, owner, tuple(nodes), partitions)

    def watch(self, topic: str) -> Iterator[Record]:
        """The records of a topic, those already there first, then each as it arrives; waits for a topic that isn't there yet."""
        self._require_up()
        return watch(self.definition.host_ports[0], topic)

    def log(self, node_id: int) -> Path:
        """A file with the log of a node, whether or not it is running."""
        node = self.definition.node(node_id)
        state = self._state()
        path = self._engines[state.engine if state else "embedded"].log(node.service, state)
        if not path.exists():
            raise LabError(f"There is no log of node {node_id} yet: start the cluster with lab up.")
        return path

    def _start_all(self, owner: Ticket | None) -> Keeper:
        engine = self._engines[self._wanted or "embedded"]
        self._progress.step("Looking at the ports")
        if engine.name == "container" or any(map(ports.in_use, self.definition.host_ports)):
            container.remove_leftovers(self.definition)
        engine.require_free_ports(self.definition)
        engine.prepare(self.definition, self._progress)
        token = uuid.uuid4().hex
        project = container.project(self.definition, token) if engine.name == "container" else ""
        state = State(
            engine.name, fingerprint(self.definition), token, project, started=time.time(), owner=owner
        )
        keeper = Keeper(self.folder, state)  # first: there is no moment without it
        try:
            state.save(self.folder)

            def started(service: str, ticket: Ticket) -> None:
                nonlocal state
                state = replace(state, nodes={**state.nodes, service: ticket})

            engine.start(self.definition, state, self._progress, started)
            self._wait_until_ready(state)
            signals.check()
            replace(state, ready=True).save(self.folder)
        except BaseException:  # Ctrl-C among them: nothing may stay behind half-started
            keeper.fire()
            raise
        engine.after_start(self.definition)
        return keeper

    def _wait_until_ready(self, state: State) -> None:
        """Until each broker, asked by itself, lists all; before that a client may learn a part of the cluster for good."""
        everyone = {node.node_id for node in self.definition.brokers}
        services = frozenset(node.service for node in self.definition.nodes)
        for node in self.definition.brokers:
            self._progress.step(f"Waiting until {node.title} lists all {len(everyone)} brokers")
            port = node.host_port or 0

            def ready(port: int = port) -> bool:
                if self._view(port).brokers == everyone:
                    return True
                self._engine(state).require_alive(services, state)
                return False

            self._wait(ready, READY_DEADLINE_S, f"{node.title.capitalize()} doesn't list all brokers")

    def _find(self) -> Found:
        """What there is, healed if it was broken; what a killed start has left is gone.

        Raises:
            LabError: for a cluster that is another one than this file defines, or doesn't recover.
        """
        state = self._state()
        if not state:
            if left := State.load(self.folder):
                self._end(left)
            return Found.NOTHING
        if not state.ready or (state.owner and not state.owner.is_running):
            self._end(state)
            return Found.NOTHING
        if self._wanted not in (None, state.engine):
            raise LabError(
                f"The cluster that is up runs on the engine {state.engine}, not {self._wanted}: end it with lab down first."
            )
        if state.definition != fingerprint(self.definition):
            raise LabError(
                "The cluster that is up was started from another docker-compose.yml or other variables: run lab down, then lab up."
            )
        return Found.BROKEN if self._heal(state) else Found.WHOLE

    def _end(self, state: State) -> bool:
        alive = bool(self._live(state))
        self._engine(state).end(state)
        State.forget(self.folder)
        return alive

    def _the_only_borrower(self) -> AbstractContextManager[None]:
        otherwise = "Another run of the checks is using the cluster: wait until it ends, then try again."
        return folders.only_one(self.folder / "borrowed", 0, otherwise)
