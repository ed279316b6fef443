"""One build of the real site, one server for it, one browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.support.browser import DESK, LISTEN, UNFOLD, Look, Tabs
from tests.support.sites import ROOT, serving

expect.set_options(timeout=30_000)  # milliseconds; brokers may be starting on this machine meanwhile

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, as `make build` builds it."""
    folder = tmp_path_factory.mktemp("built") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, f"the site does not build:\n{run.stderr}"
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the real site is served."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts the system's Chromium; arguments are variables of its environment."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(
            "Chromium is missing, so no page was opened in a browser (Debian: apt-get install chromium)"
        )
    with sync_playwright() as playwright:

        def launched(**variables: str) -> Browser:
            return playwright.chromium.launch(
                executable_path=path, args=FLAGS, env={**os.environ, **variables}
            )

        yield launched


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser with the fonts of this machine."""
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Iterator[Tabs]:
    """The tabs that all tests share."""
    tabs = Tabs(browser)
    yield tabs
    tabs.close()


@pytest.fixture(scope="session")
def look(tabs: Tabs, address: str) -> Callable[..., Look]:
    """Opens a page of the real site and notes what happens while it loads."""
    return lambda page, **options: Look(tabs.one(**options), address, page)


@pytest.fixture
def browser_from_files(browser: Browser) -> Iterator[Callable[[Path], Look]]:
    """Opens a page from a file."""
    with browser.new_context(reduced_motion="reduce") as window:
        window.add_init_script(LISTEN)
        yield lambda page: Look(window.new_page(), f"{page.parent.as_uri()}/", page.name)


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Gives windows of a browser that has never seen the site; their arguments are Playwright's."""
    contexts: list[BrowserContext] = []

    def new(**options: object) -> BrowserContext:
        contexts.append(browser.new_context(**DESK | options))
        return contexts[-1]

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def visit(tabs: Tabs, address: str) -> Callable[..., Page]:
    """Opens a page of the real site.

    Where scripts run, everything that can be unfolded is unfolded.
    """

    def opened(page: str, **options: object) -> Page:
        tab = tabs.one(**options)
        tab.goto(address + page)
        if options.get("java_script_enabled", True):
            tab.eval_on_selector_all("details", UNFOLD)
        return tab

    return opened
