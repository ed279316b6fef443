"""The built site in Chromium.

It asks nobody else, fits a phone, can be read by everyone, copied and searched.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from content.includes import programs_on
from tests.support.browser import DESK, PHONE, Look
from tests.support.sites import NOTEBOOKS, PAGES, ROOT, SOURCES, address_of, build_tiny, serving

Visit = Callable[..., Page]
CLIPBOARD = ["clipboard-read", "clipboard-write"]
SOURCE_OF = {address_of(source): source for source in [*SOURCES, *NOTEBOOKS]}

# An error as a program prints it.
ERROR = re.compile(r"^\s*#> (?:.*: )?(?P<text>[A-Z]\w+(?:Error|Exception)\b.*)$", re.MULTILINE)


@pytest.mark.parametrize("page", [*PAGES, "404.html"])
def test_a_page_is_accessible_and_asks_nobody_else(look: Callable[..., Look], page: str) -> None:
    """The page is accessible in both schemes."""
    with look(page, color_scheme="light") as seen:
        seen.fits(DESK["viewport"]["width"])
        seen.has_headings_without_gaps()
        seen.is_accessible()
        seen.turns("dark")
        seen.is_accessible("contrast")
        seen.tab.wait_for_load_state("networkidle")
        seen.asks_only_this_site()
        seen.leaves_the_search_alone()


@pytest.mark.parametrize("page", [*PAGES, "404.html"])
def test_everyone_can_read_the_page_on_a_phone(look: Callable[..., Look], page: str) -> None:
    with look(page, **PHONE) as seen:
        seen.fits(PHONE["viewport"]["width"])
        seen.has_headings_without_gaps()
        seen.is_reached_by_keyboard()
        seen.is_accessible("all but contrast")


@pytest.mark.parametrize("page", [page for page in PAGES if programs_on(SOURCE_OF[page], ROOT)])
def test_copy_buttons_copy_whole_programs(visit: Visit, page: str) -> None:
    tab = visit(page, permissions=CLIPBOARD)
    buttons = tab.locator(".md-content .language-python .md-code__button")
    programs = [
        program
        for program in programs_on(SOURCE_OF[page], ROOT)
        for _ in range(1 if program.section is None else 2)
    ]
    assert buttons.count() == len(programs)
    for number, program in enumerate(programs):
        _bring_forward(buttons.nth(number))
        buttons.nth(number).click()
        lines = program.snippet.read_text("utf-8").splitlines()
        assert _copied(tab) == "\n".join(line for line in lines if "--8<--" not in line).rstrip()


def test_copy_button_of_a_section_copies_the_whole_program(
    context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    program = '"""Quotes: \'&amp;\'."""\n\n\nif True:\n    # --8<-- [start:part]\n    print("<&>")\n    #> <&>\n    # --8<-- [end:part]\n'
    page = '# Home\n\n```python\n--8<-- "snippets/a/one.py:part"\n```\n'
    tab = context(permissions=CLIPBOARD).new_page()
    with serving(build_tiny(tmp_path, {"docs/index.md": page, "snippets/a/one.py": program})) as tiny:
        tab.goto(tiny)
        tab.get_by_role("button", name="Copy the whole program").click()
        assert _copied(tab) == '"""Quotes: \'&amp;\'."""\n\n\nif True:\n    print("<&>")\n    #> <&>'


def test_copying_a_command_leaves_out_prompt_and_output(visit: Visit, site: Path, address: str) -> None:
    tab, copied = visit("", permissions=CLIPBOARD), 0
    for page in PAGES:
        if '<div class="language-console' not in (site / page / "index.html").read_text("utf-8"):
            continue
        tab.goto(address + page)
        for block in tab.locator(".md-content .language-console:visible").all():
            block.locator(".md-code__button").click()
            lines = block.locator("code").inner_text().splitlines()
            commands = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
            assert [line for line in _copied(tab).splitlines() if line] == (commands or lines)
            copied += 1
    assert copied


