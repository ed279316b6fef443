"""Finds the sentences that may be false after a program's output has changed.

A check shows them beside the change.
"""

import difflib
from collections.abc import Iterator
from pathlib import Path

from content.includes import programs_on
from content.snippet import Snippet
from content.statements import Statement, proofs, statements_on


def sentences(snippet: Snippet, root: Path) -> list[Statement]:
    """Return the statements that depend on a program.

    Their proofs run it, or they stand on a page between it and the next program.
    """
    by_proof = {proof.name for proof in proofs(root) if f'"{snippet.name}"' in proof.source}
    return [
        statement
        for page in sorted((root / "docs").rglob("*.md"))
        for statement in _on(page, snippet, by_proof, root)
    ]


def _on(page: Path, snippet: Snippet, by_proof: set[str], root: Path) -> Iterator[Statement]:
    shown = programs_on(page, root)
    for statement in statements_on(page.read_text("utf-8"), page.relative_to(root).as_posix()):
        above = [include.snippet for include in shown if include.line < statement.line]
        if statement.proof in by_proof or above[-1:] == [snippet.path]:
            yield statement


def change(before: Snippet) -> list[str]:
    """Return what changed in a rewritten program, and the sentences that depend on it.

    What changed are its `#>` lines.
    """
    now = Snippet.read(before.path, before.root)
    old, new = ([output.text for output in program.outputs] for program in (before, now))
    diff = [
        line
        for line in difflib.unified_diff(old, new, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    found = sentences(before, before.root)
    if found:
        diff.append("Is this still true? If not, correct the sentence and its proof:")
    return diff + [f"  {statement.page}:{statement.line}: {statement.text}" for statement in found]
