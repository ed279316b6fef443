"""What the runs of programs showed."""

from dataclasses import dataclass, field

from checks import plan
from checks.runner import Run
from content.snippet import Snippet

EVERY_ROUND = (plan.IN_REVERSE_ORDER, plan.IN_PAGE_ORDER)


@dataclass
class ProgramResult:
    """The result of one run of a program, with its problems.

    `where` is the round in which it ran.
    """

    snippet: Snippet
    where: str
    run: Run
    problems: list[str]


@dataclass
class ProgramResults:
    """What the rounds showed."""

    chosen: tuple[str, ...]  # the programs that were asked for; others may have run before them
    seconds: float = 0.0
    seconds_of_rounds: float = 0.0  # for programs that run side by side
    seconds_by_itself: float = 0.0  # for programs that run one after the other, on each cluster of theirs
    side_by_side: bool = False  # whether these ran beside the others
    runs: list[ProgramResult] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)  # problems that no program caused
    emptied: tuple[str, ...] = ()  # topics that the cluster had before
    updated: list[str] = field(default_factory=list)  # files whose `#>` lines were rewritten
    not_run: dict[str, str] = field(default_factory=dict)  # by name, the reason
    kept: frozenset[str] = frozenset()  # names of programs whose last result still holds
    rounds: tuple[str, ...] = EVERY_ROUND  # those in which programs that run side by side ran

    def add(self, other: "ProgramResults") -> None:
        """Take in what was shown on another cluster."""
        self.chosen += other.chosen
        self.seconds += other.seconds
        self.seconds_of_rounds += other.seconds_of_rounds
        self.seconds_by_itself += other.seconds_by_itself
        self.runs += other.runs
        self.loose += other.loose
        self.updated += other.updated
        self.not_run |= other.not_run

    def of(self, name: str, where: str = "") -> list[ProgramResult]:
        """The runs of one program, in one round or in all."""
        return [
            result for result in self.runs if result.snippet.name == name and result.where.startswith(where)
        ]

    def problems(self, name: str, where: str) -> list[str]:
        """Return the problems of a program in one round.

        If it never ran, that is a problem, too.
        """
        if name in self.kept:
            return []
        if where in EVERY_ROUND and where not in self.rounds:
            where = self.rounds[0]
        if not (runs := self.of(name, where)):
            return [
                f"snippets/{name}.py:1: never ran {where}; no result is no proof, look for a fault in checks/."
            ]
        return [f"({result.where}) {problem}" for result in runs for problem in result.problems]
