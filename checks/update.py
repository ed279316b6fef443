"""Rewrites the `#>` lines of programs that ran well and print something else than they show.

What a program printed is taken only from runs without a fault that agree with each other, and the prover runs the
rewritten file again: an output is written down when it was seen twice and proved when it came a third time.
"""

from collections.abc import Sequence
from dataclasses import replace

from checks.compare import faults
from checks.files import write
from checks.placement import out_of_order, place
from checks.results import Case, Proof, Prover
from content.snippet import Snippet


def prove_and_update(prover: Prover, chosen: Sequence[Snippet], snippets: Sequence[Snippet]) -> Proof:
    """Prove; where the outputs are the only thing wrong, rewrite them and prove the rewritten files anew."""
    proof = prover.prove(chosen, snippets)
    wrong = [snippet for snippet in chosen if any(case.problems for case in proof.of(snippet.name))]
    fresh: dict[Snippet, str] = {}
    for snippet in wrong:
        cases = proof.of(snippet.name)
        if reason := _unfit(cases):
            cases[-1].problems.append(f"{snippet.file}:1: keeps its old `#>` lines: {reason}.")
        else:
            fresh[snippet] = next(place(snippet.text, case.run.prints) for case in cases if case.run.prints)
    fresh = {snippet: text for snippet, text in fresh.items() if text != snippet.text}  # what is wrong may be a topic
    if not fresh:
        return proof
    kept = [case for case in proof.cases if case.snippet not in fresh]
    again = _prove_rewritten(prover, fresh, snippets)
    return replace(
        proof, seconds=proof.seconds + again.seconds, cases=kept + again.cases, loose=proof.loose + again.loose, updated=again.updated
    )


def _prove_rewritten(prover: Prover, fresh: dict[Snippet, str], snippets: Sequence[Snippet]) -> Proof:
    """Write the new texts and prove them; a program that now fails gets its old text back, as all do if this is stopped."""
    proved: list[str] = []
    try:
        for snippet, text in fresh.items():
            write(snippet.path, text)
        now = {snippet.name: Snippet.read(snippet.path, snippet.root) for snippet in snippets}
        proof = prover.prove([now[snippet.name] for snippet in fresh], list(now.values()))
        for snippet in fresh:
            if not any(case.problems for case in proof.of(snippet.name)):
                proved.append(snippet.name)
    finally:
        for snippet in fresh:
            if snippet.name not in proved:
                write(snippet.path, snippet.text)
    for snippet in fresh:
        if snippet.name not in proved:
            proof.of(snippet.name)[-1].problems.append(f"{snippet.file}:1: keeps its old `#>` lines: with new ones it failed.")
    proof.cases = [case for case in proof.cases if case.snippet.name in {snippet.name for snippet in fresh}]
    proof.updated = [snippet.file for snippet in fresh if snippet.name in proved]
    return proof


def _unfit(cases: Sequence[Case]) -> str | None:
    """Say why the outputs of these runs are nothing to write down, if they aren't."""
    if any(faults(case.snippet, case.run) for case in cases):
        return "what a program with a fault printed is not written down"
    if len({case.run.stdout for case in cases}) != 1:
        return f"it printed different things in {len(cases)} runs; print what is the same each time"
    prints = next(case.run.prints for case in cases if case.run.prints)
    if not all(note.line for note in prints):
        return "a thread of a library printed; print in a line of the program"
    if line := out_of_order(prints):
        return f"the prints in line {line} and after it print in turn; use one print in a loop"
    return None
