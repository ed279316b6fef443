"""No fact stands on a page that nothing backs."""

import pytest

from checks.project import ROOT
from checks.rules import facts


def test_no_fact_is_typed_that_nothing_backs() -> None:
    if found := facts.problems(ROOT):
        pytest.fail("\n".join(found), pytrace=False)
