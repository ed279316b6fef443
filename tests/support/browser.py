"""Visits to pages, and the tabs to make them in.

A visit has all of its checks; what is wrong is reported with its page.
"""

from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

LISTEN = """addEventListener("securitypolicyviolation", event =>
  console.error(`policy: ${event.violatedDirective} stops ${event.blockedURI || "inline"} ${event.sample}`))"""
# Waits for two pictures of the browser's, in which a script can see what has been unfolded. What is scrolled
# by a pixel needs no stop.
_STOPS = """async () => {
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
  const scrolls = box => box.scrollWidth > box.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(box).overflowX);
  const reached = box => box.tabIndex >= 0 || box.querySelector("a[href], button, input, summary, [tabindex='0']");
  const all = [...document.querySelectorAll(".md-content *")].filter(box => box.clientWidth);
  return [...all.filter(box => scrolls(box) && !reached(box)).map(box => `no stop: ${box.outerHTML.slice(0, 80)}`),
    ...all.filter(box => box.matches("pre > code, .md-typeset__scrollwrap") && box.tabIndex >= 0 && box.scrollWidth <= box.clientWidth)
      .map(box => `nothing scrolls: ${box.outerHTML.slice(0, 80)}`)];
}"""
_FORGET = "location.protocol == 'http:' && (localStorage.clear(), sessionStorage.clear())"
# What the mark behind a heading, which shows under the pointer, changes in the height of its heading.
_GAPS = """() => {
  const headings = [...document.querySelectorAll(".md-typeset :is(h1, h2, h3):has(> .headerlink)")];
  const marks = headings.map(each => each.querySelector(".headerlink")), heights = headings.map(each => each.offsetHeight);
  marks.forEach(mark => { mark.style.display = "none"; });
  const without = headings.map(each => each.offsetHeight);
  marks.forEach(mark => { mark.style.display = ""; });
  return headings.filter((_, n) => without[n] !== heights[n]).map(each => each.textContent);
}"""
UNFOLD = "all => all.forEach(each => each.open = true)"
# Three quarters of the time of a run go into contrast, which depends on the scheme and on nothing else; the
# other rules don't.
_CONTRAST = ["color-contrast", "link-in-text-block"]
RULES: dict[str, dict[str, object]] = {
    "": {},
    "contrast": {"runOnly": _CONTRAST},
    "all but contrast": {"rules": {rule: {"enabled": False} for rule in _CONTRAST}},
}
SCHEMES = {"light": "default", "dark": "slate"}  # Material's names
T = TypeVar("T")
DESK: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 900},
    "color_scheme": "light",
    "reduced_motion": "reduce",
}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 780},
    "has_touch": True,
    "is_mobile": True,
}  # it may have a keyboard, too
SEARCH = ("search_index", "workers/search")


