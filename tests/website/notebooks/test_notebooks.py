"""The pages of the notebooks are light, whole and readable.

They are readable in both schemes, and the notebook can be downloaded.
"""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from content.notebook import code_cells, executed, printed, prose, read, text_of
from tests.support.browser import Look
from tests.support.sites import NOTEBOOKS, ROOT, address_of, build_tiny
from website.notebooks.plots import UnknownColour, inline
from website.page.terms import anchor, entries

MOST_BYTES = 40_000  # of HTML, as it is before it is compressed
TERMS = re.findall(r"^\*\[(.+?)\]:", (ROOT / "overrides/terms.md").read_text("utf-8"), re.MULTILINE)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>One</title>{}</svg>'
# Of each word and line of each plot: its contrast with the page; of words also the size in pixels, and
# whether they stay inside.
MEASURE = """
() => {
  const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = light(getComputedStyle(document.body).backgroundColor);
  const contrast = colour => (Math.max(light(colour), ground) + 0.05) / (Math.min(light(colour), ground) + 0.05);
  return [...document.querySelectorAll("svg.plot")].flatMap(plot => {
    const scale = plot.getScreenCTM().a, frame = plot.getBoundingClientRect();
    const texts = [...plot.querySelectorAll("text")].map(text => {
      const box = text.getBoundingClientRect();
      return {what: text.textContent, contrast: contrast(getComputedStyle(text).fill), size: parseFloat(getComputedStyle(text).fontSize) * scale,
              inside: box.left >= frame.left - 1 && box.right <= frame.right + 1 && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1};
    });
    const drawn = [...plot.querySelectorAll("path:not(.stroke-grid)")].map(path => {
      const style = getComputedStyle(path), colour = style.fill == "none" ? style.stroke : style.fill;
      return {what: path.getAttribute("class"), contrast: contrast(colour) * 1.5, size: 99, inside: true};
    });
    return [...texts, ...drawn];
  });
}
"""


def article(site: Path, path: Path) -> str:
    found = re.search(
        r"<article.*?</article>", (site / address_of(path) / "index.html").read_text("utf-8"), re.DOTALL
    )
    assert found
    return found[0]


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 4


@pytest.mark.parametrize("path", NOTEBOOKS, ids=address_of)
def test_page_shows_the_cells_of_its_notebook(path: Path, site: Path) -> None:
    blocks = re.findall(r"<pre><code>(.*?)</code></pre>", article(site, path), re.DOTALL)
    shown = [unescape(re.sub(r"<[^>]+>", "", block)).strip("\n") for block in blocks]
    notebook = read(path)
    expected = [
        text.strip("\n")
        for cell in code_cells(notebook)
        for text in (text_of(cell["source"]), printed(cell))
        if text
    ]
    assert shown == expected
    plots = [
        "image/svg+xml" in output.get("data", {})
        for cell in code_cells(notebook)
        for output in cell["outputs"]
    ].count(True)
    assert article(site, path).count(" aria-labelledby=plot-") == plots >= 1
    assert executed(notebook) in article(site, path)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=address_of)
def test_page_is_light_and_carries_no_style_and_no_script(path: Path, site: Path) -> None:
    whole = (site / address_of(path) / "index.html").read_bytes()
    own = article(site, path).partition("<script defer src=../../assets/quiz.js>")[0]
    assert len(whole) <= MOST_BYTES
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|jupyter-wrapper|jp-|mathjax|<img", own)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=address_of)
def test_notebook_can_be_downloaded_from_its_page(path: Path, site: Path) -> None:
    assert f"<a download href={path.name}>" in article(site, path)
    assert (site / address_of(path) / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=address_of)
def test_search_finds_the_notebook(path: Path, site: Path) -> None:
    entries = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    titles = [entry["title"] for entry in entries if entry["location"].startswith(address_of(path))]
    assert {"See it", "Try it yourself"} <= set(titles)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=address_of)
def test_page_leads_on_and_describes_itself(path: Path, site: Path) -> None:
    whole = (site / address_of(path) / "index.html").read_text("utf-8")
    assert re.search(r'<meta content="[^"]{60,}" name=description>', whole)
    assert "Next: <a href=" in whole
    assert not re.search(r"href=\.\./\S*\.(?:md|ipynb)\b", whole), (
        "a link to a page leads to its address, not to its file"
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=address_of)
def test_terms_of_a_notebook_are_links_with_definitions(path: Path, site: Path) -> None:
    """Each link leads to the glossary."""
    said = re.sub(r"<(h[1-6]|a|code|svg|ul class)\b.*?</\1>", " ", article(site, path), flags=re.DOTALL)
    plain = re.sub(
        r"`[^`]*`|\[[^\]]*\]\([^)]*\)|^#.*$", " ", prose(path.read_text("utf-8")), flags=re.MULTILINE
    )
    used = {
        term for term in TERMS if re.search(rf"(?<![\w-]){re.escape(term)}(?![\w-])", " ".join(plain.split()))
    }
    anchors = entries((ROOT / "docs/reference/glossary.md").read_text("utf-8"))
    linked = re.findall(
        r'<a class=term href=../../reference/glossary/#([\w-]+)><abbr title="[^"]{10,}">', article(site, path)
    )
    assert sorted(linked) == sorted({anchor(term, anchors) for term in used})
    assert "<abbr" not in said


