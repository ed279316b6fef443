"""What somebody who looked at every page objected to, so that it stays mended."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.browser import Look, Tabs
from tests.support.layout import COVERED
from tests.support.sites import SOURCES, address_of

Visit = Callable[..., Page]
PLAYED = [address_of(source) for source in SOURCES if "\n[[run: " in source.read_text("utf-8")]
CUT = """() => [...document.querySelectorAll("svg.timeline text")].filter(each => {
  const {x, width} = each.getBBox();
  return x < 0 || x + width > each.ownerSVGElement.viewBox.baseVal.width + 0.5;
}).map(each => each.textContent)"""


@pytest.mark.parametrize("page", PLAYED)
def test_texts_of_a_time_line_end_inside_it(visit: Visit, page: str) -> None:
    assert visit(page).evaluate(CUT) == []


@pytest.mark.parametrize("page", ["experiments/one-bad-record/", "reference/errors/", "start/lab/"])
def test_on_a_phone_no_code_stays_under_its_button(visit: Visit, page: str) -> None:
    assert visit(page, viewport={"width": 360, "height": 800}).evaluate(COVERED) == []


def test_a_tab_remembers_nothing_of_the_visit_before(tabs: Tabs, address: str) -> None:
    kept = "[location.href, localStorage.mine ?? '', innerWidth, matchMedia('print').matches, matchMedia('(prefers-color-scheme: dark)').matches]"
    tab = tabs.one(viewport={"width": 360, "height": 800}, color_scheme="dark")
    tab.goto(address)
    tab.evaluate("localStorage.mine = 'kept'")
    tab.emulate_media(media="print")
    assert tab.evaluate(kept) == [address, "kept", 360, True, True]
    again = tabs.one()
    assert again is tab and again.url == "about:blank"
    again.goto(f"{address}404.html")
    assert again.evaluate(kept) == [f"{address}404.html", "", 1280, False, False]


def test_a_visit_reports_errors_and_foreign_requests(look: Callable[..., Look]) -> None:
    """A missing file is such an error too."""
    with pytest.raises(AssertionError) as told, look("404.html") as seen:
        seen.tab.evaluate("console.error('a cry')")
        seen.tab.evaluate("fetch('/no/such/file').then(answer => answer.text())")
        seen.asked.append("http://127.0.0.1:9/away")
        seen.asks_only_this_site()
    assert all(
        words in str(told.value)
        for words in ("a cry", "/no/such/file is answered with 404", "asks elsewhere")
    )
    with look("404.html") as seen:
        assert seen.wrong == []
