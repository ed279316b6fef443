"""A page shows a recorded run by its name.

A trace that is missing, broken or of another program fails the build.
"""

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.sites import build_tiny, serving
from tests.support.traces import LOST, PROGRAM, answer, trace
from tests.website.figures.test_figures import MEASURE
from website.runs.embedding import draw_runs


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("snippets/experiments/page", "recordings/runs"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "snippets/experiments/page/one.py").write_text(PROGRAM)
    (tmp_path / "recordings/runs/one.json").write_text(trace(*LOST).dumps())
    return tmp_path


PAGE = "# A\n\n[[run: experiments/page/one]]\n\nB\n"
MISSING = "docs/a.md:3: the run experiments/page/one has no trace recordings/runs/one.json; record it with `make record NAME=one`."
STALE = "docs/a.md:3: recordings/runs/one.json was recorded with another text of snippets/experiments/page/one.py; record it with"


def test_a_line_becomes_a_figure_with_its_caption(root: Path) -> None:
    text, problems = draw_runs(PAGE, "docs/a.md", root)
    assert problems == []
    assert (
        text.count("<figure") == 1
        and "[[run" not in text
        and text.startswith("# A\n")
        and text.endswith("\nB\n")
    )
    assert (
        "<span>Apache Kafka 4.4.0</span> with <span>kafka-python 3.0.12</span>, <span>23 November 2026</span></figcaption>"
        in text
    )


def test_a_missing_stale_or_broken_trace_is_named(root: Path) -> None:
    """With the page, the line and the mend."""
    file, program = root / "recordings/runs/one.json", root / "snippets/experiments/page/one.py"
    program.write_text(f"{PROGRAM}\n")
    text, (problem,) = draw_runs(PAGE, "docs/a.md", root)
    assert problem.startswith(STALE) and "<figure" in text
    program.write_text(PROGRAM)
    unknown = trace(answer(0.0, 7, 0))
    for broken in ("{", replace(unknown, date="today").dumps(), unknown.dumps()):
        file.write_text(broken)
        text, (problem,) = draw_runs(PAGE, "docs/a.md", root)
        assert (
            "docs/a.md:3: recordings/runs/one.json can't be read" in problem
            and "make record NAME=one" in problem
        )
    file.unlink()
    assert draw_runs(PAGE, "docs/a.md", root)[1] == [MISSING]
    program.unlink()
    assert "snippets/experiments/page/one.py does not exist" in draw_runs(PAGE, "docs/a.md", root)[1][0]


def test_only_a_line_of_its_own_is_replaced(root: Path) -> None:
    fenced = "```text\n[[run: experiments/page/one]]\n```\n\nWrite `[[run: experiments/page/one]]`.\n"
    assert draw_runs(fenced, "docs/a.md", root) == (fenced, [])
    text, problems = draw_runs(
        "See [[run: experiments/page/one]].\n\n- [[run:experiments/page/one]]\n", "docs/a.md", root
    )
    assert "<figure" not in text and [problem.split(":")[1] for problem in problems] == ["1", "3"]


def files(text: str) -> dict[str, str]:
    page = '# Home\n\n[[run: experiments/page/one]]\n\n[[run: experiments/page/one]]\n\n```python\n--8<-- "snippets/experiments/page/one.py"\n```\n'
    return {
        "docs/index.md": page,
        "snippets/experiments/page/one.py": PROGRAM,
        "recordings/runs/one.json": text,
    }


def test_a_stale_trace_fails_the_build(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "mkdocs"):
        build_tiny(tmp_path, files(trace(*LOST, text="else").dumps()))
    assert [
        record.getMessage().split(" ")[0] for record in caplog.records if "make record" in record.getMessage()
    ] == [
        "docs/index.md:3:",
        "docs/index.md:5:",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width, smallest", [(1280, 13), (360, 12)])
def test_drawings_can_be_read(
    browser: Browser, tmp_path: Path, scheme: str, width: int, smallest: float
) -> None:
    site = build_tiny(tmp_path, files(trace(*LOST).dumps()))
    assert not (site / "assets/runs").exists()
    with serving(site) as address:
        tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        tab.goto(address)
        measured = tab.evaluate(MEASURE.replace("svg.picture", ".run svg"))
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        tab.close()
    assert len(measured) > 40
    for text in measured:
        assert text["size"] >= smallest and text["contrast"] >= 4.5 and text["inside"], text
