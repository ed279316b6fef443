"""Starts a cluster, finds the one that is up, and ends it."""

import time
import uuid
from dataclasses import replace
from enum import StrEnum

from lab import ports, signals
from lab.compose import fingerprint
from lab.engines import container
from lab.errors import LabError
from lab.faults import Faults
from lab.guardian import Keeper
from lab.processes import Ticket
from lab.state import State

READY_DEADLINE_S = 120.0


class Found(StrEnum):
    """What `up` found."""

    NOTHING = "nothing, so it started a cluster"
    BROKEN = "a broken cluster, which it healed"
    WHOLE = "a healthy cluster"


class Lifecycle(Faults):
    """A cluster that can be started and ended; `lab.Cluster` says when, and for how long."""

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
        keeper = Keeper(self.folder, state)  # first, so the cluster always has one
        try:
            state.save(self.folder)

            def started(service: str, ticket: Ticket) -> None:
                nonlocal state
                state = replace(state, nodes={**state.nodes, service: ticket})

            engine.start(self.definition, state, self._progress, started)
            self._wait_until_ready(state)
            signals.check()
            replace(state, ready=True).save(self.folder)
        except BaseException:  # Ctrl-C, too: no half-started node may remain
            keeper.close()
            raise
        engine.after_start(self.definition)
        return keeper

    def _wait_until_ready(self, state: State) -> None:
        """Waits until each broker, asked by itself, lists all.

        Before that a client may learn a part of the cluster for good.
        """
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
        """What there is, healed if it was broken, without what a killed start has left.

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
                f"The cluster that is up runs on the engine {state.engine}, not {self._wanted}: "
                "end it with lab down first."
            )
        if state.definition != fingerprint(self.definition):
            raise LabError(
                "The cluster that is up was started from another docker-compose.yml or other variables: "
                "run lab down, then lab up."
            )
        return Found.BROKEN if self._heal(state) else Found.WHOLE

    def _end(self, state: State) -> bool:
        alive = bool(self._live(state))
        self._engine(state).end(state)
        State.forget(self.folder)
        return alive
