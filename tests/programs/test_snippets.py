"""Each program prints what its page shows.

It runs as a program on the cluster: before the earlier ones of its page, or after them.
"""

import pytest

from checks.plan import BY_ITSELF, IN_PAGE_ORDER, IN_REVERSE_ORDER
from checks.project import SNIPPETS
from checks.results import ProgramResults
from content.snippet import Snippet

# All runs happen before the first of these tests. Each run has a deadline of its own; this is the net below
# it.
pytestmark = pytest.mark.timeout(900)
PLAIN = [snippet for snippet in SNIPPETS if snippet.runs_with_others]


@pytest.mark.parametrize("snippet", SNIPPETS, ids=str)
def test_snippet_prints_what_its_page_shows(snippet: Snippet, results: ProgramResults) -> None:
    if reason := results.not_run.get(snippet.name):
        pytest.skip(reason)
    _fail_with(results.problems(snippet.name, IN_REVERSE_ORDER if snippet.runs_with_others else BY_ITSELF))


@pytest.mark.in_page_order
@pytest.mark.parametrize("snippet", PLAIN, ids=str)
def test_snippet_prints_the_same_in_page_order(snippet: Snippet, results: ProgramResults) -> None:
    _fail_with(results.problems(snippet.name, IN_PAGE_ORDER))


def test_topics_belong_to_programs(results: ProgramResults) -> None:
    _fail_with(results.loose)


def _fail_with(problems: list[str]) -> None:
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)