def test_keyboard_reaches_search_and_a_copy_button(visit: Visit) -> None:
    page = next(page for page in PAGES if programs_on(SOURCE_OF[page], ROOT))
    tab = visit(page, permissions=CLIPBOARD)
    tab.keyboard.press("/")
    expect(tab.get_by_role("dialog", name="Search").get_by_role("textbox")).to_be_focused()
    tab.keyboard.press("Escape")
    for _ in range(150):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.matches('.language-python .md-code__button')"):
            break
    expect(tab.get_by_role("button", name="Copy the program").first).to_be_focused()
    tab.keyboard.press("Enter")
    assert _copied(tab) == programs_on(SOURCE_OF[page], ROOT)[0].snippet.read_text("utf-8").rstrip()


@pytest.mark.parametrize("page", PAGES)
def test_page_can_be_read_without_a_script(visit: Visit, page: str) -> None:
    tab = visit(page, java_script_enabled=False)
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    expect(tab.locator(".md-code__button:visible")).to_have_count(0)
    for folded in tab.locator(".md-content details > summary").all():
        folded.click()
    for block in tab.locator(".md-content .language-python code").all():
        _bring_forward(block)
        assert block.is_visible()
    assert all(picture.is_visible() for picture in tab.locator("svg.picture").all())


def test_the_chosen_client_stays_chosen_on_the_next_page(visit: Visit) -> None:
    tab = visit("producers/producers/")
    tab.locator(".tabbed-labels").get_by_text("aiokafka").click()
    expect(tab.locator(".tabbed-content code:visible")).to_contain_text("AIOKafkaProducer")
    tab.goto(tab.url.replace("producers/producers/", "producers/message-keys/"))
    expect(tab.locator(".tabbed-content code:visible")).to_contain_text("AIOKafkaProducer")


def test_tabs_are_chosen_with_the_keyboard(visit: Visit) -> None:
    tab = visit("producers/producers/", java_script_enabled=False)
    tab.locator(".tabbed-set input").first.focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.locator(".tabbed-content code:visible")).to_contain_text("from confluent_kafka")


def _bring_forward(inside: Locator) -> None:
    """Choose the tab in which something stands, if it stands in one that isn't chosen."""
    if not inside.is_visible():
        number = inside.evaluate(
            "each => [...each.closest('.tabbed-content').children].indexOf(each.closest('.tabbed-block'))"
        )
        tabs = inside.locator("xpath=ancestor::div[contains(@class, 'tabbed-set')]")
        tabs.locator(".tabbed-labels label").nth(number).click()


def test_search_finds_each_error_by_its_exact_text(visit: Visit) -> None:
    """The first result shows this error, or is the page of all errors."""
    shown: dict[str, set[str]] = {}
    for page in PAGES:
        for text in _texts(page):
            for match in ERROR.finditer(text):
                error = (
                    match["text"].partition("{")[0].strip(": ")
                )  # what follows differs from program to program
                shown.setdefault(error, {"reference/errors/"}).add(page)
    assert shown, "no page shows an error"
    tab = visit("")
    base = tab.url
    for error, pages in sorted(shown.items()):
        first = _search(tab, error)[0].removeprefix(base).partition("?")[0]
        assert first in pages, f"{error!r} of {', '.join(sorted(pages))} leads to {first}"


def _texts(page: str) -> list[str]:
    return [program.snippet.read_text("utf-8") for program in programs_on(SOURCE_OF[page], ROOT)]


def _search(tab: Page, words: str) -> list[str]:
    """The addresses that the search finds."""
    tab.keyboard.press("/")
    box = tab.get_by_role("dialog", name="Search").get_by_role("textbox")
    box.fill("")
    box.press("End")
    expect(tab.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    expect(tab.locator(".md-search-result__link")).to_have_count(0)
    box.fill(words)
    box.press("End")  # the theme waits for a key
    expect(tab.locator(".md-search-result__link").first).to_be_visible()
    return [
        str(link)
        for link in tab.eval_on_selector_all(".md-search-result__link", "all => all.map(each => each.href)")
    ]


def _copied(tab: Page) -> str:
    """What the button that was pressed last put on the clipboard."""
    expect(tab.locator(".md-dialog--active")).to_have_text("Copied to clipboard")
    return str(tab.evaluate("navigator.clipboard.readText()"))
