"""A statement on a page carries a mark that leads to its proof, and the page of proofs lists it with its last result."""

from pathlib import Path

import pytest

from hooks.checked import FILE
from sites import build_tiny

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
    assert '<strong id="proved-one">One <em>is</em> <code>one</code>.</strong><a class="proved" href="../reference/proof/#one"' in page
    assert "1 program or statement of this page has not been checked as shown: run make check." in page
    assert '<li id="one"><p>One <em>is</em> <code>one</code>. <a href="../../page/#proved-one"' in proofs
    assert "It fails with <code>value=2</code> and not <code>1</code>. Not run here as it stands" in proofs
    assert not (tmp_path / FILE).exists()
