"""Breaks nodes and mends them: kill, stop, start, freeze, thaw, heal."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from lab.compose import Node
from lab.engines.base import Engine
from lab.errors import LabError
from lab.nodes import Condition, Nodes
from lab.state import State

HEAL_DEADLINE_S = 90.0
FETCH_WAIT = "KAFKA_REPLICA_FETCH_WAIT_MAX_MS"
FETCH_WAIT_MS = 500  # replica.fetch.wait.max.ms as Kafka ships it (ReplicationConfigs.java)

Wrong = Mapping[Condition, str]  # the sentence for each condition in which a node can't be acted on


class Faults(Nodes):
    """A cluster whose nodes can be broken. Each method takes node ids and acts on one after the other.

    Raises:
        LabError: where a node isn't in the state that the fault needs, or the cluster isn't the lab's; then
            nothing was done.
    """

    def kill(self, *node_ids: int) -> None:
        """Ends nodes on the spot (SIGKILL): nobody is told.

        What they have written stays, as the operating system has it.
        """
        self._fault(
            node_ids,
            _dead("{} isn't running: start it with lab start {}."),
            lambda engine: engine.kill,
            Condition.KILLED,
        )

    def stop(self, *node_ids: int) -> None:
        """Asks nodes to end in their own way (SIGTERM), and returns once they have.

        A broker hands its leaderships over first (controlled shutdown).
        """
        frozen = "{} is frozen, so it can't hear that it should stop: thaw it with lab thaw {}, or kill it."
        wrong = _dead("{} isn't running: start it with lab start {}.") | {Condition.FROZEN: frozen}
        self._fault(node_ids, wrong, lambda engine: engine.stop, Condition.STOPPED)

    def start(self, *node_ids: int) -> None:
        """Starts nodes that were killed or stopped, with the data that they had.

        Returns once every running broker lists them.
        """
        running = "{} is running already."
        wrong = {
            Condition.RUNNING: running,
            Condition.FROZEN: "{} is frozen, not dead: thaw it with lab thaw {}.",
        }
        self._act(node_ids, wrong, self._start_node)
        self._wait_until_listed(*node_ids)

    def freeze(self, *node_ids: int) -> None:
        """Suspends nodes (SIGSTOP, or docker pause): they keep their connections and answer nothing.

        Returns once each thread is seen stopped, and once nothing is on its way to the node any more: a
        follower has always asked its leader for the next records already, and the leader answers within
        `replica.fetch.wait.max.ms` (500 ms, Kafka's default). So this takes twice that time.
        """
        wrong = _dead("{} isn't running, so it can't be frozen: start it with lab start {}.")
        self._fault(
            node_ids, wrong | {Condition.FROZEN: "{} is frozen already."}, lambda engine: engine.freeze
        )
        wait_ms = max(
            int(self.definition.node(node_id).environment.get(FETCH_WAIT, FETCH_WAIT_MS))
            for node_id in node_ids
        )
        time.sleep(2 * wait_ms / 1000)

    def thaw(self, *node_ids: int) -> None:
        """Lets frozen nodes go on."""
        wrong = _dead("{} isn't running, so it can't be thawed: start it with lab start {}.")
        self._fault(node_ids, wrong | {Condition.RUNNING: "{} isn't frozen."}, lambda engine: engine.thaw)

    def heal(self) -> bool:
        """Thaws and starts whatever needs it, and waits until all replicas are in sync.

        Returns:
            Whether anything was broken.
        """
        with self._alone():
            return self._heal(self._require_up())

    def _heal(self, state: State) -> bool:
        conditions = self._conditions(state)
        broken = [node for node in conditions if conditions[node] is not Condition.RUNNING]
        for node in broken:  # controllers come first
            self._progress.step(f"Mending {node.title}, which is {conditions[node]}")
            if conditions[node] is Condition.FROZEN:
                self._engine(state).thaw(node.service, state)
            else:
                state = self._start_node(self._engine(state), node, state)
                state.save(self.folder)
        if broken or not self._is_whole():
            self._wait_until_whole(frozenset(node.service for node in broken), state)
        return bool(broken)

    def _wait_until_whole(self, started: frozenset[str], state: State) -> None:
        self._progress.step("Waiting until all replicas are in sync")

        def all_answer() -> bool:
            self._engine(state).require_alive(started, state)
            return self._is_whole()

        self._wait(all_answer, HEAL_DEADLINE_S, "The cluster doesn't recover")

    def _is_whole(self) -> bool:
        """Does every broker list all, and see all partitions led and all replicas in sync?"""
        everyone = {node.node_id for node in self.definition.brokers}
        return all(
            view.brokers == everyone
            and all(part.leader >= 0 and set(part.in_sync) == set(part.replicas) for part in view.partitions)
            for view in self._views(list(self.definition.brokers))
        )

    def _start_node(self, engine: Engine, node: Node, state: State) -> State:
        ticket = engine.restart(self.definition, node, state)
        tickets = {**state.nodes, node.service: ticket} if ticket else state.nodes
        return replace(
            state,
            nodes=tickets,
            faults={name: fault for name, fault in state.faults.items() if name != node.service},
        )

    def _wait_until_listed(self, *node_ids: int) -> None:
        state = self._require_up()
        nodes = [self.definition.node(node_id) for node_id in node_ids]
        services, brokers = (
            frozenset(node.service for node in nodes),
            {node.node_id for node in nodes if node.is_broker},
        )

        def listed() -> bool:
            self._engine(state).require_alive(services, state)
            return all(brokers <= view.brokers for view in self._views())

        names = ", ".join(node.title for node in nodes)
        self._wait(listed, HEAL_DEADLINE_S, f"Not every running broker lists {names}")

    def _fault(
        self,
        node_ids: tuple[int, ...],
        wrong: Wrong,
        verb: Callable[[Engine], Callable[[str, State], None]],
        leaves: Condition | None = None,
    ) -> None:
        """Does to each node what an engine's verb does.

        That it `leaves` a node dead is noted first, for it may not be finished.
        """

        def act(engine: Engine, node: Node, state: State) -> State:
            if leaves:
                state = replace(state, faults={**state.faults, node.service: leaves.value})
                state.save(self.folder)
            verb(engine)(node.service, state)
            return state

        self._act(node_ids, wrong, act)

    def _act(
        self, node_ids: tuple[int, ...], wrong: Wrong, act: Callable[[Engine, Node, State], State]
    ) -> None:
        """Acts on each node, once all are in a condition for it."""
        with self._alone():
            state = self._require_up()
            nodes = [self.definition.node(node_id) for node_id in node_ids]
            conditions = self._conditions(state)
            for node in nodes:
                if sentence := wrong.get(conditions[node]):
                    raise LabError(sentence.format(node.title.capitalize(), node.node_id))
            for node in nodes:
                state = act(self._engine(state), node, state)
                state.save(self.folder)


def _dead(sentence: str) -> dict[Condition, str]:
    """What is wrong with a node that isn't running, whatever ended it."""
    return dict.fromkeys((Condition.KILLED, Condition.STOPPED, Condition.GONE), sentence)
