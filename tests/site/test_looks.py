"""What somebody who looked at every page objected to, so that it stays mended."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from sites import SOURCES, address_of

Visit = Callable[..., Page]
PLAYED = [address_of(source) for source in SOURCES if "\n[[run: " in source.read_text("utf-8")]
CUT = """() => [...document.querySelectorAll("svg.timeline text")].filter(each => {
  const {x, width} = each.getBBox();
  return x < 0 || x + width > each.ownerSVGElement.viewBox.baseVal.width + 0.5;
}).map(each => each.textContent)"""
COVERED = """() => [...document.querySelectorAll("pre:has(> .md-code__nav) > code")].filter(each => {
  const written = document.createRange();
  each.scrollLeft = each.scrollWidth;
  written.selectNodeContents(each);
  const button = each.parentElement.querySelector(".md-code__button").getBoundingClientRect();
  const right = Math.max(...[...written.getClientRects()].filter(at => at.width).map(at => at.right));
  return button.width && right > button.left;
}).map(each => each.textContent.slice(0, 60))"""


@pytest.mark.parametrize("page", PLAYED)
def test_texts_of_a_time_line_end_inside_it(visit: Visit, page: str) -> None:
    assert visit(page).evaluate(CUT) == []


@pytest.mark.parametrize("page", ["experiments/one-bad-record/", "reference/errors/", "start/lab/"])
def test_on_a_phone_all_of_a_block_can_be_scrolled_out_from_under_its_button(visit: Visit, page: str) -> None:
    assert visit(page, viewport={"width": 360, "height": 800}).evaluate(COVERED) == []
