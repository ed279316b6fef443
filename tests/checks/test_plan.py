"""Each round runs every program and leaves none out.

In one round a program runs before the earlier ones of its page, in the next in the order of its reader.
"""

import os
import signal
import time
from pathlib import Path

import pytest

from checks import plan
from checks.checker import Nobody
from checks.plan import IN_PAGE_ORDER, IN_REVERSE_ORDER, page_order_problems
from checks.results import ProgramResult
from content.snippet import before
from tests.support.small_project import SmallProject


@pytest.fixture
def project(tmp_path: Path) -> SmallProject:
    return SmallProject(tmp_path / "project")


def test_one_round_is_in_page_order_and_one_in_reverse(project: SmallProject) -> None:
    """The reverse round comes first; page order is the order of the reader."""
    for name in "abc":
        project.write(f"part/page/{name}", _noting(project, name))
    project.page("page.md", "part/page/c", "part/page/a", "part/page/c", "part/page/b")
    results = project.check()
    assert not any(result.problems for result in results.runs)
    assert _notes(project) == ["b", "a", "c", "c", "a", "b"]


def test_on_a_second_engine_the_reader_s_order_is_enough(project: SmallProject) -> None:
    project.write("part/page/right", f"{_noting(project, 'right')}")
    project.write("part/page/wrong", "raise SystemExit(3)\n")
    project.page("page.md", "part/page/right", "part/page/wrong")
    project.rounds = (IN_PAGE_ORDER,)
    results = project.check()
    assert _notes(project) == ["right"]
    assert not results.problems("part/page/right", IN_REVERSE_ORDER) + results.problems(
        "part/page/right", IN_PAGE_ORDER
    )
    assert (
        results.problems("part/page/wrong", IN_REVERSE_ORDER)
        == results.problems("part/page/wrong", IN_PAGE_ORDER)
        != []
    )


def test_programs_run_side_by_side_in_both_rounds(project: SmallProject) -> None:
    # Each waits for the other one to have begun: one after the other, the first would never end.
    for mine, other in (("a", "b"), ("b", "a")):
        project.write(f"part/page/{mine}", _meeting(project, mine, other))
        project.page(f"{mine}.md", f"part/page/{mine}")
    project.workers = 2
    assert [problem for result in project.check().runs for problem in result.problems] == []


def test_program_that_continues_another_runs_after_it(project: SmallProject) -> None:
    project.write(
        "part/page/a_second", f'"""Goes on."""\n# After: part/page/first.py\n{_noting(project, "second")}'
    )
    project.write(
        "part/page/b_third", f'"""Goes on."""\n# After: part/page/a_second.py\n{_noting(project, "third")}'
    )
    project.write("part/page/first", _noting(project, "first"))
    project.page("page.md", "part/page/first", "part/page/a_second", "part/page/b_third")
    project.check()
    assert _notes(project) == ["first", "second", "third"] * 2


def test_narrowed_to_a_program_runs_what_it_needs(project: SmallProject) -> None:
    for name in ("first", "unrelated", "above", "below"):
        project.write(f"part/page/{name}", _noting(project, name))
    project.write(
        "part/page/second", f'"""Goes on."""\n# After: part/page/first.py\n{_noting(project, "second")}'
    )
    project.page("page.md", "part/page/above", "part/page/first", "part/page/second", "part/page/below")
    project.page("other.md", "part/page/unrelated")
    results = project.check("part/page/second")
    assert _notes(project) == ["first", "second", "above", "first", "second"]
    assert not results.problems("part/page/second", IN_REVERSE_ORDER) + results.problems(
        "part/page/second", IN_PAGE_ORDER
    )


def test_a_repeated_program_starts_without_its_topics(project: SmallProject) -> None:
    """A second page that shows a program runs it again, after its topics are deleted."""
    project.cluster.known = {"shared", "shared-2", "other"}
    project.write("part/page/shared", _noting(project, "shared"))
    project.write("part/page/other", _noting(project, "other"))
    project.page("one.md", "part/page/other", "part/page/shared")
    project.page("two.md", "part/page/shared")
    results = project.check()
    assert project.cluster.asked == ["reset", "reset", "delete shared shared-2"]
    assert [result.where for result in results.of("part/page/shared")] == [
        IN_REVERSE_ORDER,
        f"{IN_PAGE_ORDER}, docs/one.md",
        f"{IN_PAGE_ORDER}, docs/two.md",
    ]


