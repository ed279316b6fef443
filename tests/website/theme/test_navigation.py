"""Finding one's way through the built site in Chromium.

The ways are links, the keyboard, search, paper, and a copy without a server.
"""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser import PHONE, SEARCH, Look
from tests.support.sites import PAGES, ROOT, address_of
from website.downloads import offline

LookAt = Callable[..., Look]
ARTICLE = "producers/acks/"
WORD = "murmur2"


def test_breadcrumbs_lead_home_and_to_the_section(look: LookAt) -> None:
    with look("experiments/acks-0/") as seen:
        crumbs = seen.tab.get_by_role("navigation", name="Breadcrumbs")
        expect(crumbs.get_by_role("link")).to_have_text(["Home", "Experiments"])
        crumbs.get_by_role("link", name="Experiments").click()
        expect(seen.tab).to_have_url(re.compile("/experiments/acknowledged-then-gone/$"))
        seen.tab.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="Home").click()
        expect(seen.tab.get_by_role("navigation", name="Breadcrumbs")).to_have_count(0)


def test_next_and_previous_lead_forth_and_back(look: LookAt) -> None:
    with look("") as seen:
        seen.tab.get_by_role("link", name=re.compile("^Next: ")).click()
        expect(seen.tab).to_have_url(re.compile("/start/lab/$"))
        seen.tab.get_by_role("link", name=re.compile("^Previous: ")).click()
        expect(seen.tab.get_by_role("link", name=re.compile("^Previous: "))).to_have_count(0)


def test_next_goes_through_all_pages(site: Path) -> None:
    folder, visited = site, [site]
    while following := re.search(
        r'<a [^>]*class="md-footer__link md-footer__link--next"[^>]* href=([^\s>]+)',
        (folder / "index.html").read_text("utf-8"),
    ):
        folder = (folder / following[1]).resolve()
        visited.append(folder)
    assert sorted(visited) == sorted((site / page).resolve() for page in PAGES)


def test_the_page_facts_lead_to_the_programs_and_to_the_twin(look: LookAt) -> None:
    with look(ARTICLE) as seen:
        facts = seen.tab.get_by_role("list", name="About this page")
        expect(facts).to_contain_text(re.compile(r"\d+ minutes? to read"))
        facts.get_by_role("link", name=re.compile("to run$")).click()
        expect(seen.tab.get_by_role("heading", name="Run this page")).to_be_in_viewport()
        twin = seen.tab.request.get(
            seen.tab.url.partition("#")[0]
            + str(facts.get_by_role("link", name="Markdown").get_attribute("href"))
        )
        assert twin.text().startswith("# When is a record safe?\n")
        assert twin.headers["content-type"].startswith("text/markdown")


def test_the_zip_of_a_page_can_be_downloaded(look: LookAt) -> None:
    with look(ARTICLE) as seen:
        with seen.tab.expect_download() as download:
            seen.tab.get_by_role("link", name=re.compile("of this page as a zip")).click()
        assert download.value.suggested_filename == "acks-programs.zip"
        with zipfile.ZipFile(download.value.path()) as file:
            assert (
                file.read("snippets/producers/acks/three_acks.py")
                == (ROOT / "snippets/producers/acks/three_acks.py").read_bytes()
            )


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_old_address_goes_to_its_page(
    context: Callable[..., BrowserContext], address: str, scripts: bool
) -> None:
    tab = context(java_script_enabled=scripts).new_page()
    for old, uri in yaml.safe_load((ROOT / "docs/moved.yml").read_text("utf-8")).items():
        tab.goto(address + old)
        expect(tab).to_have_url(address + address_of(ROOT / "docs" / uri))


