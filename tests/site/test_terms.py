"""Hover definitions: one for each term and page, and each of them is in the glossary."""

import re

from hooks.terms import at_first_place
from sites import ROOT

EPOCH = '<abbr title="A number.">epoch</abbr>'


def test_only_the_first_place_has_the_definition() -> None:
    assert at_first_place(f"<p>An {EPOCH}, another {EPOCH}.</p>") == f"<p>An {EPOCH}, another epoch.</p>"


def test_headings_and_drawings_have_none() -> None:
    html = f"<h2 id='a'>The {EPOCH}</h2><svg><text>{EPOCH}</text></svg><p>{EPOCH}</p>"
    assert at_first_place(html) == f"<h2 id='a'>The epoch</h2><svg><text>epoch</text></svg><p>{EPOCH}</p>"


def test_the_glossary_has_none() -> None:
    assert at_first_place(f"<p>{EPOCH}</p>", defined_here=True) == "<p>epoch</p>"


def test_each_term_is_in_the_glossary() -> None:
    terms = re.findall(r"^\*\[(.+?)\]: \S", (ROOT / "overrides/terms.md").read_text("utf-8"), re.MULTILINE)
    glossary = (ROOT / "docs/reference/glossary.md").read_text("utf-8").lower()
    assert terms
    assert [term for term in terms if term.lower() not in glossary] == []
