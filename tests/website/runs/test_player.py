"""Beside a time line is a player, which shows each moment of the run.

It does so by mouse and by keyboard, and without a script it isn't there.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from content.recordings import run_file
from content.trace import Trace
from tests.support.sites import ROOT, SOURCES, address_of, build_tiny
from tests.support.traces import PROGRAM, answer, partition, send, trace
from website.runs.states import states

Visit = Callable[..., Page]
LOST = "experiments/acknowledged-then-gone/"
FOUND = states(
    Trace.loads(
        run_file("experiments/acknowledged_then_gone/acknowledged_then_gone", ROOT).read_text("utf-8")
    )
)
PLAYED = [address_of(source) for source in SOURCES if "\n[[run: " in source.read_text("utf-8")]
MOST_BYTES = 8000  # of the script


def shown(tab: Page, place: int = 0) -> list[list[str]]:
    """The logs of a partition that can be read, broker by broker."""
    rows = tab.locator(".play-log").nth(place).locator("tbody tr")
    return [[text for text in row.locator("td").all_inner_texts() if text.strip()] for row in rows.all()]


def computed(number: int, place: int = 0) -> list[list[str]]:
    """The same, as the states have it."""
    return [[cell.text for cell in replica.cells] for replica in FOUND[number].places[place].replicas]


def expect_moment(tab: Page, number: int) -> None:
    """The player shows this state.

    The moment in words, the moment of the slider, the logs and the answers are those of the state.
    """
    words = f"{FOUND[number].at:.1f} s {FOUND[number].happens}."
    expect(tab.locator(".play-says > .now")).to_contain_text(words)
    assert (slider(tab).get_attribute("aria-valuetext") or "").startswith(words)
    assert slider(tab).input_value() == str(number)
    for place in range(2):
        assert shown(tab, place) == computed(number, place)
        told = (
            tab.locator(".play-place")
            .nth(place)
            .locator(".play-sends > li:not(.later) b + span")
            .all_inner_texts()
        )
        assert told == [send.text for send in FOUND[number].places[place].sends if send.text]


def slider(tab: Page) -> Locator:
    return tab.get_by_role("slider", name="Moment of the run")


def test_buttons_step_forth_and_back_and_jump_to_both_ends(visit: Visit) -> None:
    tab = visit(LOST)
    expect_moment(tab, 0)
    on, back = (
        tab.get_by_role("button", name="One moment on"),
        tab.get_by_role("button", name="One moment back"),
    )
    for number in range(1, len(FOUND)):
        on.click()
        expect_moment(tab, number)
    on.click(force=True)  # at the end it says that it can do nothing
    expect_moment(tab, len(FOUND) - 1)
    back.click()
    expect_moment(tab, len(FOUND) - 2)
    tab.get_by_role("button", name="To the first moment").click()
    expect_moment(tab, 0)
    tab.get_by_role("button", name="To the last moment").click()
    expect_moment(tab, len(FOUND) - 1)


def test_keyboard_reaches_the_player_steps_and_scrubs(visit: Visit) -> None:
    tab = visit(LOST)
    for _ in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.dataset.does === 'on'"):
            break
    tab.keyboard.press("Enter")
    tab.keyboard.press("Space")
    expect_moment(tab, 2)
    assert tab.get_by_role("status").filter(has_text=FOUND[2].happens).count() == 1, (
        "what the button did is said aloud"
    )
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    expect(slider(tab)).to_be_focused()
    for key, number in (("ArrowRight", 3), ("ArrowLeft", 2), ("End", len(FOUND) - 1), ("Home", 0)):
        tab.keyboard.press(key)
        expect_moment(tab, number)
    assert tab.locator(".play-told").inner_text() == "", "the slider says it by itself"


def test_the_moment_s_row_is_marked_and_a_click_leads_to_it(visit: Visit) -> None:
    """In the time line."""
    tab = visit(LOST)
    rows = json.loads(tab.locator(".play script").text_content() or "")
    mark = tab.locator("svg.timeline .row-now")
    row = tab.locator("svg.timeline text").get_by_text("101 is killed")
    killed = next(number for number, state in enumerate(FOUND) if state.happens == "101 is killed")
    row.click()
    expect_moment(tab, killed)
    box, words = mark.bounding_box(), row.bounding_box()
    assert (
        box and words and box["y"] <= words["y"] and words["y"] + words["height"] <= box["y"] + box["height"]
    )
    assert rows[-1]["row"] is None and rows[killed]["row"]
    tab.get_by_role("button", name="To the last moment").click()
    expect(mark).to_be_hidden()


def test_play_goes_on_stops_at_the_end_and_can_be_paused(
    context: Callable[..., BrowserContext], address: str
) -> None:
    tab = context(reduced_motion="no-preference").new_page()  # its own, for a clock stays in its tab
    tab.clock.install(time=0)
    tab.goto(address + LOST)
    tab.clock.pause_at(3600)  # from now on only run_for makes time pass
    tab.get_by_role("button", name="Play", exact=True).click()
    expect_moment(tab, 1)
    tab.clock.run_for(6_500)
    expect_moment(tab, 3)
    tab.get_by_role("button", name="Pause").click()
    tab.clock.run_for(60_000)
    expect_moment(tab, 3)
    tab.get_by_role("button", name="Play", exact=True).click()
    tab.clock.run_for(120_000)
    expect_moment(tab, len(FOUND) - 1)
    expect(tab.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_whoever_asks_for_no_motion_is_offered_no_playing(visit: Visit) -> None:
    expect(visit(LOST).get_by_role("button", name="Play", exact=True)).to_have_count(0)


def test_without_a_script_the_time_line_stands_alone(visit: Visit) -> None:
    tab = visit(LOST, java_script_enabled=False)
    expect(tab.locator(".play")).to_be_hidden()
    figure, drawn = tab.locator("figure.run").bounding_box(), tab.locator("svg.timeline").bounding_box()
    assert figure and drawn and drawn["y"] - figure["y"] < 40 and abs(drawn["width"] - 420) < 2


@pytest.mark.parametrize("page", PLAYED)
def test_nothing_jumps_at_the_start_or_between_moments(visit: Visit, page: str) -> None:
    for width in (1280, 390):
        tab = visit(page, viewport={"width": width, "height": 844})
        for play in tab.locator(".play").all():
            last = int(play.locator("input").get_attribute("max") or 0)
            heights = {round((play.bounding_box() or {"height": 0})["height"])}
            for _ in range(last):
                play.get_by_role("button", name="One moment on").click()
                heights.add(round((play.bounding_box() or {"height": 0})["height"]))
            play.evaluate("each => each.hidden = true")  # as it was before the script began
            heights.add(round((play.bounding_box() or {"height": 0})["height"]))
            assert len(heights) == 1, (page, width, heights)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_at_a_moment_with_all_signs(visit: Visit, scheme: str, width: int) -> None:
    tab = visit(LOST, color_scheme=scheme, viewport={"width": width, "height": 800})
    tab.locator("svg.timeline text").get_by_text("sends “third”").click()
    assert shown(tab)[:2] == [["first", "second"], ["first", "third"]]
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("page", PLAYED)
def test_a_phone_shows_all_of_the_player(visit: Visit, page: str) -> None:
    tab = visit(page, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    for play in tab.locator(".play").all():
        play.get_by_role("button", name="To the last moment").tap()
        cut = "all => all.filter(each => each.scrollWidth > each.clientWidth + 1 && each.clientWidth).map(each => each.outerHTML)"
        assert play.locator("td, th, li, caption, p:not(.play-told)").evaluate_all(cut) == []
        small = "all => all.filter(each => each.textContent.trim() && parseFloat(getComputedStyle(each).fontSize) < 12).length"
        assert play.locator("*").evaluate_all(small) == 0
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_works_from_a_file(context: Callable[..., BrowserContext], tmp_path: Path) -> None:
    value = "</script>&amp;"
    events = (partition(0, 101, [101, 102, 103], 0), send(0.1, 0, value), answer(0.2, 0, 0))
    files = {
        "docs/index.md": '# Home\n\n[[run: experiments/page/one]]\n\n```python\n--8<-- "snippets/experiments/page/one.py"\n```\n',
        "snippets/experiments/page/one.py": PROGRAM,
        "recordings/runs/one.json": trace(*events).dumps(),
    }
    tab = context().new_page()
    tab.goto((build_tiny(tmp_path, files) / "index.html").as_uri())
    tab.get_by_role("button", name="To the last moment").click()
    assert shown(tab) == [[value], [], []]


def test_the_script_is_small_and_only_where_a_run_is(site: Path) -> None:
    assert (site / "assets/play.js").stat().st_size <= MOST_BYTES
    pages = {page: (site / page / "index.html").read_text("utf-8") for page in map(address_of, SOURCES)}
    assert [page for page, html in pages.items() if "assets/play.js" in html] == PLAYED
