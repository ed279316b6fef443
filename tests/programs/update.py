"""Rewrites the `#>` lines of programs that ran well and print something else than they show.

What a program printed is taken only from runs without a fault that agree with each other, and the prover runs the
rewritten file again: an output is written down when it was seen twice and proved when it came a third time.
"""

import tempfile
from pathlib import Path

from programs.place import out_of_order, place
from programs.proof import Case, Proof, Prover
from programs.snippet import Snippet
from programs.verdict import faults


def prove_and_update(prover: Prover, chosen: list[Snippet], snippets: list[Snippet]) -> Proof:
    """Prove; where the outputs are the only thing wrong, rewrite them and prove the rewritten files anew."""
    proof = prover.prove(chosen, snippets)
    fresh = {snippet: text for snippet in chosen if (text := _rewritten(proof.of(snippet.name))) not in (None, snippet.text)}
    if not fresh:
        return proof
    for snippet, text in fresh.items():
        write(snippet.path, text)
    now = {snippet.name: Snippet.read(snippet.path, snippet.root) for snippet in snippets}
    again = prover.prove([now[snippet.name] for snippet in fresh], list(now.values()))
    names = {snippet.name for snippet in fresh}
    cases = [case for case in proof.cases if case.snippet.name not in names] + [case for case in again.cases if case.snippet.name in names]
    result = Proof(proof.seconds + again.seconds, cases, [*proof.loose, *again.loose], proof.emptied)
    for snippet in fresh:
        if wrong := [case for case in result.of(snippet.name) if case.problems]:
            write(snippet.path, snippet.text)
            wrong[0].problems.append(
                f"{snippet.file}:1: keeps its old `#>` lines: with new ones it ran again and failed; mend the program first."
            )
        else:
            result.updated.append(snippet.file)
    return result


def write(path: Path, text: str) -> None:
    """Replace a file in one step, so that no moment and no error leaves half of one."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, prefix=".", suffix=".tmp", delete=False) as new:
        try:
            new.write(text)
            new.close()
            Path(new.name).chmod(path.stat().st_mode)
            Path(new.name).replace(path)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise


def _rewritten(cases: list[Case]) -> str | None:
    """Return the file with the outputs of these runs, or None where they are nothing to rely on."""
    snippet = cases[0].snippet
    if any(faults(snippet, case.run) for case in cases) or len({case.run.stdout for case in cases}) != 1:
        return None
    for case in cases:
        prints = case.run.prints
        if prints is not None and all(note.line for note in prints) and not out_of_order(snippet, prints):
            return place(snippet.text, prints, snippet.path)
    return None
