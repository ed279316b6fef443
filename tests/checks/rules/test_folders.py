"""A program or proof in the folder of another page is a problem.

The problem names the path to move it to.
"""

from pathlib import Path

import pytest

from checks.rules.folders import navigation, problems

NAVIGATION = "nav:\n  - Home: index.md\n  - Part:\n      - part/first-page.md\n      - part/second.md\n\nplugins: [other.md]\n"
SHOWN = '```python\n--8<-- "{}"\n```\n'
STATED = "**One.**{: proof=one }\n"
PROOF = '@proves("One.", a=(1, 2))\ndef test_one(a: int) -> None:\n    assert a == 1\n'
PROGRAM = "snippets/part/first_page/program.py"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two pages with one program and one statement.

    The home page shows both as well.
    """
    write(tmp_path, "mkdocs.yml", NAVIGATION)
    for page in ("index", "part/first-page", "part/second"):
        write(tmp_path, f"docs/{page}.md", SHOWN.format(PROGRAM) + STATED)
    write(tmp_path, PROGRAM, "print(1)\n")
    write(tmp_path, "tests/proofs/part/test_first_page.py", PROOF)
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, "utf-8")


def test_program_and_proof_beside_their_page_are_fine(project: Path) -> None:
    assert navigation(project) == ["docs/part/first-page.md", "docs/part/second.md"]
    assert problems(project) == []


def test_misplaced_program_is_told(project: Path) -> None:
    other = "snippets/part/second/program.py"
    write(project, other, "print(1)\n")
    for page in ("part/first-page", "part/second"):
        write(project, f"docs/{page}.md", SHOWN.format(other) + STATED)
    assert problems(project) == [
        f"{other}:1: lives with another page than docs/part/first-page.md, which shows it first; move it to {PROGRAM}."
    ]


def test_misplaced_proof_is_told(project: Path) -> None:
    right = "tests/proofs/part/test_first_page.py"
    (project / right).rename(project / "tests/proofs/part/test_second.py")
    assert problems(project) == [
        "tests/proofs/part/test_second.py:2: lives with another page than docs/part/first-page.md, "
        f"which states it first; move it to {right}."
    ]


def test_page_that_moves_down_takes_its_program_along(project: Path) -> None:
    first, second = "      - part/first-page.md\n", "      - part/second.md\n"
    write(project, "mkdocs.yml", NAVIGATION.replace(first + second, second + first))
    assert [problem.rpartition(" ")[2] for problem in problems(project)] == [
        "snippets/part/second/program.py.",
        "tests/proofs/part/test_second.py.",
    ]


def test_missing_navigation_is_told(project: Path) -> None:
    write(project, "mkdocs.yml", "site_name: Nothing\n")
    assert problems(project) == ["mkdocs.yml:1: its nav names no pages; write it."]
