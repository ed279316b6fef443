"""A statement on a page carries a mark that leads to its proof.

The page of proofs lists it with its last result.
"""

import re
from pathlib import Path

import pytest

from content.ledger import FILE
from tests.support.sites import build_tiny

PROOF = '@proves("One *is* `one`.", value=(1, 2))\ndef test_one(value: int) -> None:\n    assert value == 1\n'
FILES = {
    "docs/index.md": "# Home\n",
    "docs/page.md": "# Page\n\n**One *is* `one`.**{: proof=one } And so on.\n",
    "docs/reference/proof.md": '# Proofs\n\n<div id="statements"></div>\n',
    "tests/proofs/test_one.py": PROOF,
}


def test_a_statement_leads_to_its_proof_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    site = build_tiny(tmp_path, FILES)
    page, proofs = (site / "page/index.html").read_text(), (site / "reference/proof/index.html").read_text()
    claimed = "<strong id=proved-one>One <em>is</em> <code>one</code>.</strong>"
    assert re.search(rf"{claimed}<a [^>]*href=\.\./reference/proof/#one[ >]", page)
    assert "1 program or statement of this page has not been checked as shown: run make check." in page
    assert re.search(
        r"<li id=one><p>One <em>is</em> <code>one</code>\.\xa0<a [^>]*href=\.\./\.\./page/#proved-one>",
        proofs,
    )
    assert "It fails with <code>value=2</code> and not <code>1</code>. Not run here as it stands" in proofs
    assert not (tmp_path / FILE).exists()


def test_a_page_read_later_is_listed_by_its_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MkDocs reads it after the page of proofs."""
    monkeypatch.delenv("SITE_URL", raising=False)
    later = {
        "docs/start/later.md": "# Later\n\n**Two.**{: proof=two }\n",
        "tests/proofs/test_two.py": PROOF.replace("One *is* `one`", "Two"),
    }
    site = build_tiny(
        tmp_path, FILES | {name: text.replace("test_one", "test_two") for name, text in later.items()}
    )
    assert "<a href=../../start/later/>Later</a></h2>" in (site / "reference/proof/index.html").read_text()
    assert "stated on [Later](../../start/later/index.md)" in (site / "reference/proof/index.md").read_text()


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ('("a", "b")', "has <code>b</code> in place of <code>a</code>."),
        ('(("a", "b"),)', "has <code>b</code> in place of <code>a</code>."),
        (
            '(("a", "b"), ("c", ""))',
            "has <code>b</code> in place of <code>a</code> and when its program has nothing in place of <code>c</code>.",
        ),
    ],
)
def test_each_change_of_a_program_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edits: str, words: str
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    proof = (
        PROOF.replace("value=(1, 2)", f"edits=(None, {edits})")
        .replace("value: int", "edits: object")
        .replace("value == 1", "not edits")
    )
    site = build_tiny(tmp_path, FILES | {"tests/proofs/test_one.py": proof})
    assert words in (site / "reference/proof/index.html").read_text()


def test_a_script_is_loaded_only_where_a_page_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    site = build_tiny(tmp_path, FILES)
    loads = [
        name
        for name in ("index", "page/index", "reference/proof/index")
        if "proofs.js" in (site / f"{name}.html").read_text()
    ]
    assert loads == ["reference/proof/index"]


def test_a_script_that_does_not_exist_stops_the_build(tmp_path: Path) -> None:
    site = build_tiny(tmp_path, FILES | {"docs/page.md": '# Page\n\n<div data-script="nowhere"></div>\n'})
    assert not (site / "page/index.html").exists()
