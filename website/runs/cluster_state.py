"""The state of the cluster at one moment of a trace.

It has nodes, partitions, and each replica.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from content.events import Event, Fault, NodeSeen, PartitionSeen, Place
from content.trace import Trace
from website.runs.chronology import CONDITIONS


class ReplicaState(StrEnum):
    """The state of a broker's replica of a partition.

    If the broker itself isn't well, that comes first.
    """

    LEADER = "leader"
    IN_SYNC = "in sync"
    OUT = "out of sync"
    FROZEN = "frozen"
    KILLED = "killed"
    STOPPED = "stopped"
    NONE = "no replica"


@dataclass
class ClusterState:
    """The conditions of the brokers and the states of the partitions, as last seen.

    A partition has a leader, in-sync replicas and a high watermark.
    """

    conditions: dict[int, str]
    leaders: dict[Place, int | None] = field(default_factory=dict)
    in_sync: dict[Place, tuple[int, ...]] = field(default_factory=dict)
    visible: dict[Place, int] = field(default_factory=dict)
    restarted: set[int] = field(
        default_factory=set
    )  # and not seen since: what was known of them is no longer true

    def copy(self) -> "ClusterState":
        """The same, untouched by what is learnt later."""
        return ClusterState(
            dict(self.conditions),
            dict(self.leaders),
            dict(self.in_sync),
            dict(self.visible),
            set(self.restarted),
        )

    def take(self, event: Event) -> None:
        """Take in an event, if it is one that changes the cluster."""
        match event:
            case Fault(verb=verb, nodes=nodes) if verb in CONDITIONS:
                for node in nodes:
                    self.become(node, CONDITIONS[verb])
            case NodeSeen(node=node, condition=condition):
                if self.conditions.get(node, condition) != condition:
                    self.become(node, condition)
            case PartitionSeen():
                self.learn(event)

    def become(self, node: int, condition: str) -> None:
        """Take in what was done to a broker."""
        if condition == "running" and self.conditions[node] in ("killed", "stopped", "not running"):
            self.restarted.add(node)
        self.conditions[node] = condition

    def learn(self, seen: PartitionSeen) -> None:
        """Take in a look at a partition."""
        place = seen.place
        self.restarted.clear()
        self.leaders[place], self.in_sync[place] = seen.leader, seen.in_sync
        self.visible[place] = seen.high_watermark or self.visible.get(place, 0)  # None: nobody could tell

    def replicas(self, trace: Trace) -> dict[tuple[int, Place], ReplicaState]:
        """What each broker of the trace is to each of its partitions."""
        return {
            (node, place): self._replica(node, place, trace)
            for node in trace.brokers
            for place in trace.places
        }

    def _replica(self, node: int, place: Place, trace: Trace) -> ReplicaState:
        if (condition := self.conditions[node]) != "running":
            return ReplicaState.KILLED if condition == "not running" else ReplicaState(condition)
        if node not in trace.replicas[place]:
            return ReplicaState.NONE
        if node in self.restarted:
            return ReplicaState.OUT
        if self.leaders.get(place) == node:
            return ReplicaState.LEADER
        return ReplicaState.IN_SYNC if node in self.in_sync.get(place, ()) else ReplicaState.OUT
