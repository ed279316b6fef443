"""Each picture can be read, by eye and by a screen reader.

By eye it can be read in both schemes and at both widths.
"""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from checks.recording.figures import RECORDERS
from tests.support.browser import Look
from tests.support.sites import ROOT, SOURCES, address_of
from website.figures.figures import FIGURES, draw_figures, figure_of

NAMES = ["legend", *FIGURES]
SVG = "{http://www.w3.org/2000/svg}"


def drawings(figure: str) -> list[ElementTree.Element]:
    """The drawings of a figure."""
    return ElementTree.fromstring(figure).findall(f"{SVG}svg")


# For each text of each picture on the page: what it says, its size in pixels, the contrast with what lies
# under it.
MEASURE = """
() => {
  const channels = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = colour => channels(colour).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  return [...document.querySelectorAll("svg.picture")].flatMap(picture => {
    const scale = picture.getScreenCTM().a, frame = picture.getBoundingClientRect();
    const all = [...picture.querySelectorAll("rect, circle, text")];
    return all.filter(each => each.tagName == "text").map(text => {
      const box = text.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
      const under = all.slice(0, all.indexOf(text)).filter(each => each.tagName != "text").filter(each => {
        const b = each.getBoundingClientRect();
        return b.left <= x && x <= b.right && b.top <= y && y <= b.bottom;
      }).pop();
      const ground = under ? getComputedStyle(under).fill : getComputedStyle(picture.closest(".run")).backgroundColor;
      return {text: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * scale,
              inside: box.left >= frame.left - 0.5 && box.right <= frame.right + 0.5,
              contrast: contrast(getComputedStyle(text).fill, ground)};
    });
  });
}
"""


@pytest.mark.parametrize("name", NAMES)
def test_picture_has_a_title_and_a_description(name: str) -> None:
    for root in drawings(figure_of(name, ROOT)):
        assert root.get("role") == "img"
        named = [
            (element.text or "").strip() for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")
        ]
        assert len(named) == 2 and all(named)


@pytest.mark.parametrize("name", NAMES)
def test_picture_has_no_colours_of_its_own_and_stands_still(name: str) -> None:
    text = figure_of(name, ROOT)
    assert not re.search(
        r'\b(fill|stroke|style|color|id)="|<style|<animate|<script|<image|#[0-9a-f]{3,6}\b', text
    )
    assert "\n\n" not in text, "Markdown ends a picture at a blank line"


def test_each_picture_is_on_a_page_and_its_data_are_a_figure_s() -> None:
    pages = "".join(source.read_text("utf-8") for source in SOURCES)
    assert [name for name in NAMES if f"\n[[figure: {name}]]\n" not in pages] == []
    assert {file.stem for file in (ROOT / "recordings/figures").iterdir()} == set(FIGURES) == set(RECORDERS)


def test_missing_or_edited_data_are_named_with_page_and_line(tmp_path: Path) -> None:
    missing = "docs/a.md:1: the figure recap has no data recordings/figures/recap.json; record it with `make record NAME=recap`."
    assert draw_figures("[[figure: recap]]", "docs/a.md", tmp_path)[1] == [missing]
    file = tmp_path / "recordings/figures/recap.json"
    file.parent.mkdir(parents=True)
    text = (ROOT / "recordings/figures/recap.json").read_text("utf-8")
    file.write_text(text, "utf-8")
    assert draw_figures("[[figure: recap]]", "docs/a.md", tmp_path)[1] == []
    for old, new in (('"records": 4', '"records": 3'), ('"kafka": "4', '"kafka": "5'), ("}", "")):
        file.write_text(text.replace(old, new, 1), "utf-8")
        (problem,) = draw_figures("[[figure: recap]]", "docs/a.md", tmp_path)[1]
        assert (
            problem.startswith("docs/a.md:1: recordings/figures/recap.json can't be read (")
            and "make record NAME=recap" in problem
        )


@pytest.mark.parametrize(
    "page", [address_of(source) for source in SOURCES if "\n[[figure: " in source.read_text("utf-8")]
)
def test_texts_of_pictures_are_large_and_dark_enough(look: Callable[..., Look], page: str) -> None:
    with look(page) as seen:
        for what, smallest in seen.in_every_way({1280: 13, 390: 11}):
            texts = seen.tab.evaluate(MEASURE)
            assert texts
            for text in texts:
                assert text["size"] >= smallest and text["contrast"] >= 4.5 and text["inside"], (what, text)
