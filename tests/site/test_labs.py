"""The pages of the labs: light, whole, readable in both schemes, and the notebook is there to be taken along."""

import gzip
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page

from hooks.notebook import code_cells, executed, printed, read, text_of
from hooks.plots import UnknownColour, inline
from sites import LABS, ROOT, address_of, build_tiny

MOST_BYTES = 40_000
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>One</title>{}</svg>'
# Of each word and line of each plot: its contrast with the page; of words also the size in pixels, and whether they stay inside.
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


def article(site: Path, lab: Path) -> str:
    found = re.search(r"<article.*?</article>", (site / address_of(lab) / "index.html").read_text("utf-8"), re.DOTALL)
    assert found
    return found[0]


def test_there_are_labs() -> None:
    assert len(LABS) >= 4


@pytest.mark.parametrize("lab", LABS, ids=address_of)
def test_page_shows_the_cells_of_its_notebook(lab: Path, site: Path) -> None:
    blocks = re.findall(
        r"<pre>(?:<span></span>)?(?:<span class=\"md-code__nav\">.*?</span>)?<code>(.*?)</code></pre>", article(site, lab), re.DOTALL
    )
    shown = [unescape(re.sub(r"<[^>]+>", "", block)).strip("\n") for block in blocks]
    notebook = read(lab)
    expected = [text.strip("\n") for cell in code_cells(notebook) for text in (text_of(cell["source"]), printed(cell)) if text]
    assert shown == expected
    plots = ["image/svg+xml" in output.get("data", {}) for cell in code_cells(notebook) for output in cell["outputs"]].count(True)
    assert article(site, lab).count('<svg xmlns="http://www.w3.org/2000/svg" class="plot"') == plots >= 1
    assert executed(notebook) in article(site, lab)


@pytest.mark.parametrize("lab", LABS, ids=address_of)
def test_page_is_light_and_carries_no_style_and_no_script(lab: Path, site: Path) -> None:
    whole = (site / address_of(lab) / "index.html").read_bytes()
    own = article(site, lab)
    assert len(own.encode()) <= MOST_BYTES and len(gzip.compress(whole)) <= MOST_BYTES
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|jupyter-wrapper|jp-|mathjax|<img", own)


@pytest.mark.parametrize("lab", LABS, ids=address_of)
def test_notebook_can_be_downloaded_from_its_page(lab: Path, site: Path) -> None:
    assert f'<a href="{lab.name}" download>' in article(site, lab)
    assert (site / address_of(lab) / lab.name).read_bytes() == lab.read_bytes()


@pytest.mark.parametrize("lab", LABS, ids=address_of)
def test_search_finds_the_lab(lab: Path, site: Path) -> None:
    entries = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    titles = [entry["title"] for entry in entries if entry["location"].startswith(address_of(lab))]
    assert {"See it", "Try it yourself"} <= set(titles)


@pytest.mark.parametrize("lab", LABS, ids=address_of)
def test_page_leads_on_and_describes_itself(lab: Path, site: Path) -> None:
    whole = (site / address_of(lab) / "index.html").read_text("utf-8")
    assert re.search(r'<meta name="description" content="[^"]{60,}"', whole)
    assert "Next: <a href=" in whole
    assert not re.search(r'href="\.\./[^"]*\.(?:md|ipynb)"', whole), "a link to a page leads to its address, not to its file"


@pytest.mark.parametrize(("width", "smallest"), [(1280, 13), (390, 11)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_plots_can_be_read(visit: Callable[..., Page], scheme: str, width: int, smallest: int) -> None:
    for lab in LABS:
        measured = visit(address_of(lab), color_scheme=scheme, viewport={"width": width, "height": 844}).evaluate(MEASURE)
        assert len(measured) > 10
        for each in measured:
            assert each["contrast"] >= 4.5 and each["size"] >= smallest and each["inside"], (lab.name, each)


def test_a_plot_has_words_and_nothing_of_one_scheme() -> None:
    drawn = inline(SVG.format('<g id="a"><path style="fill: none; stroke: #1f77b4; stroke-width: 2" d="M 1.26 2  L 3 4 "/></g>'), 3)
    assert drawn == (
        '<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 9 9" role="img" aria-labelledby="plot-3">'
        '<title id="plot-3">One</title><path d="M1.3 2L3 4" stroke-width="2" class="stroke-one"/></svg>'
    )


@pytest.mark.parametrize("drawn", ['<path style="fill: #abcdef" d="M 1 2"/>', '<use href="#mark"/>'])
def test_a_plot_that_suits_one_scheme_only_is_refused(drawn: str) -> None:
    with pytest.raises(UnknownColour):
        inline(SVG.format(drawn), 1)


def test_a_lab_that_was_edited_by_hand_stops_the_build(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    text = (ROOT / "docs/labs/skew.ipynb").read_text("utf-8").replace("range(1, 101)", "range(1, 11)")
    site = build_tiny(tmp_path, {"docs/labs/skew.ipynb": text})
    sentence = "docs/labs/skew.ipynb:1: its code or its outputs are not what was executed; execute it with `make labs NAME=skew`."
    assert sentence in caplog.text
    assert not (site / "labs/skew/index.html").exists()
