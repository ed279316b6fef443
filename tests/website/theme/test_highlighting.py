"""What makes the pages lighter takes away nothing that anybody sees."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.support.browser import PHONE
from tests.support.sites import PAGES, build_tiny, serving
from website.theme.highlighting import _KINDS, _UNSEEN, short

PAGE = {
    "docs/index.md": "# Home\n\n## Part\n\nOne `word`.\n",
    "docs/b/other.md": "# Other\n\nTwo.\n\n## Part\n\n### Smaller\n",
    "docs/b/c.md": "# C\n",
}
# Where each element of the page is, and what it says; scripts, and what could cut titles off in the
# navigation and cuts off none, are gone.
PLACES = """() => [...document.querySelectorAll("body, body :not(script, .md-nav .md-ellipsis)")].map(each => {
  const box = each.getBoundingClientRect(), words = each.checkVisibility() ? (each.innerText ?? "").split(/\\s+/).filter(word => word) : [];
  return [each.tagName, (each.className.baseVal ?? each.className).trim(), box.x, box.y, box.width, box.height, words.join(" ")];
})"""


@pytest.mark.parametrize("window", [{}, PHONE])
def test_a_minified_page_looks_and_reads_as_before(
    context: Callable[..., BrowserContext],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    window: dict[str, object],
) -> None:
    seen = []
    for name in ("light", "as it comes"):
        if name == "as it comes":
            monkeypatch.setattr("website.theme.templates.Unused.preprocess", lambda self, source, *_: source)
            monkeypatch.setattr("minify_html.minify", lambda page, **_: page)
            monkeypatch.setattr("website.theme.policy.CHARSET", '<meta charset="utf-8">')
        tab = context(**window).new_page()
        with serving(build_tiny(tmp_path / name.replace(" ", "-"), PAGE)) as tiny:
            for address in ("", "b/other/", "404.html"):
                tab.goto(tiny + address)
                if not window:  # on a desk the theme's script gives both sidebars their height
                    expect(tab.locator(".md-sidebar__scrollwrap[style]")).to_have_count(2)
                seen.append(tab.evaluate(PLACES))
                tab.locator("#__drawer").evaluate("each => each.click()")
                seen.append(tab.evaluate(PLACES))
    half = len(seen) // 2
    for light, loose in zip(seen[:half], seen[half:], strict=True):
        assert [pair for pair in zip(light, loose, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize("page", [*PAGES, "404.html"])
def test_around_its_text_a_page_has_hardly_a_byte_of_white_space(site: Path, page: str) -> None:
    html = (site / page / "index.html" if not page.endswith(".html") else site / page).read_text("utf-8")
    frame = re.sub(r"<article.*?</article>", "", html, flags=re.DOTALL)
    assert len(frame) - len(re.sub(r"\s+", " ", frame)) <= 60
    assert "<svg" in frame and not re.search(r"<svg[^>]* xmlns=", frame)


def test_the_theme_s_script_for_tabs_is_where_tabs_are(site: Path) -> None:
    for page in PAGES:
        html = (site / page / "index.html").read_text("utf-8")
        assert ('<script>var tabs=__md_get("__tabs")' in html) == ('<div class="tabbed-set' in html), page


def test_each_kind_of_token_has_the_color_of_the_theme(site: Path) -> None:
    """If a new version of the theme sorts them otherwise, this says so."""
    styles = (site / "assets/styles.css").read_text("utf-8")
    rules = re.findall(r"((?:\.highlight \.\w+,?)+)\{color:var\(--md-code-hl-(\w+)-color\)\}", styles)
    theirs = {kind: colour for kinds, colour in rules for kind in re.findall(r"\.highlight \.(\w+)", kinds)}
    ours = dict(re.findall(r"c-\[(\w)\] \{ color: var\(--md-code-hl-(\w+)-color\); \}", styles))
    assert {kind: ours[look] for look, kinds in _KINDS.items() for kind in kinds.split()} == {
        kind: colour for kind, colour in theirs.items() if kind not in _UNSEEN and colour != "generic"
    }


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            '<span></span><code><span class="kn">from</span> <span class="nn">a</span>',
            "<code><c- k>from</c-> <c- f>a</c->",
        ),
        (
            '<span class="n">f</span><span class="p">(</span><span class="mi">1</span><span class="p">)</span>',
            "f(<c- m>1</c->)",
        ),
        (
            '<span class="s2">"a </span><span class="si">%d</span><span class="s2">"</span>',
            '<c- s>"a %d"</c->',
        ),
        (
            '<span class="k">return</span> <span class="ow">not</span> <span class="k">x</span>',
            "<c- k>return</c-> not <c- k>x</c->",
        ),
        ('<span class="c1"># a</span>\n<span class="c1"># b</span>', "<c- c># a\n# b</c->"),
        (
            '<span class="c1">#&gt; a</span>\n<span class="c1">#&gt; b</span>',
            '<c- class="printed">#&gt; a</c->\n<c- class="printed">#&gt; b</c->',
        ),
        ('<span class="gp">$ </span>ls', '<span class="gp">$ </span>ls'),
    ],
)
def test_code_says_the_same_with_fewer_marks(code: str, expected: str) -> None:
    assert short(code) == expected
    assert unescape(re.sub(r"<[^>]+>", "", short(code))) == unescape(re.sub(r"<[^>]+>", "", code))
