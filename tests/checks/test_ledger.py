"""A result holds until something that it depends on has changed, and a bad one is never kept."""

from pathlib import Path

import pytest

from checks.ledger import RUNNER, Verified
from checks.project import ROOT
from checks.sources import KEPT, Sources
from content.ledger import FILE
from tests.support.small_project import House

GOOD = "print(1)\n#> 1\n"
MODULE = '"""What it is."""\n\n\ndef one() -> int:\n    """Return one."""\n    return 1  # always\n'
# A lab, what runs and compares, and what does neither.
FILES = {
    "docker-compose.yml": "x: 1\n",
    "lab/__init__.py": "from lab.nodes import one\n",
    "lab/nodes.py": MODULE,
    "lab/cli.py": MODULE,
    "lab/log4j2.yaml": "x: 1\n",
    "content/includes.py": MODULE,
    "website/figures/figures.py": MODULE,
    "checks/results.py": "import content.includes\nfrom checks import compare\n",
    "checks/compare.py": f"{MODULE}\n\ndef late() -> None:\n    from checks import placement\n",
    "checks/placement.py": MODULE,
    "checks/witness/sitecustomize.py": MODULE,
    "tests/support/small_project.py": MODULE,
    "checks/recording/runs.py": MODULE,
}
ALL = ["first", "fourth", "second", "third"]


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
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
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
        ("snippets/part/page/first.py", ["fourth", "third"]),
        ("snippets/part/page/second.py", ["first", "fourth", "third"]),
        ("snippets/part/page/third.py", ["first", "fourth", "second"]),
        ("docker-compose.yml", []),
        ("lab/log4j2.yaml", []),
    ],
)
def test_a_change_takes_along_what_depends_on_it(house: House, changed: str, left: list[str]) -> None:
    check(house)
    path = house.root / changed
    path.write_text(f"{path.read_text()}# changed\n")
    assert holding(house) == left


RUNS_OR_COMPARES = ["lab/__init__.py", "lab/nodes.py", "content/includes.py"]
RUNS_OR_COMPARES += [f"checks/{name}.py" for name in ("results", "compare", "placement", "witness/sitecustomize")]


@pytest.mark.parametrize("changed", RUNS_OR_COMPARES)
@pytest.mark.parametrize("kept", [False, True], ids=["read", "kept"])
def test_a_change_of_what_runs_or_compares_takes_all_along(house: House, changed: str, kept: bool) -> None:
    check(house)
    path = house.root / changed
    path.write_text(f"{path.read_text()}two = 2\n")
    if not kept:
        (house.root / KEPT).unlink()
    assert holding(house) == []


@pytest.mark.parametrize("changed", [*RUNS_OR_COMPARES[1:3], *RUNS_OR_COMPARES[4:]])
def test_docstrings_comments_and_lines_are_no_part_of_a_result(house: House, changed: str) -> None:
    check(house)
    path = house.root / changed
    path.write_text(
        path.read_text().replace("What it is", "Something").replace("Return one", "Say one").replace("always", "ever") + "\n# End\n"
    )
    assert "Something" in path.read_text() and "Say one" in path.read_text() and "ever" in path.read_text()
    assert holding(house) == ALL


@pytest.mark.parametrize(
    "changed", ["lab/cli.py", "website/figures/figures.py", "tests/support/small_project.py", "checks/recording/runs.py"]
)
def test_a_test_double_and_a_figure_s_recorder_are_no_part_of_a_result(house: House, changed: str) -> None:
    check(house)
    (house.root / changed).write_text("two = 2\n")
    assert holding(house) == ALL


def test_of_this_project_what_runs_and_compares_counts_and_nothing_else() -> None:
    counted = Sources(ROOT).sums(*RUNNER).keys()
    runs = ["clusters", "worker", "results", "plan", "runner", "compare", "placement", "topics", "network"]
    assert counted >= {f"checks/{name}.py" for name in runs}
    assert counted >= {"checks/recording/comparison.py", "checks/recording/trace_events.py", "content/snippet.py", "content/trace.py"}
    assert counted >= {f"lab/{name}.py" for name in ("cluster", "guardian", "metadata", "faults")}
    assert counted >= {f"lab/engines/{name}.py" for name in ("embedded", "aot", "container", "docker")}
    assert not counted & {f"checks/{name}.py" for name in ("plugin", "watch")}
    assert not counted & {f"checks/recording/{name}.py" for name in ("figures", "runs", "keys", "keyless")}
    assert not any(name.startswith(("website/", "tests/")) for name in counted)


@pytest.mark.parametrize("text", ["", "[]", '{"python": 1}', '{"python": "x", "found": 3}'])
def test_what_was_kept_of_the_sources_may_be_spoilt(house: House, text: str) -> None:
    check(house)
    (house.root / KEPT).write_text(text)
    assert holding(house) == ALL


def test_what_is_edited_during_a_check_was_not_checked(house: House) -> None:
    before = record(house)
    (house.root / "lab/nodes.py").write_text("edited = True\n")
    before.note(house.prove(), "embedded", "4.4.0")
    assert holding(house) == []


def test_the_order_of_a_page_is_no_part_of_a_result(house: House) -> None:
    """Each program ran before all earlier ones of its page, so what these are says nothing about it."""
    check(house)
    house.page("page.md", "part/page/third", "part/page/first", "part/page/second")
    assert holding(house) == ["first", "fourth", "second", "third"]


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
