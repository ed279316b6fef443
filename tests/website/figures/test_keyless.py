"""Records without a key, step by step: the counts are the recorded ones.

This holds by mouse, by keyboard, without scripts and on a phone.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from content.figure_data import FigureData
from content.recordings import figure_file
from tests.support.sites import ROOT

Visit = Callable[..., Page]
PAGE = "producers/without-a-key/"
SEQUENCES: dict[str, list[int]] = FigureData.loads(
    figure_file("without_a_key", ROOT).read_text("utf-8")
).data["sequences"]
ALL = len(SEQUENCES["Java"])


def counts(sent: int) -> list[str]:
    """How many of the first records each partition got, client by client."""
    return [
        str(sequence[:sent].count(partition)) for sequence in SEQUENCES.values() for partition in range(3)
    ]


def shows(tab: Page, sent: int) -> None:
    """The drawing counts the first records, and dims the others."""
    expect(tab.locator(".sequence .count")).to_have_text(counts(sent))
    expect(tab.locator(".sequence circle:not(.ahead)")).to_have_count(sent * len(SEQUENCES))


def test_picture_without_a_script_shows_all_records(visit: Visit) -> None:
    tab = visit(PAGE, java_script_enabled=False)
    assert tab.locator(".sequence .count").all_text_contents() == counts(ALL)
    assert tab.locator(".sequence circle").count() == ALL * len(SEQUENCES)
    expect(tab.locator(".stepper")).to_have_count(0)
    assert [dot.get_attribute("data-p") for dot in tab.locator("[data-name=Java] circle").all()] == list(
        map(str, SEQUENCES["Java"])
    )


def test_mouse_steps_back_and_on(visit: Visit) -> None:
    tab = visit(PAGE)
    shows(tab, ALL)
    expect(tab.get_by_role("button", name="One more")).to_be_disabled()
    for sent in (ALL - 1, ALL - 2):
        tab.get_by_role("button", name="One back").click()
        shows(tab, sent)
    last = ", ".join(f"{name} P{sequence[ALL - 3]}" for name, sequence in SEQUENCES.items())
    expect(tab.locator(".stepper output")).to_have_text(f"{ALL - 2} of {ALL} records, the last one: {last}.")
    tab.get_by_role("button", name="One more").click()
    shows(tab, ALL - 1)


def test_keyboard_scrubs(visit: Visit) -> None:
    tab = visit(PAGE)
    slider = tab.get_by_role("slider", name="Records sent")
    slider.focus()
    tab.keyboard.press("Home")
    shows(tab, 0)
    expect(tab.get_by_role("button", name="One back")).to_be_disabled()
    for sent in (1, 2, 3):
        tab.keyboard.press("ArrowRight")
        shows(tab, sent)
    expect(slider).to_have_attribute("aria-valuetext", f"3 of {ALL} records")
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Enter")
    shows(tab, 4)


def test_play_begins_anew_and_pauses(visit: Visit) -> None:
    """It is left out where less motion is wanted."""
    expect(visit(PAGE).get_by_role("button", name="Play")).to_have_count(0)
    tab = visit(PAGE, reduced_motion="no-preference")
    tab.get_by_role("button", name="Play").click()
    on_its_way = re.compile(
        rf"^[1-9]\d? of {ALL} records, the last one"
    )  # which one is seen depends on how often the browser is asked
    expect(tab.locator(".stepper output")).to_have_text(on_its_way)
    tab.get_by_role("button", name="Pause").click()
    expect(tab.get_by_role("button", name="Play")).to_be_visible()
    sent = int(tab.get_by_role("slider", name="Records sent").input_value())
    assert 0 < sent < ALL
    shows(tab, sent)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_picture_fits_a_phone_and_axe_finds_nothing_at_any_step(visit: Visit, scheme: str) -> None:
    tab = visit(
        PAGE, viewport={"width": 360, "height": 800}, is_mobile=True, has_touch=True, color_scheme=scheme
    )
    for key in ("Home", "ArrowRight", "End"):
        tab.get_by_role("slider", name="Records sent").press(key)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        found = Axe().run(tab, {"include": [["figure:has(.sequence)"]]})
        assert found.violations_count == 0, found.generate_report()


def test_page_works_from_a_file(context: Callable[..., BrowserContext], site: Path) -> None:
    tab = context().new_page()
    tab.goto((site / PAGE / "index.html").as_uri())
    tab.get_by_role("button", name="One back").click()
    shows(tab, ALL - 1)
