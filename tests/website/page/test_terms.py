"""Hover definitions: one for each term and page.

Each of them is in the glossary.
"""

import re

import pytest

from tests.support.sites import ROOT
from website.page.terms import anchor, entries, link_first

EPOCH = '<abbr title="A number.">epoch</abbr>'
LINKED = f'<a class="term" href="../glossary/#epoch">{EPOCH}</a>'
ANCHORS = {"leader epoch": "leader-epoch", "epoch": "epoch"}


def dressed(html: str, address: str | None = "../glossary/") -> str:
    return link_first(html, address, ANCHORS)


def test_the_first_place_is_defined_and_leads_to_the_glossary() -> None:
    assert dressed(f"<p>An {EPOCH}, another {EPOCH}.</p>") == f"<p>An {LINKED}, another epoch.</p>"


def test_headings_links_and_drawings_are_no_place() -> None:
    html = f"<h2 id='a'>The {EPOCH}</h2><p><a href='x'>an {EPOCH}</a></p><svg><text>{EPOCH}</text></svg><p>{EPOCH}</p>"
    assert (
        dressed(html)
        == f"<h2 id='a'>The epoch</h2><p><a href='x'>an epoch</a></p><svg><text>epoch</text></svg><p>{LINKED}</p>"
    )


def test_the_glossary_has_none() -> None:
    assert dressed(f"<p>{EPOCH}</p>", address=None) == "<p>epoch</p>"


def test_two_forms_of_a_word_have_one_place() -> None:
    forms = '<abbr title="A.">idempotence</abbr> and <abbr title="B.">idempotent</abbr>'
    html = link_first(forms, "g/", {"idempotence, idempotent producer": "idempotent"})
    assert (
        html == '<a class="term" href="g/#idempotent"><abbr title="A.">idempotence</abbr></a> and idempotent'
    )


def test_a_term_that_the_glossary_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        anchor("leader", {"follower": "follower"})


def test_entries_are_read_from_the_glossary() -> None:
    assert entries("# Words\n\nEpoch { #epoch }\n:   A number.\n") == {"epoch": "epoch"}


def test_each_term_is_in_the_glossary() -> None:
    terms = re.findall(r"^\*\[(.+?)\]: \S", (ROOT / "overrides/terms.md").read_text("utf-8"), re.MULTILINE)
    glossary = (ROOT / "docs/reference/glossary.md").read_text("utf-8").lower()
    assert terms
    assert [term for term in terms if term.lower() not in glossary] == []
