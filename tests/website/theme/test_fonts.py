"""The layout of every page holds in fonts of different widths.

Each set of them has a browser of its own.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser import DESK, PHONE, Look, Tabs
from tests.support.fonts import SETS, FontSet, MissingFonts
from tests.support.layout import cut, fonts_of, jumps, misplaced, sizes_of_stepper
from tests.support.sites import PAGES, ROOT, build_tiny, serving
from tests.support.traces import PROGRAM, answer, partition, send, trace
from website.runs.timeline import SIZE
from website.runs.widths import width

WIDTHS = (DESK["viewport"]["width"], 390, PHONE["viewport"]["width"])
CHARACTERS = [*map(chr, range(33, 127)), *"“”\u2013—…"]
# How long ten of each character are, in a class and the units of a time line.
LENGTHS = """(drawing, [characters, style]) => {
  const written = drawing.querySelector("text").cloneNode();
  written.setAttribute("class", style);
  drawing.append(written);
  return characters.map(character => {
    written.textContent = character.repeat(10);
    return written.getComputedTextLength();
  });
}"""


@pytest.fixture(scope="module", params=SETS)
def fonts(request: pytest.FixtureRequest) -> FontSet:
    """One set of fonts after the other."""
    return SETS[request.param]


@pytest.fixture(scope="module")
def tabs_in(
    fonts: FontSet, launch: Callable[..., Browser], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tabs]:
    """Tabs of a browser that has these fonts and no others."""
    try:
        config = fonts.install(tmp_path_factory.mktemp("fonts"))
    except MissingFonts:
        pytest.skip(
            f"{fonts.text} is missing, so no page was laid out in it (Debian: apt-get install {fonts.packages})"
        )
    browser = launch(FONTCONFIG_FILE=str(config))
    tabs = Tabs(browser)
    yield tabs
    tabs.close()
    browser.close()


@pytest.fixture
def look_in(tabs_in: Tabs, address: str) -> Callable[..., Look]:
    """Opens a page of the real site in these fonts."""
    return lambda page, **options: Look(tabs_in.one(**options), address, page)


def test_ci_installs_every_set() -> None:
    installed = (ROOT / ".ci/run").read_text("utf-8").split()
    packages = {package for fonts in SETS.values() for package in fonts.packages.split()}
    assert packages <= {word.strip('"').removeprefix('packages="') for word in installed}


def test_the_browser_draws_in_the_fonts_of_the_set(fonts: FontSet, look_in: Callable[..., Look]) -> None:
    with look_in("experiments/acks-0/") as seen:
        for what in ("h1", "article p", ".play-log caption b", ".play-says .now", "svg.timeline .client"):
            assert fonts_of(seen.tab, seen.tab.locator(what).first) == {fonts.text}, what
        assert fonts_of(seen.tab, seen.tab.locator("article pre code").first) == {fonts.code}


@pytest.mark.parametrize("page", [*PAGES, "404.html"])
def test_layout_holds(look_in: Callable[..., Look], page: str) -> None:
    """Nothing overflows, overlaps, is cut off or jumps, and the keyboard reaches all that scrolls."""
    with look_in(page) as seen:
        for pixels in WIDTHS:
            seen.tab.set_viewport_size({"width": pixels, "height": 844})
            seen.fits(pixels)
            seen.has_headings_without_gaps()
            for sentence in misplaced(seen.tab):
                seen.check(False, f"at {pixels} px {sentence}")
        seen.is_reached_by_keyboard()
        for sentence in cut(seen.tab):
            seen.check(False, sentence)


def test_a_player_has_room_for_few_wide_letters(tabs_in: Tabs, tmp_path: Path) -> None:
    """Twenty W need more lines than forty i.

    So no count of characters says how much room a text takes.
    """
    values = ("i" * 40, "W" * 20)
    events = [
        part for n, value in enumerate(values) for part in (send(n + 0.1, n, value), answer(n + 0.2, n, n))
    ]
    files = {
        "docs/index.md": '# Home\n\n[[run: experiments/page/one]]\n\n```python\n--8<-- "snippets/experiments/page/one.py"\n```\n',
        "snippets/experiments/page/one.py": PROGRAM,
        "recordings/runs/one.json": trace(partition(0, 101, [101, 102, 103], 0), *events).dumps(),
    }
    with serving(build_tiny(tmp_path, files)) as tiny:
        tab = tabs_in.one(viewport={"width": 360, "height": 844})
        tab.goto(tiny)
        assert tab.locator(".play-log td").count()
        assert jumps(tab) == []


def test_a_picture_stays_while_somebody_steps_through_it(look_in: Callable[..., Look]) -> None:
    with look_in("producers/without-a-key/", reduced_motion="no-preference") as seen:
        for pixels in WIDTHS:
            seen.tab.set_viewport_size({"width": pixels, "height": 844})
            sizes = sizes_of_stepper(seen.tab)
            seen.check(len(sizes) == 1, f"at {pixels} px the form is now {', now '.join(sizes)}")
            for sentence in misplaced(seen.tab):
                seen.check(False, f"at {pixels} px {sentence}")


def test_pictures_fit_a_phone_whatever_is_typed_and_chosen(look_in: Callable[..., Look]) -> None:
    for page in ("producers/message-keys/", "producers/without-a-key/"):
        with look_in(page, **PHONE) as seen:
            for button in seen.tab.locator(".quiz button").all():
                button.click()
            for box in seen.tab.get_by_label("Your key").all():
                for key in ("", "a" * 100, "👩‍🚀" * 12):
                    box.fill(key)
                    seen.tab.get_by_role("button", name="Add a partition").click()
                    seen.fits(PHONE["viewport"]["width"])
            for slider in seen.tab.get_by_role("slider", name="Records sent").all():
                for key in ("Home", "ArrowRight", "End"):
                    slider.press(key)
                    seen.fits(PHONE["viewport"]["width"])


def test_the_cheat_sheet_is_printed_on_two_sides(look_in: Callable[..., Look]) -> None:
    with look_in("reference/cheat-sheet/") as seen:
        assert len(re.findall(rb"/Type\s*/Page\b", seen.tab.pdf(format="A4"))) == 2


def test_no_character_is_wider_than_a_drawing_reserves(look_in: Callable[..., Look]) -> None:
    """The lines of a time line are broken where these widths say."""
    with look_in("experiments/acks-0/") as seen:
        drawing = seen.tab.locator("svg.timeline").first
        for style, bold in (("client", False), ("fault", True)):
            lengths = drawing.evaluate(LENGTHS, [CHARACTERS, style])
            for character, length in zip(CHARACTERS, lengths, strict=True):
                most = width(character * 10, SIZE, bold=bold)
                seen.check(
                    length <= most + 0.1,
                    f"ten {character} in {style} are {length} units long, and {most} are reserved",
                )
