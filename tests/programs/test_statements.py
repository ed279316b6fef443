"""Each statement has its proof, and each proof its statement.

Both say the same.
"""

import pytest

from checks.project import ROOT
from content import statements

FOUND = statements.problems(ROOT)
PAGES = sorted(page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("page", PAGES)
def test_statements_of_the_page_have_proofs(page: str) -> None:
    _fail_with([problem for problem in FOUND if problem.startswith(f"{page}:")])


def test_proofs_have_statements() -> None:
    _fail_with([problem for problem in FOUND if problem.startswith(f"{statements.PROOFS}/")])


def _fail_with(problems: list[str]) -> None:
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)
