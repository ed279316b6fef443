"""Programs and proofs live with their pages."""

from checks.project import ROOT
from checks.rules import folders


def test_programs_and_proofs_live_with_their_pages() -> None:
    assert folders.problems(ROOT) == []
