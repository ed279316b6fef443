"""Rewrites the `#>` lines of programs whose output has changed.

The programs must have run well. The output is taken only from runs without a fault that agree with each
other, and the checker runs the rewritten file again: an output is written when it was seen twice, and proved
when it was seen a third time.
"""

from collections.abc import Sequence
from dataclasses import replace

from checks.checker import Checker
from checks.compare import faults
from checks.files import write
from checks.placement import out_of_order, place
from checks.results import ProgramResult, ProgramResults
from content.snippet import Snippet


def check_and_update(
    checker: Checker, chosen: Sequence[Snippet], snippets: Sequence[Snippet]
) -> ProgramResults:
    """Check programs, rewrite their wrong outputs, and check the rewritten files again.

    A file is rewritten only if nothing but its outputs is wrong.
    """
    results = checker.check(chosen, snippets)
    wrong = [snippet for snippet in chosen if any(result.problems for result in results.of(snippet.name))]
    fresh: dict[Snippet, str] = {}
    for snippet in wrong:
        runs = results.of(snippet.name)
        if reason := _unfit(runs):
            runs[-1].problems.append(f"{snippet.file}:1: keeps its old `#>` lines: {reason}.")
        else:
            fresh[snippet] = next(
                place(snippet.text, result.run.prints) for result in runs if result.run.prints
            )
    fresh = {
        snippet: text for snippet, text in fresh.items() if text != snippet.text
    }  # what is wrong may be a topic
    if not fresh:
        return results
    kept = [result for result in results.runs if result.snippet not in fresh]
    again = _check_rewritten(checker, fresh, snippets)
    return replace(
        results,
        seconds=results.seconds + again.seconds,
        runs=kept + again.runs,
        loose=results.loose + again.loose,
        updated=again.updated,
    )


def _check_rewritten(
    checker: Checker, fresh: dict[Snippet, str], snippets: Sequence[Snippet]
) -> ProgramResults:
    """Write the new texts and check them.

    A program that now fails gets its old text back; if this is stopped, all programs do.
    """
    proved: list[str] = []
    try:
        for snippet, text in fresh.items():
            write(snippet.path, text)
        now = {snippet.name: Snippet.read(snippet.path, snippet.root) for snippet in snippets}
        results = checker.check([now[snippet.name] for snippet in fresh], list(now.values()))
        for snippet in fresh:
            if not any(result.problems for result in results.of(snippet.name)):
                proved.append(snippet.name)
    finally:
        for snippet in fresh:
            if snippet.name not in proved:
                write(snippet.path, snippet.text)
    for snippet in fresh:
        if snippet.name not in proved:
            results.of(snippet.name)[-1].problems.append(
                f"{snippet.file}:1: keeps its old `#>` lines: with new ones it failed."
            )
    results.runs = [
        result for result in results.runs if result.snippet.name in {snippet.name for snippet in fresh}
    ]
    results.updated = [snippet.file for snippet in fresh if snippet.name in proved]
    return results


def _unfit(runs: Sequence[ProgramResult]) -> str | None:
    """Say why the outputs of these runs are nothing to write down, if they aren't."""
    if any(faults(result.snippet, result.run) for result in runs):
        return "what a program with a fault printed is not written down"
    if len({result.run.stdout for result in runs}) != 1:
        return f"it printed different things in {len(runs)} runs; print what is the same each time"
    prints = next(result.run.prints for result in runs if result.run.prints)
    if not all(note.line for note in prints):
        return "a thread of a library printed; print in a line of the program"
    if line := out_of_order(prints):
        return f"the prints in line {line} and after it print in turn; use one print in a loop"
    return None