class Tabs:
    """Tabs for one visit after the other, as good as new for each.

    A new tab costs three times what the visit itself does.

    Args:
        browser: whose tabs.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser, self._tabs = browser, dict[str, Page]()

    def one(self, **options: Any) -> Page:
        """An empty tab in a browser that remembers nothing.

        The options are those of Playwright's windows.
        """
        given = DESK | options
        size, looks = (
            given.pop("viewport"),
            {name: given.pop(name) for name in ("color_scheme", "reduced_motion")},
        )
        tab = self._tabs.get(repr(given))
        if tab is None:
            tab = self._tabs[repr(given)] = self._browser.new_context(**given).new_page()
            tab.add_init_script(LISTEN)
        elif given.get("java_script_enabled", True):
            tab.evaluate(_FORGET)
        tab.goto("about:blank")
        tab.mouse.move(0, 0)
        tab.set_viewport_size(size)
        tab.emulate_media(media="null", **looks)
        return tab

    def close(self) -> None:
        for tab in self._tabs.values():
            tab.context.close()


class Look:
    """One page in a tab.

    As a context it raises all that was found wrong together.

    Args:
        tab: the tab.
        address: where the site is served.
        page: the page's address under the site's.
    """

    def __init__(self, tab: Page, address: str, page: str) -> None:
        self.tab = tab
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self._address, self._page = address, page
        self._listeners: dict[str, Callable[[Any], None]] = {
            "request": lambda request: self.asked.append(request.url),
            "console": lambda message: self.check(
                message.type not in ("error", "warning"), f"the console says: {message.text}"
            ),
            "pageerror": lambda error: self.check(False, f"a script fails: {error}"),
            "response": lambda answer: self.check(
                answer.status < 400, f"{answer.url} is answered with {answer.status}"
            ),
        }
        for event, listener in self._listeners.items():
            self.tab.on(event, listener)  # type: ignore[call-overload]
        self.tab.goto(address + page, wait_until="load")

    def check(self, holds: bool, sentence: str) -> None:
        """Note a sentence if something doesn't hold."""
        if not holds:
            self.wrong.append(f"/{self._page}: {sentence}")

    def asks_only_this_site(self) -> None:
        """No request goes to any other host."""
        away = [url for url in self.asked if not url.startswith((self._address, "data:", "blob:"))]
        self.check(not away, f"asks elsewhere: {', '.join(away)}")

    def leaves_the_search_alone(self) -> None:
        """Neither the search's index nor its worker is loaded."""
        loaded = [url for url in self.asked if any(part in url for part in SEARCH)]
        self.check(not loaded, f"loads the search, which nobody has used: {', '.join(loaded)}")

    def is_accessible(self, rules: str = "") -> None:
        """Axe finds nothing, with everything unfolded that can be.

        Args:
            rules: narrows down what Axe looks at; a key of `RULES`.
        """
        self.tab.eval_on_selector_all("details", UNFOLD)
        found = Axe().run(self.tab, options={"resultTypes": ["violations"]} | RULES[rules])
        self.check(found.violations_count == 0, f"axe: {found.generate_report()}")

    def turns(self, scheme: str) -> None:
        """The system's scheme changes, light or dark, and the page's with it."""
        self.tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        self.tab.locator(f"body[data-md-color-scheme={SCHEMES[scheme]}]").wait_for()

    def in_every_way(self, widths: Mapping[int, T]) -> Iterator[tuple[str, T]]:
        """Shows the page in both schemes at each width in pixels.

        Yields the words for it, and what belongs to the width.
        """
        for scheme in SCHEMES:
            self.turns(scheme)
            for width, belongs in widths.items():
                self.tab.set_viewport_size({"width": width, "height": 844})
                yield f"/{self._page}, {scheme}, {width} px", belongs

    def fits(self, width: int) -> None:
        """Nothing scrolls sideways."""
        self.tab.eval_on_selector_all("details", UNFOLD)
        wide = int(self.tab.evaluate("document.documentElement.scrollWidth"))
        self.check(wide <= width, f"is {wide} px wide on a screen of {width}")
        cut = "width => [...document.querySelectorAll('.md-content p, .md-content li')].filter(each => each.scrollWidth > width).length"
        self.check(self.tab.evaluate(cut, width) == 0, "has text that is wider than the screen")

    def has_headings_without_gaps(self) -> None:
        """The mark behind a heading opens no line of its own."""
        gaps = self.tab.evaluate(_GAPS)
        self.check(not gaps, f"headings with a gap below: {gaps}")

    def is_reached_by_keyboard(self) -> None:
        """The keyboard reaches what scrolls sideways.

        Code or a table that doesn't scroll is no stop.
        """
        wrong = self.tab.evaluate(_STOPS)
        self.check(not wrong, f"the keyboard and what scrolls: {wrong}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for event, listener in self._listeners.items():
            self.tab.remove_listener(event, listener)
        if error is None:
            assert not self.wrong, "\n".join(self.wrong)
