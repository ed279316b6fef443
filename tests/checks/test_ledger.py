"""A result holds until something that it depends on has changed.

A bad result is never kept.
"""

from pathlib import Path

import pytest

from checks.ledger import RUNNER, Verified
from checks.project import ROOT
from checks.sources import KEPT, Sources
from content.ledger import FILE
from tests.support.small_project import SmallProject

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
    "checks/checker.py": "import content.includes\nfrom checks import compare\n",
    "checks/compare.py": f"{MODULE}\n\ndef late() -> None:\n    from checks import placement\n",
    "checks/placement.py": MODULE,
    "checks/witness/sitecustomize.py": MODULE,
    "tests/support/small_project.py": MODULE,
    "checks/recording/runs.py": MODULE,
}
ALL = ["first", "fourth", "second", "third"]


@pytest.fixture
def project(tmp_path: Path) -> SmallProject:
    """A page with three programs, and another page with a fourth.

    One of the three continues the first.
    """
    project = SmallProject(tmp_path)
    project.write("part/page/first", GOOD)
    project.write("part/page/second", f'"""Goes on."""\n# After: part/page/first.py\n{GOOD}')
    project.write("part/page/third", GOOD)
    project.write("part/page/fourth", GOOD)
    project.page("page.md", "part/page/first", "part/page/third", "part/page/second")
    project.page("other.md", "part/page/fourth")
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return project


def record(project: SmallProject) -> Verified:
    return Verified(project.root, project.snippets)


def check(project: SmallProject, *names: str) -> None:
    record(project).note(project.check(*names), "embedded", "4.4.0")


def holding(project: SmallProject, engine: str = "embedded") -> list[str]:
    return [snippet.path.stem for snippet in project.snippets if record(project).holds(snippet, engine)]


def test_what_was_checked_holds_on_its_engine(project: SmallProject) -> None:
    assert holding(project) == []
    check(project)
    assert holding(project) == ["first", "fourth", "second", "third"]
    assert holding(project, "container") == []


def test_a_narrowed_check_leaves_the_other_results(project: SmallProject) -> None:
    check(project, "part/page/first")
    assert holding(project) == ["first"]
    check(project, "part/page/fourth")
    assert holding(project) == ["first", "fourth"]


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
def test_a_change_takes_along_what_depends_on_it(
    project: SmallProject, changed: str, left: list[str]
) -> None:
    check(project)
    path = project.root / changed
    path.write_text(f"{path.read_text()}# changed\n")
    assert holding(project) == left


RUNS_OR_COMPARES = ["lab/__init__.py", "lab/nodes.py", "content/includes.py"]
RUNS_OR_COMPARES += [
    f"checks/{name}.py" for name in ("checker", "compare", "placement", "witness/sitecustomize")
]


@pytest.mark.parametrize("changed", RUNS_OR_COMPARES)
@pytest.mark.parametrize("kept", [False, True], ids=["read", "kept"])
def test_a_change_of_what_runs_or_compares_takes_all_along(
    project: SmallProject, changed: str, kept: bool
) -> None:
    check(project)
    path = project.root / changed
    path.write_text(f"{path.read_text()}two = 2\n")
    if not kept:
        (project.root / KEPT).unlink()
    assert holding(project) == []


@pytest.mark.parametrize("changed", [*RUNS_OR_COMPARES[1:3], *RUNS_OR_COMPARES[4:]])
def test_docstrings_comments_and_lines_are_no_part_of_a_result(project: SmallProject, changed: str) -> None:
    check(project)
    path = project.root / changed
    path.write_text(
        path.read_text()
        .replace("What it is", "Something")
        .replace("Return one", "Say one")
        .replace("always", "ever")
        + "\n# End\n"
    )
    assert "Something" in path.read_text() and "Say one" in path.read_text() and "ever" in path.read_text()
    assert holding(project) == ALL


@pytest.mark.parametrize(
    "changed",
    [
        "lab/cli.py",
        "website/figures/figures.py",
        "tests/support/small_project.py",
        "checks/recording/runs.py",
    ],
)
def test_doubles_and_figures_recorders_are_no_part_of_a_result(project: SmallProject, changed: str) -> None:
    check(project)
    (project.root / changed).write_text("two = 2\n")
    assert holding(project) == ALL


def test_only_what_runs_and_compares_counts() -> None:
    """A result depends on no other modules of this project."""
    counted = Sources(ROOT).sums(*RUNNER).keys()
    runs = [
        "clusters",
        "worker",
        "checker",
        "results",
        "plan",
        "runner",
        "compare",
        "placement",
        "topics",
        "network",
    ]
    assert counted >= {f"checks/{name}.py" for name in runs}
    assert counted >= {
        "checks/recording/comparison.py",
        "checks/recording/trace_events.py",
        "content/snippet.py",
        "content/trace.py",
    }
    assert counted >= {f"lab/{name}.py" for name in ("cluster", "guardian", "metadata", "faults")}
    assert counted >= {f"lab/engines/{name}.py" for name in ("embedded", "aot", "container", "docker")}
    assert not counted & {f"checks/{name}.py" for name in ("plugin", "watch")}
    assert not counted & {f"checks/recording/{name}.py" for name in ("figures", "runs", "keys", "keyless")}
    assert not any(name.startswith(("website/", "tests/")) for name in counted)


@pytest.mark.parametrize("text", ["", "[]", '{"python": 1}', '{"python": "x", "found": 3}'])
def test_what_was_kept_of_the_sources_may_be_spoilt(project: SmallProject, text: str) -> None:
    check(project)
    (project.root / KEPT).write_text(text)
    assert holding(project) == ALL


def test_what_is_edited_during_a_check_was_not_checked(project: SmallProject) -> None:
    before = record(project)
    (project.root / "lab/nodes.py").write_text("edited = True\n")
    before.note(project.check(), "embedded", "4.4.0")
    assert holding(project) == []


def test_the_order_of_a_page_is_no_part_of_a_result(project: SmallProject) -> None:
    """Each program runs before all earlier programs of its page.

    So its result does not depend on which programs these are.
    """
    check(project)
    project.page("page.md", "part/page/third", "part/page/first", "part/page/second")
    assert holding(project) == ["first", "fourth", "second", "third"]


def test_a_variable_of_the_compose_file_changes_all(
    project: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(project)
    monkeypatch.setenv("KAFKA_IMAGE", "other/kafka:1")
    assert holding(project) == []


def test_a_bad_result_takes_the_place_of_a_good_one(project: SmallProject) -> None:
    check(project)
    project.write("part/page/fourth", GOOD.replace("#> 1", "#> 2"))
    check(project)
    project.write("part/page/fourth", GOOD)
    assert holding(project) == ["first", "second", "third"]


def test_nothing_is_recorded_when_a_topic_is_nobody_s(project: SmallProject) -> None:
    project.cluster.known = {"stray"}
    check(project)
    assert holding(project) == []


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "null", '{"part/page/first": 1}', '{"part/page/first": {"embedded": 1}}']
)
def test_a_record_that_somebody_has_spoilt_holds_nothing(project: SmallProject, text: str) -> None:
    (project.root / FILE).write_text(text)
    assert holding(project) == []
    check(project)
    assert len(holding(project)) == 4
