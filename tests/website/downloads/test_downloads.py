"""What a build writes beside its pages.

That is zips of programs, twins in Markdown, old addresses, the policy, and words about each page.
"""

import io
import re
import zipfile
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
import yaml

from content.includes import programs_on, shown_text
from content.markdown import INCLUDE, find_fences
from content.values import load
from tests.support.sites import NOTEBOOKS, PAGES, ROOT, SOURCES, address_of, build_tiny
from website.downloads.archives import archive, snippets_of, zip_name, zip_of
from website.page.usage import commands, minutes
from website.theme.policy import NotAllowed, check

PROGRAM = 'print("<one>")\n\n\ndef two():\n    pass\n'
PAGE = """---
description: One thing.
---

# Home

=== "a"

    ```python
    --8<-- "snippets/a/one.py"
    ```

??? question "Which?"

    See [the other](b/other.md#part){ .x }.
"""
TINY = {
    "docs/index.md": PAGE,
    "docs/b/other.md": "# Other\n\n## Part\n\nBack to [home](../index.md).\n",
    "snippets/a/one.py": PROGRAM,
}


@pytest.mark.parametrize(
    "source", [source for source in SOURCES if programs_on(source, ROOT)], ids=address_of
)
def test_the_zip_of_a_page_holds_the_bytes_of_its_snippets(source: Path, site: Path) -> None:
    address = address_of(source)
    with zipfile.ZipFile(site / address / zip_name(address)) as file:
        held = {name: file.read(name) for name in file.namelist()}
    snippets = snippets_of(programs_on(source, ROOT))
    assert held == {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in snippets}
    page = (site / address / "index.html").read_text("utf-8").partition("<section class=run-page")[2]
    assert f"<a download href={zip_name(address)}>" in page
    typed = re.sub(r"<[^>]+>", "", page)
    assert [name for name in held if f"$ .venv/bin/python {name}\n" not in typed] == []


def test_a_zip_has_the_same_bytes_each_time() -> None:
    programs = programs_on(ROOT / "docs/producers/acks.md", ROOT)
    assert zip_of(programs, ROOT) == zip_of(programs, ROOT)
    with zipfile.ZipFile(io.BytesIO(archive([("a", b"1")]))) as file:
        assert (file.infolist()[0].date_time, file.infolist()[0].external_attr >> 16) == (
            (1980, 1, 1, 0, 0, 0),
            0o644,
        )


def test_programs_for_another_cluster_follow_its_start() -> None:
    typed = commands(programs_on(ROOT / "docs/experiments/bootstrap.md", ROOT), ROOT)
    assert typed[:2] == [".venv/bin/lab up", ".venv/bin/lab reset"]
    at = typed.index("KAFKA_AUTO_CREATE_TOPICS=false .venv/bin/lab up")
    assert typed[at - 1 : at + 2 : 2] == [
        ".venv/bin/lab down",
        ".venv/bin/python snippets/experiments/bootstrap/no_such_topic.py",
    ]


def test_two_hundred_words_are_a_minute() -> None:
    assert minutes(f"<p>{'word ' * 1000}</p><svg><text>{'word ' * 1000}</text></svg>", []) == 5


def test_a_twin_says_what_its_page_says(tmp_path: Path) -> None:
    site = build_tiny(tmp_path, TINY)
    assert (site / "index.md").read_text("utf-8") == (
        f"# Home\n\n**a**\n\n```python\n{PROGRAM}```\n\n**Which?**\n\nSee [the other](b/other/index.md#part).\n\n---\n\n"
        "1 program or statement of this page has not been checked as shown: run make check.\n"
    )
    assert (site / "b/other/index.md").read_text(
        "utf-8"
    ) == "# Other\n\n## Part\n\nBack to [home](../../index.md).\n"


@pytest.mark.parametrize("source", SOURCES, ids=address_of)
def test_the_twin_of_a_page_has_its_programs_and_no_marks(source: Path, site: Path) -> None:
    twin = (site / address_of(source) / "index.md").read_text("utf-8")
    for program in programs_on(source, ROOT):
        assert shown_text(program.snippet, program.section).strip("\n") in twin
    fences = find_fences(twin)
    assert not any(INCLUDE.match(line) for line in twin.splitlines())
    code = {number for fence in fences for number in fence.lines}
    prose = "\n".join(line for number, line in enumerate(twin.splitlines(), 1) if number not in code)
    assert not re.search(r"\{\{|\[\[|\{:|<(?:svg|figure|div|script|a)\b|proof=", prose)
    for link in re.findall(r"\]\((?!https?:)([^)\s#]+)[^)\s]*\)", prose):
        assert (site / address_of(source) / link).is_file(), link


def test_the_twin_of_a_picture_made_of_words_has_the_words(site: Path) -> None:
    twin = (site / "producers/message-keys/index.md").read_text("utf-8")
    assert re.search(
        r"^\*Picture: The key alice is 5 bytes: .* kafka-python, aiokafka, Java; murmur2 .* mod 3 = \d; P\d\. .* Recorded on",
        twin,
        re.M,
    )


def test_the_twin_of_the_defaults_has_the_values(site: Path) -> None:
    version = load(ROOT)["kafka-python"]["version"]
    assert f"kafka-python {version}, confluent-kafka" in (site / "reference/defaults/index.md").read_text(
        "utf-8"
    )


