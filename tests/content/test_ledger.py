"""A page shows the last check's result for each of its programs.

It says nothing better than the record.
"""

import hashlib
import json
from pathlib import Path

import pytest

from content.ledger import FILE, check_status, seal
from tests.support.sites import build_tiny

TEXT = "print(1)\n#> 1\n"
ENTRY = {
    "kafka": "4.4.0",
    "kafka-python": "3.0.12",
    "at": "2026-11-24T10:00:00+00:00",
    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
}
LATER = ENTRY | {"at": "2026-11-25T10:00:00+00:00"}


def project(folder: Path, record: object, *names: str) -> list[Path]:
    """Programs with one text, and a record."""
    paths = [folder / f"snippets/part/page/{name}.py" for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT)
    if isinstance(record, dict):
        record = {
            name: {engine: entry | {"seal": seal(name, engine, entry)} for engine, entry in entries.items()}
            for name, entries in record.items()
        }
    (folder / FILE).write_text(record if isinstance(record, str) else json.dumps(record))
    return paths


def test_the_oldest_of_the_last_checks_counts(tmp_path: Path) -> None:
    record = {"part/page/one": {"embedded": ENTRY, "container": LATER}, "part/page/two": {"embedded": LATER}}
    one, two = project(tmp_path, record, "one", "two")
    sentence = (
        "2 programs on this page were checked on Apache Kafka 4.4.0 with kafka-python 3.0.12, 2026-11-25."
    )
    assert check_status([one, two, one], tmp_path).sentence == sentence
    record["part/page/two"] = {"embedded": ENTRY}
    project(tmp_path, record, "one", "two")
    assert check_status([one, two], tmp_path).sentence == sentence.replace("25", "24")


def test_a_program_that_is_another_one_now_was_not_checked(tmp_path: Path) -> None:
    one, two = project(
        tmp_path, {"part/page/one": {"embedded": ENTRY}, "part/page/two": {"embedded": ENTRY}}, "one", "two"
    )
    two.write_text(TEXT.replace("1", "2"))
    found = check_status([one, two], tmp_path)
    assert not found.is_whole
    assert (
        found.sentence == "1 program or statement of this page has not been checked as shown: run make check."
    )


@pytest.mark.parametrize(
    "record", ["", "[]", "{", '{"part/page/one": 1}', '{"part/page/one": {"embedded": {}}}', "null"]
)
def test_a_record_that_somebody_has_spoilt_says_nothing(tmp_path: Path, record: str) -> None:
    assert not check_status(project(tmp_path, record, "one"), tmp_path).is_whole


@pytest.mark.parametrize(("address", "published"), [("", True), ("https://example.org/", False)])
def test_an_unchecked_page_stops_a_published_site_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, published: bool
) -> None:
    monkeypatch.setenv("SITE_URL", address)
    site = build_tiny(
        tmp_path,
        {
            "docs/index.md": '# Home\n\n```python\n--8<-- "snippets/a/one.py"\n```\n',
            "snippets/a/one.py": TEXT,
        },
    )
    assert (site / "index.html").is_file() == published
    if published:
        assert (
            "<p class=checked>1 program or statement of this page has not been checked"
            in (site / "index.html").read_text()
        )
