"""Where does my key go: the page computes what the clients did.

This holds by mouse, by keyboard, without scripts and on a phone.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from content.figure_data import FigureData
from content.recordings import figure_file
from tests.support.sites import ROOT
from website.figures.keys import SHOWN

Visit = Callable[..., Page]
PAGE = "producers/message-keys/"
VECTORS: dict[str, dict[str, Any]] = dict(FigureData.loads(figure_file("keys", ROOT).read_text("utf-8")).data)

# Types each key, slides to each number of partitions, and reads the table: bytes, hashes and partitions, for
# each key.
READ = """
keys => {
  const box = document.querySelector(".keys-key input"), slider = document.querySelector(".keys-count input");
  const set = (input, value) => { input.value = value; input.dispatchEvent(new Event("input")); };
  return keys.map(key => {
    set(box, key);
    const seen = {bytes: [...document.querySelectorAll(".keys-bytes code")].map(each => each.textContent)[1], places: [[], []]};
    for (let count = 1; count <= 12; count++) {
      set(slider, count);
      document.querySelectorAll(".keys-ways tbody tr").forEach((row, hash) => seen.places[hash].push(row.querySelector("b").textContent));
    }
    seen.hashes = [...document.querySelectorAll(".keys-ways tbody tr")].map(row => (row.querySelector("code") || {}).textContent);
    return seen;
  });
}
"""


def moved(client: str, before: int, after: int, keys: tuple[str, ...] = SHOWN) -> list[str]:
    """What the page says of each key that goes elsewhere, as it was recorded."""
    ways = [(key, VECTORS[key][client][before - 1], VECTORS[key][client][after - 1]) for key in keys]
    return [f"{key} P{old} → P{new}" for key, old, new in ways if old != new]


def test_browser_computes_what_each_client_did(visit: Visit) -> None:
    keys = list(VECTORS)
    assert len(keys) >= 40
    for key, seen in zip(keys, visit(PAGE).evaluate(READ, keys), strict=True):
        vector = VECTORS[key]
        assert seen["bytes"] == (key.encode().hex(" ") or None), key
        for client in ("kafka-python", "aiokafka", "Java"):
            assert seen["places"][0] == [f"P{place}" for place in vector[client]], (key, client)
        confluent = vector["confluent-kafka"]
        assert seen["places"][1] == ([f"P{place}" for place in confluent] if confluent else ["any"] * 12), key
        assert seen["hashes"] == [vector["murmur2"], vector["crc32"] if confluent else None], key


def test_script_begins_with_what_stands_there_without_it(visit: Visit) -> None:
    parts = (".keys-bytes", ".keys-ways", ".keys-title", ".keys-lanes", ".keys-moved")
    read = [
        [tab.locator(part).inner_text() for part in parts]
        for tab in (visit(PAGE), visit(PAGE, java_script_enabled=False))
    ]
    assert read[0] == read[1]
    assert all(change in read[0][-1] for change in moved("kafka-python", 3, 4))
    assert visit(PAGE, java_script_enabled=False).locator(".key-places :is(input, button)").count() == 0


def test_mouse_types_a_key_chooses_a_client_and_adds_partitions(visit: Visit) -> None:
    tab = visit(PAGE)
    tab.get_by_label("Your key").fill("Zürich")
    expect(tab.locator(".keys-bytes")).to_contain_text("7 bytes: 5a c3 bc 72 69 63 68")
    tab.get_by_role("radio", name="confluent-kafka", exact=True).last.click()
    expect(tab.locator(".keys-title")).to_have_text("9 keys in 3 partitions, with confluent-kafka")
    tab.get_by_role("button", name="Add a partition").click()
    changes = moved("confluent-kafka", 3, 4, (*SHOWN, "Zürich"))
    expect(tab.locator(".keys-moved")).to_have_text(
        f"From 3 to 4 partitions, {len(changes)} of 9 keys go elsewhere: {', '.join(changes)}. Records that are stored already stay."
    )
    expect(tab.locator(".keys-lanes .moved")).to_have_count(len(changes))
    place = VECTORS["Zürich"]["confluent-kafka"][3]
    expect(tab.locator(".keys-lanes li").nth(place).locator(".yours")).to_contain_text("Zürich")
    for _ in range(8):
        tab.get_by_role("button", name="Add a partition").click()
    expect(tab.locator(".keys-lanes li")).to_have_count(12)
    expect(tab.get_by_role("button", name="Add a partition")).to_be_disabled()


def test_keyboard_does_the_same_and_a_screen_reader_hears_it(visit: Visit) -> None:
    tab = visit(PAGE)
    tab.get_by_label("Your key").focus()
    tab.keyboard.press("Control+a")
    tab.keyboard.type("dave")
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    expect(tab.get_by_role("radio", name="confluent-kafka", exact=True).last).to_be_checked()
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    murmur2, crc32 = VECTORS["dave"]["Java"][4], VECTORS["dave"]["confluent-kafka"][4]
    said = tab.locator(".key-places [role=status]")
    expect(said).to_contain_text(
        f"kafka-python, aiokafka, Java: P{murmur2}; confluent-kafka: P{crc32}. From 4 to 5 partitions"
    )


def test_empty_key_counts_as_none_for_confluent_kafka_only(visit: Visit) -> None:
    tab = visit(PAGE)
    tab.get_by_label("Your key").fill("")
    expect(tab.locator(".keys-ways tbody .place")).to_have_text([f"P{VECTORS['']['Java'][2]}", "any"])
    expect(tab.locator(".keys-ways tbody tr").nth(1)).to_contain_text("chance decides")
    expect(tab.locator(".keys-lanes .yours")).to_have_text("(empty)")
    tab.get_by_role("radio", name="confluent-kafka", exact=True).last.click()
    expect(tab.locator(".keys-lanes li").first).to_have_text("any (empty)")


def test_key_that_looks_like_markup_stays_text(visit: Visit) -> None:
    tab = visit(PAGE)
    tab.get_by_label("Your key").fill("<img src=x onerror=alert(1)><b>")
    expect(tab.locator(".keys-lanes .yours")).to_have_text("<img src=x onerror=alert(1)><b>")
    assert tab.locator(".key-places img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_picture_fits_a_phone_and_axe_finds_nothing(visit: Visit, scheme: str) -> None:
    tab = visit(
        PAGE, viewport={"width": 360, "height": 800}, is_mobile=True, has_touch=True, color_scheme=scheme
    )
    wide = "[...document.querySelectorAll('.key-places *')].filter(each => each.getBoundingClientRect().right > 360.5).map(each => each.outerHTML)"
    for client in range(2):
        tab.locator(".keys-form [type=radio]").nth(client).click()
        for key in ("alice", "", "a" * 100, "👩‍🚀" * 12):
            tab.get_by_label("Your key").fill(key)
            tab.get_by_role("button", name="Add a partition").click()
            assert tab.evaluate("document.documentElement.scrollWidth") <= 360
            assert tab.evaluate(wide) == []
        found = Axe().run(tab, {"include": [[".key-places"]]})
        assert found.violations_count == 0, found.generate_report()


def test_page_works_from_a_file(context: Callable[..., BrowserContext], site: Path) -> None:
    tab = context().new_page()
    tab.goto((site / PAGE / "index.html").as_uri())
    tab.get_by_label("Your key").fill("bob")
    expect(tab.locator(".keys-ways .place").first).to_have_text(f"P{VECTORS['bob']['kafka-python'][2]}")


@pytest.mark.parametrize("name", ["keys", "spread", "quiz"])
def test_script_is_small(name: str) -> None:
    assert len((ROOT / f"docs/assets/{name}.js").read_bytes()) <= 8000