def test_llms_txt_lists_and_describes_the_twin_of_each_page(site: Path) -> None:
    listed = re.findall(r"^- \[.+\]\((.+)\): .+$", (site / "llms.txt").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(f"{page}index.md" for page in PAGES)


def test_an_old_address_leads_to_its_page(site: Path) -> None:
    moved = yaml.safe_load((ROOT / "docs/moved.yml").read_text("utf-8"))
    assert moved
    for old, uri in moved.items():
        page = (site / old / "index.html").read_text("utf-8")
        target = re.findall(r'content="0; url=([^"]+)"', page)[0]
        assert (site / old / target).resolve() == (site / address_of(ROOT / "docs" / uri)).resolve()
        assert f'<a href="{target}">' in page


def test_files_beside_a_moved_page_have_their_old_address(site: Path) -> None:
    for notebook in NOTEBOOKS:
        old, new = site / "labs" / notebook.stem, site / "notebooks" / notebook.stem
        assert (old / notebook.name).read_bytes() == notebook.read_bytes()
        assert (old / "index.md").read_bytes() == (new / "index.md").read_bytes()
    assert (site / "labs/index.md").read_bytes() == (site / "notebooks/index.md").read_bytes()


def test_links_of_files_at_an_old_address_lead_to_files(site: Path) -> None:
    for twin in (site / "labs").rglob("index.md"):
        for link in re.findall(r"\]\((?!https?:)([^)\s#]+)[^)\s]*\)", twin.read_text("utf-8")):
            assert (twin.parent / link).is_file(), (twin, link)


def test_a_shortened_address_has_no_files_of_its_page(site: Path) -> None:
    for old in ("start", "experiments", "reference", "proof"):
        assert [path.name for path in (site / old).iterdir() if path.is_file()] == ["index.html"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "old/: none.md",
            "docs/moved.yml:1: old/ leads to docs/none.md, which does not exist; name the page that has its place.",
        ),
        ("b/other/: index.md", "docs/moved.yml:1: b/other/ is a page itself."),
        ("old: index.md", "docs/moved.yml:1: old is no address of a page: end it with a /."),
    ],
)
def test_an_old_address_that_cannot_work_stops_the_build(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    line: str,
    sentence: str,
) -> None:
    build_tiny(tmp_path, TINY | {"docs/moved.yml": f"{line}\n"})
    assert sentence in caplog.text + capsys.readouterr().err


def test_the_policy_allows_this_site_and_theme_scripts_only(site: Path) -> None:
    for path in [*site.rglob("index.html"), site / "404.html"]:
        page = path.read_text("utf-8")
        policy = re.findall(
            r'http-equiv="Content-Security-Policy" content="([^"]+)"', page.partition("<title>")[0]
        )
        assert len(policy) == 1, path
        scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        hashes = {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in scripts}
        rules = {rule.split()[0]: set(rule.split()[1:]) for rule in policy[0].split("; ")}
        assert rules.pop("default-src") == {"'none'"}
        if not rules:
            continue  # a page that has moved
        assert rules.pop("script-src") == {"'self'"} | hashes
        allowed = {source for sources in rules.values() for source in sources}
        assert allowed <= {
            "'self'",
            "'none'",
            "data:",
            *(["'unsafe-inline'"] if "labs" in path.parts else []),
        }, path


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<script>alert(1)</script>", "the inline script 'alert(1)' is not the theme's"),
        ('<p onclick="alert(1)">', "an attribute onclick holds a script"),
    ],
)
def test_what_the_policy_would_stop_stops_the_build(html: str, words: str) -> None:
    with pytest.raises(NotAllowed, match=re.escape(words)):
        check(html)


def test_each_page_says_what_it_is_to_those_who_show_links(site: Path) -> None:
    for page in PAGES:
        text = (site / page / "index.html").read_text("utf-8")
        described = re.findall(r'<meta content="([^"]+)" name=description>', text)[0]
        assert 60 <= len(described) <= 170, f"{page} has a description of {len(described)} letters"
        assert list(map(unescape, re.findall(r'<meta content="([^"]+)" property=og:description>', text))) == [
            unescape(described)
        ]
        assert re.search(r"<meta content=(?:\w+|\"[^\"]+\") property=og:title>", text)


def test_a_published_site_has_a_map_and_full_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/kafka/")
    site = build_tiny(tmp_path, {"docs/index.md": "# Home\n", "docs/b/other.md": "# Other\n"})
    assert "<loc>https://example.org/kafka/b/other/</loc>" in (site / "sitemap.xml").read_text("utf-8")
    assert "Sitemap: https://example.org/kafka/sitemap.xml\n" in (site / "robots.txt").read_text("utf-8")
    page = (site / "b/other/index.html").read_text("utf-8")
    assert "<meta content=https://example.org/kafka/b/other/ property=og:url>" in page
    image = re.findall(r"<meta content=https://example.org/kafka/(\S+) property=og:image>", page)
    assert (site / image[0]).stat().st_size < 100_000
    assert "](https://example.org/kafka/b/other/index.md)" in (site / "llms.txt").read_text("utf-8")
