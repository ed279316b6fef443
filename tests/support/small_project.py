"""A small project in a folder of its own, to try checks on.

It has programs, pages, and a cluster that is none.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checks.checker import Checker, Nobody, Watcher
from checks.results import EVERY_ROUND, ProgramResults
from checks.runner import Runner
from checks.update import check_and_update
from content.snippet import Snippet, all_snippets


@dataclass
class NoCluster:
    """Knows the topics and groups that it was told of.

    It remembers what was asked of it.
    """

    known: set[str] = field(default_factory=set)
    known_groups: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def reset(self) -> Collection[str]:
        """Keep the topics: a test says what the programs made."""
        self.asked.append("reset")
        return self.known

    def topics(self) -> Collection[str]:
        """Return what it was told."""
        return self.known

    def mend(self) -> None:
        """Remember it."""
        self.asked.append("mend")

    def variables(self) -> dict[str, str]:
        """Return one, to be seen by a program."""
        return {"LAB_STATE": "nowhere"}

    def delete(self, topics: Collection[str]) -> None:
        """Remember the names."""
        self.asked.append(f"delete {' '.join(sorted(topics))}")

    def groups(self) -> Collection[str]:
        """Return what it was told."""
        return self.known_groups

    def delete_groups(self, groups: Collection[str]) -> None:
        """Remember the names, if there are any."""
        if groups:
            self.asked.append(f"delete groups {' '.join(sorted(groups))}")


@dataclass
class SmallProject:
    """The project. Programs print and need no Kafka; `deadline` is short, for those that hang."""

    root: Path
    cluster: NoCluster = field(default_factory=NoCluster)
    deadline: float = 20.0
    workers: int = 4
    watcher: Watcher = field(default_factory=Nobody)
    rounds: tuple[str, ...] = EVERY_ROUND

    def write(self, name: str, text: str) -> Path:
        """Put a program into its room."""
        path = self.root / "snippets" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def page(self, name: str, *programs: str) -> None:
        """Make a page that shows these programs in this order."""
        path = self.root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            "".join(f'```python\n--8<-- "snippets/{program}.py"\n```\n\n' for program in programs), "utf-8"
        )

    @property
    def snippets(self) -> list[Snippet]:
        """Its programs as they stand now."""
        return all_snippets(self.root)

    def check(self, *names: str) -> ProgramResults:
        """Run the rounds over these programs, all by default."""
        return self._checker().check(self._chosen(names), self.snippets)

    def update(self, *names: str) -> ProgramResults:
        """Run the rounds and rewrite what may be rewritten."""
        return check_and_update(self._checker(), self._chosen(names), self.snippets)

    def _checker(self) -> Checker:
        return Checker(
            self.root, self.cluster, Runner(self.deadline), self.workers, self.watcher, self.rounds
        )

    def _chosen(self, names: Sequence[str]) -> list[Snippet]:
        return [snippet for snippet in self.snippets if not names or snippet.name in names]