def test_program_of_no_page_is_run_all_the_same(project: SmallProject) -> None:
    project.write("part/page/first", _noting(project, "first"))
    project.write(
        "part/page/second", f'"""Goes on."""\n# After: part/page/first.py\n{_noting(project, "second")}'
    )
    project.check("part/page/second")
    assert _notes(project) == ["first", "second"] * 2


def test_circle_of_programs_comes_to_an_end(project: SmallProject) -> None:
    project.write("part/page/a", f'"""Goes on."""\n# After: part/page/b.py\n{_noting(project, "a")}')
    project.write("part/page/b", f'"""Goes on."""\n# After: part/page/a.py\n{_noting(project, "b")}')
    by_name = {snippet.name: snippet for snippet in project.snippets}
    assert by_name["part/page/a"] in before(by_name["part/page/a"], by_name)
    assert {result.snippet.name for result in project.check().runs} == {"part/page/a", "part/page/b"}


def test_page_that_shows_the_end_of_a_story_first_is_told(project: SmallProject) -> None:
    project.write("part/page/first", 'print("a")\n')
    project.write("part/page/second", '"""Goes on."""\n# After: part/page/first.py\nprint("a")\n')
    project.page("right.md", "part/page/first", "part/page/second")
    project.page("wrong.md", "part/page/second", "part/page/first")
    assert page_order_problems(project.root, {snippet.name: snippet for snippet in project.snippets}) == [
        "docs/wrong.md:1: shows snippets/part/page/second.py, which comes after snippets/part/page/first.py: show that one above it."
    ]


@pytest.mark.parametrize("name", ["in_reverse_order", "in_page_order"])
def test_round_that_loses_a_program_fails(
    project: SmallProject, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for program in ("kept", "lost"):
        project.write(f"part/page/{program}", _noting(project, program))
    planned = getattr(plan, name)
    monkeypatch.setattr(
        plan,
        name,
        lambda *args: [chain for chain in planned(*args) if chain[0].snippets[0].name != "part/page/lost"],
    )
    with pytest.raises(AssertionError, match=r"never ran .*: snippets/part/page/lost\.py$"):
        project.check()


def test_program_without_a_result_has_a_problem(project: SmallProject) -> None:
    project.write("part/page/a", _noting(project, "a"))
    (problem,) = project.check().problems("part/page/never", IN_REVERSE_ORDER)
    assert problem.startswith(f"snippets/part/page/never.py:1: never ran {IN_REVERSE_ORDER}")


def test_ctrl_c_ends_every_program(project: SmallProject) -> None:
    project.write("part/page/quick", _meeting(project, "quick", "slow"))
    project.write(
        "part/page/slow",
        f"import threading\nopen({str(project.root / 'slow')!r}, 'w')\nthreading.Event().wait(60)\n",
    )

    class CtrlC(Nobody):
        def seen(self, result: ProgramResult) -> None:
            os.kill(os.getpid(), signal.SIGINT)

    project.watcher, project.deadline, began = CtrlC(), 50, time.monotonic()
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it may be ignored
    try:
        with pytest.raises(KeyboardInterrupt):
            project.check()
    finally:
        signal.signal(signal.SIGINT, kept)
    assert time.monotonic() - began < 40, "the slow program was waited for"


def _noting(project: SmallProject, word: str) -> str:
    """A program that leaves a word behind, where others leave theirs."""
    return f'with open({str(project.root / "notes")!r}, "a") as notes:\n    notes.write("{word}\\n")\nprint("fine")\n#> fine\n'


def _notes(project: SmallProject) -> list[str]:
    return (project.root / "notes").read_text().split()


def _meeting(project: SmallProject, mine: str, other: str) -> str:
    return (
        "import os\n"
        "import time\n"
        "from pathlib import Path\n"
        f"folder = Path({str(project.root)!r})\n"
        f"(folder / '{mine}').touch()\n"
        f"while not (folder / '{other}').exists():\n"
        "    time.sleep(0.01)\n"
        "print('met')\n"
        "#> met\n"
    )
