"""The summary that a check prints at its end.

It has what ran, where, how long it took, and what was rewritten.
"""

from collections.abc import Iterator
from typing import NamedTuple

from checks.affected import change
from checks.plan import BY_ITSELF
from checks.project import SNIPPETS
from checks.results import ProgramResults


class SummaryLine(NamedTuple):
    """A line of the terminal, and whether it warns."""

    text: str
    is_warning: bool = False


def summary(results: ProgramResults, engine: str) -> Iterator[SummaryLine]:
    """Yield the lines about the programs that ran on one engine.

    `engine` is empty if it is the usual one.
    """
    for snippet in SNIPPETS:  # as they were read, before anything was rewritten
        if snippet.file in results.updated:
            yield SummaryLine("\n    ".join([f"Updated: {snippet.file}", *change(snippet)]))
    count, kept = len(results.chosen), len(results.kept)
    if kept:
        many = f"{kept} programs are as they were when last checked here, and were not run again."
        one = "1 program is as it was when last checked here, and was not run again."
        yield SummaryLine(one if kept == 1 else many)
    if not count:
        return
    if count + kept < len(SNIPPETS) - len(results.not_run):
        text = f"Narrowed by the command line: {count} of {len(SNIPPETS)} programs were checked."
        yield SummaryLine(text, is_warning=True)
    runs = f"{len(results.runs)} runs in interpreters of their own"
    where = f"On the engine {engine}: " if engine else ""
    yield SummaryLine(f"{where}{count} programs, {runs}, {results.seconds:.1f} s: {_times(results)}.")


def _times(results: ProgramResults) -> str:
    """Return the seconds that a program took on average.

    Programs that run side by side and those that run one after the other are counted apart.
    """
    slow = [result for result in results.runs if result.where == BY_ITSELF]
    quick = len(results.chosen) - len(slow)
    words = f"{results.seconds_of_rounds / quick:.2f} s a program" if quick else ""
    others = f"{results.seconds_by_itself:.0f} s for the {len(slow)} that run by themselves" if slow else ""
    clusters = "on clusters side by side" if results.side_by_side else ""
    return ", ".join(filter(None, [words, others, clusters]))
