"""A result holds until something that it depends on has changed, and a bad one is never kept."""

from pathlib import Path

import pytest

from checks.ledger import Verified
from content.ledger import FILE
from tests.support.small_project import House

GOOD = "print(1)\n#> 1\n"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A page with three programs, one of which continues the first, and a page of its own for a fourth."""
    house = House(tmp_path)
    house.write("part/page/first", GOOD)
    house.write("part/page/second", f'"""Goes on."""\n# After: part/page/first.py\n{GOOD}')
    house.write("part/page/third", GOOD)
    house.write("part/page/fourth", GOOD)
    house.page("page.md", "part/page/first", "part/page/third", "part/page/second")
    house.page("other.md", "part/page/fourth")
    (tmp_path / "docker-compose.yml").write_text("x: 1\n")
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab/lab.py").write_text("")
    return house


def record(house: House) -> Verified:
    return Verified(house.root, house.snippets)


def check(house: House, *names: str) -> None:
    record(house).note(house.prove(*names), "embedded", "4.4.0")


def holding(house: House, engine: str = "embedded") -> list[str]:
    return [snippet.path.stem for snippet in house.snippets if record(house).holds(snippet, engine)]


def test_what_was_checked_holds_on_its_engine(house: House) -> None:
    assert holding(house) == []
    check(house)
    assert holding(house) == ["first", "fourth", "second", "third"]
    assert holding(house, "container") == []


def test_a_narrowed_check_leaves_the_other_results(house: House) -> None:
    check(house, "part/page/first")
    assert holding(house) == ["first"]
    check(house, "part/page/fourth")
    assert holding(house) == ["first", "fourth"]


@pytest.mark.parametrize(
    ("changed", "left"),
    [
        ("snippets/part/page/first.py", ["fourth"]),
        ("snippets/part/page/second.py", ["first", "fourth", "third"]),
        ("snippets/part/page/third.py", ["first", "fourth"]),
        ("docker-compose.yml", []),
        ("lab/lab.py", []),
    ],
)
def test_a_change_takes_along_what_depends_on_it(house: House, changed: str, left: list[str]) -> None:
    check(house)
    path = house.root / changed
    path.write_text(f"{path.read_text()}# changed\n")
    assert holding(house) == left


def test_what_is_edited_during_a_check_was_not_checked(house: House) -> None:
    before = record(house)
    (house.root / "lab/lab.py").write_text("# edited meanwhile\n")
    before.note(house.prove(), "embedded", "4.4.0")
    assert holding(house) == []


def test_another_order_on_a_page_is_another_result(house: House) -> None:
    check(house)
    house.page("page.md", "part/page/first", "part/page/second", "part/page/third")
    assert holding(house) == ["first", "fourth"]


def test_a_variable_of_the_compose_file_changes_all(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    check(house)
    monkeypatch.setenv("KAFKA_IMAGE", "other/kafka:1")
    assert holding(house) == []


def test_a_bad_result_takes_the_place_of_a_good_one(house: House) -> None:
    check(house)
    house.write("part/page/fourth", GOOD.replace("#> 1", "#> 2"))
    check(house)
    house.write("part/page/fourth", GOOD)
    assert holding(house) == ["first", "second", "third"]


def test_nothing_is_recorded_when_a_topic_is_nobody_s(house: House) -> None:
    house.cluster.known = {"stray"}
    check(house)
    assert holding(house) == []


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '{"part/page/first": 1}', '{"part/page/first": {"embedded": 1}}'])
def test_a_record_that_somebody_has_spoilt_holds_nothing(house: House, text: str) -> None:
    (house.root / FILE).write_text(text)
    assert holding(house) == []
    check(house)
    assert len(holding(house)) == 4
