"""Each notebook is as it was executed.

Its bold sentences are those that its cells print.
"""

import re
from pathlib import Path

import pytest

from checks.project import ROOT
from content.notebook import notebooks, problems_of, read


@pytest.mark.parametrize("lab", notebooks(ROOT), ids=lambda lab: lab.stem)
def test_lab_shows_what_was_executed_and_says_what_it_shows(lab: Path) -> None:
    if found := problems_of(lab, ROOT):
        pytest.fail("\n".join(found), pytrace=False)


def test_readers_install_what_the_labs_were_executed_with() -> None:
    pages = [ROOT / "docs/notebooks/index.md", *notebooks(ROOT)]
    executed = {
        version for lab in notebooks(ROOT) for version in read(lab)["metadata"]["lab"]["clients"].items()
    }
    told = {
        match
        for page in pages
        for match in re.findall(r"\b(kafka-python)==([\d.]+)", page.read_text("utf-8"))
    }
    assert told == executed
