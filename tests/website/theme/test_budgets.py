"""What a page may weigh, in bytes and requests.

A phone with a slow connection is the measure.
"""

import gzip
import re
from pathlib import Path

import material  # type: ignore[import-untyped]
import pytest

from tests.support.sites import PAGES, SOURCES, address_of

KB = 1000
PAGE = 30 * KB  # the page and our own styles and scripts, compressed
NOTEBOOK = 40 * KB  # the page of a notebook, as it is: with its code, its outputs and its plots
EXPLORABLE = 8 * KB  # each of our scripts, compressed
THEME = 76 * KB  # what the theme adds to each page: 61.6 kB, and 12.3 kB more when the search is used
# with the page: the styles, the theme's script and ours, two icons, the scripts of a picture and of a quiz
REQUESTS = 8
STYLES = "styles.css"  # the theme's and ours in one
_LOADED = re.compile(r"<(?:script|img|link(?=[^>]* rel=(?:stylesheet|icon)))\b[^>]*? (?:src|href)=([^\s>:]+)")


def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


@pytest.fixture(scope="module")
def themes_styles() -> int:
    """How much of the styles is the theme's."""
    folder = Path(material.__file__).parent / "templates/assets/stylesheets"
    return len(gzip.compress(b"\n".join(path.read_bytes() for path in sorted(folder.glob("*.min.css"))), 9))


def loaded_by(page: Path) -> list[Path]:
    """The files that a browser loads with a page, each once."""
    return list(
        dict.fromkeys(
            (page.parent / address).resolve() for address in _LOADED.findall(page.read_text("utf-8"))
        )
    )


def is_ours(path: Path) -> bool:
    return path.suffix in (".css", ".js") and path.parent.name == "assets"


@pytest.mark.parametrize("page", [*PAGES, "404.html"])
def test_a_page_with_our_styles_and_scripts_is_light(site: Path, themes_styles: int, page: str) -> None:
    path = site / page if page.endswith(".html") else site / page / "index.html"
    html = weight(path)
    parts = (
        {file.name: weight(file) for file in loaded_by(path) if is_ours(file)}
        if page != "404.html"
        else {STYLES: themes_styles}
    )
    parts[STYLES] -= themes_styles
    assert html + sum(parts.values()) <= PAGE, f"/{page}: {html} bytes of HTML and {parts}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_makes_few_requests(site: Path, page: str) -> None:
    loaded = loaded_by(site / page / "index.html")
    assert all(path.is_file() for path in loaded)
    assert len(loaded) + 1 <= REQUESTS, f"/{page}: {', '.join(path.name for path in loaded)}"


def test_a_script_is_small_and_only_where_it_is_asked_for(site: Path) -> None:
    everywhere = {"own.js"}
    scripts = {path.name: weight(path) for path in (site / "assets").glob("*.js")}
    assert {name: size for name, size in scripts.items() if size > EXPLORABLE} == {}
    for page in PAGES:
        html = (site / page / "index.html").read_text("utf-8")
        loaded = {
            path.name
            for path in loaded_by(site / page / "index.html")
            if is_ours(path) and path.suffix == ".js"
        }
        assert loaded - everywhere == {f"{name}.js" for name in re.findall(r"data-script=([a-z_]+)", html)}, (
            page
        )


def test_a_notebook_is_light(site: Path) -> None:
    weights = {path.parent.name: path.stat().st_size for path in site.glob("notebooks/*/index.html")}
    assert len(weights) >= 4
    assert {name: size for name, size in weights.items() if size > NOTEBOOK} == {}


def test_the_theme_s_part_has_not_grown(site: Path, themes_styles: int) -> None:
    weights = {
        path.name: weight(path)
        for path in (site / "assets/javascripts").rglob("*.js")
        if "lunr" not in path.parts
    }
    weights[STYLES] = themes_styles
    assert sum(weights.values()) <= THEME, weights


def test_each_source_has_its_page(site: Path) -> None:
    assert all((site / address_of(source) / "index.html").is_file() for source in SOURCES)
