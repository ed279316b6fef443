"""Who rewrites outputs sees the sentences that depend on them beside the change."""

from pathlib import Path

from checks.affected import change, sentences
from content.snippet import Snippet
from tests.support.small_project import SmallProject

PAGE = """# Page

```python
--8<-- "snippets/part/page/one.py"
```

**One is one.**{: proof=one }

```python
--8<-- "snippets/part/page/two.py"
```

**Two is two.**{: proof=two } **Far away.**{: proof=far }
"""
PROOF = '@proves("Far away.", edit=(None, ("1", "2")))\ndef test_far(programs, edit):\n    assert programs.lines("part/page/one", edit) == ["1"]\n'


def test_sentences_behind_a_program_or_its_proof(tmp_path: Path) -> None:
    """The sentences after a program, and those whose proof runs it, are named."""
    project = SmallProject(tmp_path)
    for name in ("one", "two"):
        project.write(f"part/page/{name}", "print(1)\n#> 1\n")
    (tmp_path / "docs").mkdir(exist_ok=True)
    (tmp_path / "docs/page.md").write_text(PAGE)
    (tmp_path / "tests/proofs").mkdir(parents=True)
    (tmp_path / "tests/proofs/test_page.py").write_text(PROOF)
    one, two = project.snippets
    assert [statement.text for statement in sentences(one, tmp_path)] == ["One is one.", "Far away."]
    assert [statement.text for statement in sentences(two, tmp_path)] == ["Two is two.", "Far away."]
    before = Snippet.read(one.path, tmp_path)
    one.path.write_text("print(2)\n#> 2\n")
    assert change(before)[:2] == ["-1", "+2"]
    assert change(before)[-1] == "  docs/page.md:13: Far away."
