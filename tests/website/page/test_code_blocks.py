"""What the built pages show is what stands in the files."""

from pathlib import Path

import pytest

from content.includes import programs_on
from content.markdown import find_fences
from tests.support.sites import ROOT, SOURCES, Codes, address_of, build_tiny

PARTLY = '"""Two lines."""\n\nif True:\n    # --8<-- [start:part]\n    print("<&>")\n    #> <&>\n    # --8<-- [end:part]\n'
WHOLE = '"""Two lines."""\n\nif True:\n    print("<&>")\n    #> <&>\n'


@pytest.mark.parametrize("source", SOURCES, ids=address_of)
def test_each_program_on_the_page_is_the_text_of_its_snippet(source: Path, site: Path) -> None:
    shown = Codes((site / address_of(source) / "index.html").read_text("utf-8")).python
    expected: list[str] = []
    for program in programs_on(source, ROOT):
        text = _without_markers(program.snippet)
        expected += [text] if program.section is None else [_part(program.snippet, program.section), text]
    assert [text.strip("\n") for text in shown] == [text.strip("\n") for text in expected]


@pytest.mark.parametrize("source", SOURCES, ids=address_of)
def test_each_other_block_on_the_page_is_the_text_of_its_fence(source: Path, site: Path) -> None:
    shown = Codes((site / address_of(source) / "index.html").read_text("utf-8")).other
    fences = [
        fence
        for fence in find_fences(source.read_text("utf-8"))
        if not fence.is_python and not fence.includes
    ]
    assert [text.strip("\n") for text in shown] == ["\n".join(fence.body).strip("\n") for fence in fences]


def test_pages_show_programs(site: Path) -> None:
    assert sum(len(programs_on(source, ROOT)) for source in SOURCES) >= 16


def test_a_section_is_followed_by_its_program_without_markers(tmp_path: Path) -> None:
    page = '# Home\n\n- item\n\n    ```python\n    --8<-- "snippets/a/one.py:part"\n    ```\n'
    site = build_tiny(tmp_path, {"docs/index.md": page, "snippets/a/one.py": PARTLY})
    assert Codes((site / "index.html").read_text("utf-8")).python == ['print("<&>")\n#> <&>\n', WHOLE]


def test_program_is_headed_by_a_link_to_its_file(tmp_path: Path) -> None:
    page = '# Home\n\n```python\n--8<-- "snippets/a/one.py"\n```\n'
    site = build_tiny(tmp_path, {"docs/index.md": page, "snippets/a/one.py": PARTLY})
    link = "<a href=https://github.com/learning-kafka/learning-kafka/blob/main/snippets/a/one.py>snippets/a/<wbr>one.py</a>"
    assert link in (site / "index.html").read_text("utf-8")


def _without_markers(snippet: Path) -> str:
    return "".join(
        line for line in snippet.read_text("utf-8").splitlines(keepends=True) if "--8<--" not in line
    )


def _part(snippet: Path, section: str) -> str:
    lines = (
        snippet.read_text("utf-8")
        .partition(f"[start:{section}]\n")[2]
        .partition(f"[end:{section}]")[0]
        .splitlines()[:-1]
    )
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines)
