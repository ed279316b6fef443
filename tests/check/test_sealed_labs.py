"""Each lab is as it was executed, and what it says in bold is what its cells print."""

from pathlib import Path

import pytest

from hooks.notebook import labs, problems_of
from programs.project import ROOT


@pytest.mark.parametrize("lab", labs(ROOT), ids=lambda lab: lab.stem)
def test_lab_shows_what_was_executed_and_says_what_it_shows(lab: Path) -> None:
    if found := problems_of(lab, ROOT):
        pytest.fail("\n".join(found), pytrace=False)
