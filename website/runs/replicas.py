"""How the brokers stand to the partitions at one moment of a trace."""

from dataclasses import dataclass, field
from enum import StrEnum

from content.trace import Event, Place, Trace
from website.runs.events import BECOMES


class Stand(StrEnum):
    """How a broker stands to a partition; what is wrong with the broker itself comes first."""

    LEADER = "leader"
    IN_SYNC = "in sync"
    OUT = "out of sync"
    FROZEN = "frozen"
    KILLED = "killed"
    STOPPED = "stopped"
    NONE = "no replica"


@dataclass
class Standing:
    """What has been seen so far: how each broker is and, by partition, who leads, who is in sync, what readers see."""

    conditions: dict[int, str]
    leaders: dict[Place, int | None] = field(default_factory=dict)
    in_sync: dict[Place, tuple[int, ...]] = field(default_factory=dict)
    visible: dict[Place, int] = field(default_factory=dict)
    restarted: set[int] = field(default_factory=set)  # and not seen since: what was known of them is no longer true

    def copy(self) -> "Standing":
        """The same, untouched by what is learnt later."""
        return Standing(dict(self.conditions), dict(self.leaders), dict(self.in_sync), dict(self.visible), set(self.restarted))

    def take(self, event: Event) -> None:
        """Take in an event, if it is one that changes how things stand."""
        match event["what"]:
            case "fault":
                for node in event["nodes"] if event["verb"] in BECOMES else ():
                    self.become(node, BECOMES[event["verb"]])
            case "node":
                if self.conditions.get(event["node"], event["condition"]) != event["condition"]:
                    self.become(event["node"], event["condition"])
            case "partition":
                self.learn(event)

    def become(self, node: int, condition: str) -> None:
        """Take in what was done to a broker."""
        if condition == "running" and self.conditions[node] in ("killed", "stopped", "not running"):
            self.restarted.add(node)
        self.conditions[node] = condition

    def learn(self, event: Event) -> None:
        """Take in a look at a partition."""
        place = (event["topic"], event["partition"])
        self.restarted.clear()
        self.leaders[place], self.in_sync[place] = event["leader"], tuple(event["in_sync"])
        self.visible[place] = event["high_watermark"] or self.visible.get(place, 0)  # None: nobody could tell

    def stands(self, trace: Trace) -> dict[tuple[int, Place], Stand]:
        """Each broker of the trace against each of its partitions."""
        return {(node, place): self._stand(node, place, trace) for node in trace.brokers for place in trace.places}

    def _stand(self, node: int, place: Place, trace: Trace) -> Stand:
        if (condition := self.conditions[node]) != "running":
            return Stand.KILLED if condition == "not running" else Stand(condition)
        if node not in trace.replicas[place]:
            return Stand.NONE
        if node in self.restarted:
            return Stand.OUT
        if self.leaders.get(place) == node:
            return Stand.LEADER
        return Stand.IN_SYNC if node in self.in_sync.get(place, ()) else Stand.OUT
