"""`lab.Cluster`: the cluster of docker-compose.yml on this machine, whoever started it."""

import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType

from lab import folders, metadata
from lab.compose import COMPOSE
from lab.errors import LabError
from lab.guardian import Guardian, Keeper
from lab.lifecycle import Found, Lifecycle
from lab.nodes import POLL_S
from lab.processes import Ticket
from lab.state import State
from lab.status import NodeStatus, Status
from lab.watch import Record, watch

__all__ = ["COMPOSE", "Cluster", "Found"]

RESET_DEADLINE_S = 30.0


class Cluster(Lifecycle):
    """One controller and three brokers of Apache Kafka on this machine.

    As the subject of a `with` statement it is an experiment on the cluster that is up: at the end of the
    block, or if the program is killed in the middle of it, frozen nodes are thawed, dead ones started, and
    all replicas are in sync again.

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
        """Fetches what a start needs from the network, so that later ones need none."""
        self._engines[self._wanted or "embedded"].prepare(self.definition, self._progress)

    def down(self) -> bool:
        """Ends the cluster and forgets its records.

        One that was started from this file with `docker compose up` is ended too; no other process or
        container is.

        Returns:
            Whether one was up.
        """
        with self._alone():
            state = self._state() or State.load(self.folder)
            if not state:
                return False
            return self._end(state)

    @contextmanager
    def hold(self) -> Iterator[bool]:
        """A cluster for a `with` block: the one that is up or a new one.

        A new one ends with the block and with this process, however this process ends.

        Yields:
            Whether it was started.
        """
        with self._alone():
            nothing = self._find() is Found.NOTHING
            self._keeper = self._start_all(owner=Ticket.of(os.getpid())) if nothing else None
        try:
            yield self._keeper is not None
        finally:
            if self._keeper:
                self._keeper.close()
                self._keeper = None

    def replace(self) -> None:
        """Ends what is left of the cluster, and starts one to run as long."""
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
        """As `hold`, for whoever empties the cluster: one process at a time.

        Its `borrowed` says whether it was up already.

        Args:
            exclusive: refuses one that is up.
        """
        with self._the_only_borrower():
            if exclusive and self.is_up():
                raise LabError(
                    "A cluster of the lab is up, and this run needs one of its own: "
                    "end that one with lab down."
                )
            with self.hold() as started:
                self.borrowed = not started
                yield self

    def reset(self) -> frozenset[str]:
        """Deletes all topics, Kafka's own included, all consumer groups and all rights.

        Returns:
            The topics' names, once no broker knows any of them.

        Raises:
            LabError: when they are still there after 30 s, or the brokers don't do it, as without a
                controller.
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
                    f"The topics and groups {names} are still there after {RESET_DEADLINE_S:.0f} s: "
                    "run lab down, then lab up."
                )
            time.sleep(POLL_S)
        return removed

    def status(self) -> Status:
        """Each node and, as the first running broker that answers sees them, each partition."""
        state = self._require_up()
        live = self._live(state)
        conditions = self._conditions(state, live)
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
        """The records of a topic, those already there first, then each as it arrives.

        It waits for a topic that isn't there yet.
        """
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

    def _the_only_borrower(self) -> AbstractContextManager[None]:
        otherwise = "Another run of the checks is using the cluster: wait until it ends, then try again."
        return folders.only_one(self.folder / "borrowed", 0, otherwise)
