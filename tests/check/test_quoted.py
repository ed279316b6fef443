"""Texts that a page quotes were seen."""

from hooks import quoted
from programs.project import ROOT


def test_quoted_texts_are_printed_or_compared() -> None:
    assert quoted.problems(ROOT) == []
