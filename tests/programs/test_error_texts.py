"""Texts that a page quotes were seen."""

from checks.project import ROOT
from checks.rules import error_texts


def test_quoted_texts_are_printed_or_compared() -> None:
    assert error_texts.problems(ROOT) == []