def test_some_notebooks_have_terms(site: Path) -> None:
    assert sum("<a class=term" in article(site, path) for path in NOTEBOOKS) >= 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=address_of)
def test_the_twin_of_a_notebook_has_code_outputs_and_quiz(path: Path, site: Path) -> None:
    twin = (site / address_of(path) / "index.md").read_text("utf-8")
    for cell in code_cells(read(path)):
        assert f"```python\n{text_of(cell['source']).strip()}\n```" in twin
        assert not printed(cell) or f"```text\n{printed(cell).strip()}\n```" in twin
    assert "## Check yourself" in twin and " is right.\n" in twin
    assert not re.search(r"\{\{ |\?\?\?|<!--|-->|<div", twin)
    assert executed(read(path)) in twin


def test_a_mistake_in_a_notebook_s_quiz_names_its_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    notebook = (ROOT / "docs/notebooks/skew.ipynb").read_text("utf-8").replace("- [x]", "- [ ]")
    text = re.sub(r"\[([^\]]+)\]\([\w./-]+\.(?:md|ipynb)\)", r"\1", notebook)  # whose pages are not there
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "??? quiz" in line)
    build_tiny(tmp_path, {"docs/notebooks/skew.ipynb": text})
    assert (
        f"docs/notebooks/skew.ipynb:{line}: this quiz has no right choices; begin exactly one with - [x]."
        in caplog.text
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=address_of)
def test_plots_can_be_read(look: Callable[..., Look], path: Path) -> None:
    with look(address_of(path)) as seen:
        for what, smallest in seen.in_every_way({1280: 13, 390: 11}):
            measured = seen.tab.evaluate(MEASURE)
            assert len(measured) > 10
            for part in measured:
                assert part["contrast"] >= 4.5 and part["size"] >= smallest and part["inside"], (what, part)


def drawn(*parts: str) -> str:
    """What becomes of the parts of a plot."""
    return inline(SVG.format("".join(parts)), 3).partition("</title>")[2].removesuffix("</svg>")


def test_a_plot_has_words_and_nothing_of_one_scheme() -> None:
    plot = inline(
        SVG.format(
            '<g id="a"><path style="fill: none; stroke: #1f77b4; stroke-width: 2" d="M 1.26 2  L 3 4 "/></g>'
        ),
        3,
    )
    assert plot == (
        '<svg class="plot" viewBox="0 0 9 9" role="img" aria-labelledby="plot-3"><title id="plot-3">One</title>'
        '<path d="M1.3 2l1.7 2" stroke-width="2" class="stroke-one"/></svg>'
    )


def test_a_line_of_a_plot_goes_step_by_step_and_keeps_its_tenths() -> None:
    line = '<path style="fill: none; stroke: #1f77b4" d="M 1.04 2 \nL 1.39 2 \nL 1.74 1.54 \nL 2.09 0.04 \nL 2.09 9 \nz\n"/>'
    assert drawn(line) == '<path d="M1 2h.4l.3-.5l.4-1.5v9z" class="stroke-one"/>'


def test_a_curve_of_a_plot_stays_one() -> None:
    assert (
        drawn('<path style="fill: #1f77b4" d="M 1.04 2 C 1 2 3 4 5 6 z"/>')
        == '<path d="M 1 2 C 1 2 3 4 5 6 z" class="fill-one"/>'
    )


def test_what_looks_alike_in_a_plot_is_said_once() -> None:
    bar = '<path style="fill: #1f77b4" d="M {0} 2 L {0} 4 z"/>'
    grid = '<path style="fill: none; stroke: #b0b0b0" d="M {0} 1 L {0} 9"/>'
    word = '<text style="text-anchor: middle; font-size: 10px" x="{0}" y="1">{0}</text>'
    parts = [kind.format(number) for number in (1, 2, 3) for kind in (grid, word)] + [
        bar.format(number) for number in (4, 5)
    ]
    assert drawn(*parts) == (
        '<path d="M1 1v8M2 1v8M3 1v8" class="stroke-grid"/><g text-anchor="middle">'
        '<text x="1" y="1">1</text><text x="2" y="1">2</text><text x="3" y="1">3</text></g>'
        '<path d="M4 2v2zM5 2v2z" class="fill-one"/>'
    )


@pytest.mark.parametrize("what", ['opacity: 0.5"', '" transform="rotate(45)"'])
def test_what_is_seen_through_or_turned_stays_by_itself(what: str) -> None:
    bar = f'<path style="fill: #1f77b4; {what} d="M 1 2 L 1 4 z"/>'
    assert drawn(bar, bar).count("<path") == 2


@pytest.mark.parametrize("part", ['<path style="fill: #abcdef" d="M 1 2"/>', '<use href="#mark"/>'])
def test_a_plot_that_suits_one_scheme_only_is_refused(part: str) -> None:
    with pytest.raises(UnknownColour):
        inline(SVG.format(part), 1)


def test_a_notebook_that_was_edited_by_hand_stops_the_build(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = (ROOT / "docs/notebooks/skew.ipynb").read_text("utf-8").replace("range(1, 101)", "range(1, 11)")
    site = build_tiny(tmp_path, {"docs/notebooks/skew.ipynb": text})
    sentence = "docs/notebooks/skew.ipynb:1: its code or its outputs are not what was executed; execute it with `make notebooks NAME=skew`."
    assert sentence in caplog.text
    assert not (site / "notebooks/skew/index.html").exists()
