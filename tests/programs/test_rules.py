"""The text of each program keeps the rules of a snippet."""

from pathlib import Path

import pytest

from checks.project import ROOT, SNIPPETS
from checks.rules import program
from content.snippet import Snippet


@pytest.mark.parametrize("snippet", SNIPPETS, ids=str)
def test_snippet_keeps_the_contract(snippet: Snippet) -> None:
    if found := program.problems(Snippet.read(snippet.path, ROOT), SNIPPETS):
        pytest.fail("\n".join(found), pytrace=False)


def test_every_file_in_snippets_is_a_snippet() -> None:
    checked = {snippet.path for snippet in SNIPPETS}
    strays = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(_files(ROOT / "snippets"))
        if path not in checked and "__pycache__" not in path.parts
    ]
    assert SNIPPETS, "there is no program under snippets/: nothing was checked"
    assert not strays, f"no program, and so never checked: {', '.join(strays)}; move or delete them"


def test_exceptions_of_the_contract_are_in_use() -> None:
    unused = program.EXCEPTIONS - {snippet.name for snippet in SNIPPETS}
    assert not unused, (
        f"checks/rules/program.py: an exception names {', '.join(unused)}, which is no program; take it out"
    )


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