def test_the_page_for_a_wrong_address_leads_to_every_page(
    context: Callable[..., BrowserContext], address: str
) -> None:
    tab = context(java_script_enabled=False).new_page()
    tab.goto(f"{address}producers/no/such/page/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("There is no such page")
    links = tab.locator("article a").evaluate_all("all => all.map(each => each.href)")
    assert {f"{address}{page}" for page in PAGES} <= set(links)
    tab.locator("article").get_by_role("link", name="When is a record safe?").click()
    expect(tab).to_have_url(f"{address}{ARTICLE}")


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_loads_the_search_which_finds_what_is_typed(look: LookAt, key: str) -> None:
    """Typing may begin at once, before the search has loaded."""
    with look("producers/") as seen:
        seen.tab.wait_for_load_state("networkidle")
        seen.leaves_the_search_alone()
        seen.tab.keyboard.press(key)
        seen.tab.keyboard.type(WORD)
        assert any("message-keys" in found for found in _found(seen.tab))
        assert [any(part in url for url in seen.asked) for part in SEARCH] == [True, True]


def test_a_finger_or_a_query_in_the_address_loads_the_search(look: LookAt) -> None:
    with look("", **PHONE) as seen:
        seen.tab.locator("label.md-header__button[for=__search]").tap()
        seen.tab.get_by_role("textbox", name="Search").fill(WORD)
        seen.tab.keyboard.press("End")
        assert _found(seen.tab)
    with look(f"?q={WORD}") as seen:
        assert any("message-keys" in found for found in _found(seen.tab))


@pytest.mark.parametrize(
    "page", [ARTICLE, "reference/cheat-sheet/", "experiments/acks-0/", "notebooks/acks/"]
)
def test_a_page_is_printed_dark_on_white_and_unfolded(look: LookAt, page: str) -> None:
    with look(page, color_scheme="dark") as seen:
        seen.tab.emulate_media(media="print")
        for gone in (
            ".md-header",
            ".md-sidebar",
            ".md-footer",
            ".md-path",
            ".page-facts",
            ".run-page",
            ".md-code__nav",
        ):
            expect(seen.tab.locator(gone).first).to_be_hidden()
        assert seen.tab.evaluate(_LUMINANCE, ".md-content p") < 0.2
        for row in seen.tab.locator(".row-now").all():  # the player's, which isn't printed
            expect(row).to_be_hidden()
        plots = "getComputedStyle(document.body).getPropertyValue('--plot-two')"
        in_dark = seen.tab.evaluate(plots)
        seen.turns("light")
        assert in_dark == seen.tab.evaluate(plots), "a plot is printed in the colors of the dark scheme"
        for answer in seen.tab.locator("details.question > p").all():
            expect(answer).to_be_visible()
        assert all(block.is_visible() for block in seen.tab.locator(".tabbed-block").all())


def test_the_cheat_sheet_is_printed_on_two_sides(look: LookAt) -> None:
    with look("reference/cheat-sheet/") as seen:
        printed = seen.tab.pdf(format="A4")
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2


def test_the_copy_for_a_folder_works_without_a_server(
    browser_from_files: Callable[[Path], Look], site: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(site / offline.NAME) as file:
        file.extractall(tmp_path)
    home = tmp_path / offline.FOLDER / "index.html"
    with browser_from_files(home) as seen:
        seen.tab.get_by_role("link", name="When is a record safe?").first.click()
        expect(seen.tab.get_by_role("heading", level=1)).to_contain_text("When is a record safe?")
        seen.tab.wait_for_load_state("load")  # the theme listens to keys from here on
        seen.tab.keyboard.press("/")
        seen.tab.keyboard.type("MessageSizeTooLarge")
        assert any("errors/index.html" in found for found in _found(seen.tab))
        seen.tab.keyboard.press("Escape")
        seen.tab.locator("form[data-md-component=palette] label:visible").click()
        seen.tab.locator(".tabbed-labels").get_by_text("aiokafka").click()
        expect(seen.tab.locator(".tabbed-content code:visible")).to_contain_text("AIOKafkaProducer")
        seen.asks_only_this_site()


def test_each_link_of_the_copy_for_a_folder_names_a_file_in_it(site: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(site / offline.NAME) as file:
        file.extractall(tmp_path)
    wrong = []
    for page in sorted((tmp_path / offline.FOLDER).rglob("*.html")):
        text = page.read_text("utf-8")
        for link in re.findall(r'<[a-z][^>]* (?:href|src)="?([^\s">#?]*)', text):
            if link and not re.match(r"[a-z]+:", link) and not (page.parent / link).is_file():
                wrong.append(f"{page.relative_to(tmp_path)}: {link}")
    assert not wrong, "\n".join(wrong)


_LUMINANCE = """where => {
  const parts = getComputedStyle(document.querySelector(where)).color.match(/[0-9.]+/g).slice(0, 3).map(Number);
  return (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]) / 255;
}"""


def _found(tab: Page) -> list[str]:
    """The addresses that the search shows for what was typed."""
    expect(tab.locator(".md-search-result__link").first).to_be_visible()
    return [
        str(link)
        for link in tab.eval_on_selector_all(".md-search-result__link", "all => all.map(each => each.href)")
    ]
