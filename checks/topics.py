"""Finds which topic belongs to which program.

Each topic is named after its program, so programs that run side by side don't share any.
"""

import ast
import difflib
import os
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from checks.syntax import nodes, parsed
from content.snippet import Snippet
from lab import Cluster, LabError, folders, metadata

GONE_DEADLINE_S = 30.0


class CheckCluster(Protocol):
    """The operations of a cluster that a round needs.

    Tests of the checks pass their own implementation.
    """

    def reset(self) -> Collection[str]:
        """Delete all topics and return their names."""

    def topics(self) -> Collection[str]:
        """Return the names of all topics."""

    def delete(self, topics: Collection[str]) -> None:
        """Delete these topics; done when no broker knows them."""

    def groups(self) -> Collection[str]:
        """Return the names of all consumer groups."""

    def delete_groups(self, groups: Collection[str]) -> None:
        """Delete these consumer groups with their offsets; done when no broker knows them."""

    def mend(self) -> None:
        """Heal what is broken, or put another one in its place."""

    def variables(self) -> dict[str, str]:
        """Return the environment variables by which a program finds this cluster."""


class LabCheckCluster:
    """The lab's cluster. Each broker is asked by itself, since a reader's program may ask any of them."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._ports = [broker.host_port for broker in cluster.definition.brokers if broker.host_port]

    def reset(self) -> Collection[str]:
        return self._cluster.reset()

    def topics(self) -> frozenset[str]:
        return frozenset().union(*(metadata.view(port).topics for port in self._ports))

    def mend(self) -> None:
        try:
            self._cluster.heal()
        except LabError:
            self._cluster.replace()

    def variables(self) -> dict[str, str]:
        docker = {name: value for name, value in os.environ.items() if name.startswith("DOCKER_")}
        docker.setdefault("DOCKER_CONFIG", str(Path.home() / ".docker"))
        return {"LAB_STATE": str(self._cluster.folder.parent), "LAB_CACHE": str(folders.cache()), **docker}

    def delete(self, topics: Collection[str]) -> None:
        deadline = time.monotonic() + GONE_DEADLINE_S
        left = frozenset(topics)
        while left:
            metadata.delete_topics(self._ports[0], left)
            if not (left := self.topics() & left):
                return
            if time.monotonic() > deadline:
                names = ", ".join(sorted(left))
                raise LabError(
                    f"The topics {names} are still there after {GONE_DEADLINE_S:.0f} s: run lab down, then lab up."
                )
            time.sleep(0.02)

    def groups(self) -> frozenset[str]:
        return frozenset().union(*(metadata.groups(port) for port in self._ports))

    def delete_groups(self, groups: Collection[str]) -> None:
        deadline = time.monotonic() + GONE_DEADLINE_S
        while left := self.groups() & frozenset(groups):
            for port in self._ports:  # each knows those that it coordinates
                metadata.delete_groups(port, left & metadata.groups(port))
            if time.monotonic() > deadline:
                names = ", ".join(sorted(left))
                raise LabError(
                    f"The groups {names} are still there after {GONE_DEADLINE_S:.0f} s: run lab down, then lab up."
                )
            time.sleep(0.02)


def owner(topic: str, snippets: Iterable[Snippet]) -> Snippet | None:
    """Return the program that a topic or a consumer group belongs to.

    If its name begins with those of two programs, it belongs to the one with the longer name.
    """
    return max(
        (snippet for snippet in snippets if snippet.owns(topic)),
        key=lambda snippet: len(snippet.topic),
        default=None,
    )


def strangers(topics: Iterable[str], snippets: Collection[Snippet]) -> Iterator[tuple[Snippet | None, str]]:
    """Yield a sentence for each topic that belongs to no program.

    With it comes the program that probably made the topic, if there is one.
    """
    for topic in sorted(topics):
        if owner(topic, snippets) or topic.startswith(
            "__"
        ):  # Kafka's own, for the offsets of consumers and for transactions
            continue
        if culprit := _culprit(topic, snippets):
            rule = f"name its topics {culprit.topic}, {culprit.topic}-2 and the like."
            yield culprit, f"{culprit.file}:1: it seems to have made the topic {topic}; {rule}"
        else:
            rule = "name it after its program, and let nothing else use this cluster during a check."
            yield None, f"the topic {topic} belongs to no program; {rule}"


def name_clashes(snippet: Snippet, snippets: Iterable[Snippet]) -> list[str]:
    """Return a sentence for each program in another room whose topic has the same name."""
    return [
        f"{snippet.file}:1: its topic {snippet.topic} would be that of {other.file} too; rename one of the programs."
        for other in snippets
        if other.path != snippet.path and other.topic == snippet.topic
    ]


def borrowed_topics(
    snippet: Snippet, snippets: Collection[Snippet], allowed: Collection[Snippet]
) -> list[str]:
    """Return a sentence for each other program's topic that a program names.

    It may name topics of the programs that it declares to come after.
    """
    return [
        f"{snippet.file}:{line}: {text!r} is a topic of {other.file}; use {snippet.topic}, or write `# After: {other.name}.py`."
        for line, text in _strings(snippet.text)
        if (other := owner(text, snippets)) and other.path != snippet.path and other not in allowed
    ]


def _culprit(topic: str, snippets: Collection[Snippet]) -> Snippet | None:
    if named := [snippet for snippet in snippets if topic in snippet.text]:
        return named[0]
    close = difflib.get_close_matches(topic, [snippet.topic for snippet in snippets], n=1, cutoff=0.7)
    return next((snippet for snippet in snippets if [snippet.topic] == close), None)


def _strings(text: str) -> Iterator[tuple[int, str]]:
    """Yield each text in quotes that isn't printed.

    Keys and values are bytes, topics are text.
    """
    tree = parsed(text)
    printed = {
        id(part)
        for node in nodes(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        for part in ast.walk(node)
    }
    for node in nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in printed:
            yield node.lineno, node.value
