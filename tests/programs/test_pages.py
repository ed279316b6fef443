"""Each page shows programs as it should.

What is wrong with programs that no page shows comes last.
"""

from pathlib import Path

import pytest

from checks.plan import page_order_problems
from checks.project import ROOT, SNIPPETS
from content.includes import problems

PAGES = sorted((ROOT / "docs").rglob("*.md"))


@pytest.fixture(scope="module")
def found() -> list[str]:
    return problems(ROOT) + page_order_problems(ROOT, {snippet.name: snippet for snippet in SNIPPETS})


@pytest.mark.parametrize(
    "page", PAGES, ids=lambda page: page.relative_to(ROOT / "docs").with_suffix("").as_posix()
)
def test_page_shows_whole_programs(page: Path, found: list[str]) -> None:
    _fail_with([problem for problem in found if _file(problem) == page])


def test_snippets_are_shown_on_pages(found: list[str]) -> None:
    assert PAGES, "there is no page under docs/: nothing was checked"
    _fail_with([problem for problem in found if _file(problem) not in PAGES])


def _file(problem: str) -> Path:
    return ROOT / problem.partition(":")[0]


def _fail_with(problems: list[str]) -> None:
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)
