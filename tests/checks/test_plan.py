"""Each round runs every program: before the earlier ones of its page, then in the order of its reader; nothing is left out."""

import os
import signal
import time
from pathlib import Path

import pytest

from checks import plan
from checks.plan import IN_PAGE_ORDER, IN_REVERSE_ORDER, page_order_problems
from checks.results import Case, Nobody
from content.snippet import before
from tests.support.small_project import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "house")


def test_one_round_is_the_reverse_of_the_other_the_reader_s_order(house: House) -> None:
    for name in "abc":
        house.write(f"part/page/{name}", _noting(house, name))
    house.page("page.md", "part/page/c", "part/page/a", "part/page/c", "part/page/b")
    proof = house.prove()
    assert not any(case.problems for case in proof.cases)
    assert _notes(house) == ["b", "a", "c", "c", "a", "b"]


def test_on_a_second_engine_the_reader_s_order_is_enough(house: House) -> None:
    house.write("part/page/right", f"{_noting(house, 'right')}")
    house.write("part/page/wrong", "raise SystemExit(3)\n")
    house.page("page.md", "part/page/right", "part/page/wrong")
    house.rounds = (IN_PAGE_ORDER,)
    proof = house.prove()
    assert _notes(house) == ["right"]
    assert not proof.problems("part/page/right", IN_REVERSE_ORDER) + proof.problems("part/page/right", IN_PAGE_ORDER)
    assert proof.problems("part/page/wrong", IN_REVERSE_ORDER) == proof.problems("part/page/wrong", IN_PAGE_ORDER) != []


def test_programs_run_side_by_side_in_both_rounds(house: House) -> None:
    # Each waits for the other one to have begun: one after the other, the first would never end.
    for mine, other in (("a", "b"), ("b", "a")):
        house.write(f"part/page/{mine}", _meeting(house, mine, other))
        house.page(f"{mine}.md", f"part/page/{mine}")
    house.workers = 2
    assert [problem for case in house.prove().cases for problem in case.problems] == []


def test_program_that_continues_another_runs_after_it(house: House) -> None:
    house.write("part/page/a_second", f'"""Goes on."""\n# After: part/page/first.py\n{_noting(house, "second")}')
    house.write("part/page/b_third", f'"""Goes on."""\n# After: part/page/a_second.py\n{_noting(house, "third")}')
    house.write("part/page/first", _noting(house, "first"))
    house.page("page.md", "part/page/first", "part/page/a_second", "part/page/b_third")
    house.prove()
    assert _notes(house) == ["first", "second", "third"] * 2


def test_narrowed_to_a_program_runs_what_it_needs(house: House) -> None:
    for name in ("first", "unrelated", "above", "below"):
        house.write(f"part/page/{name}", _noting(house, name))
    house.write("part/page/second", f'"""Goes on."""\n# After: part/page/first.py\n{_noting(house, "second")}')
    house.page("page.md", "part/page/above", "part/page/first", "part/page/second", "part/page/below")
    house.page("other.md", "part/page/unrelated")
    proof = house.prove("part/page/second")
    assert _notes(house) == ["first", "second", "above", "first", "second"]
    assert not proof.problems("part/page/second", IN_REVERSE_ORDER) + proof.problems("part/page/second", IN_PAGE_ORDER)


def test_page_that_shows_a_program_again_starts_without_its_topics(house: House) -> None:
    house.cluster.known = {"shared", "shared-2", "other"}
    house.write("part/page/shared", _noting(house, "shared"))
    house.write("part/page/other", _noting(house, "other"))
    house.page("one.md", "part/page/other", "part/page/shared")
    house.page("two.md", "part/page/shared")
    proof = house.prove()
    assert house.cluster.asked == ["reset", "reset", "delete shared shared-2"]
    assert [case.where for case in proof.of("part/page/shared")] == [
        IN_REVERSE_ORDER,
        f"{IN_PAGE_ORDER}, docs/one.md",
        f"{IN_PAGE_ORDER}, docs/two.md",
    ]


def test_program_of_no_page_is_run_all_the_same(house: House) -> None:
    house.write("part/page/first", _noting(house, "first"))
    house.write("part/page/second", f'"""Goes on."""\n# After: part/page/first.py\n{_noting(house, "second")}')
    house.prove("part/page/second")
    assert _notes(house) == ["first", "second"] * 2


def test_circle_of_programs_comes_to_an_end(house: House) -> None:
    house.write("part/page/a", f'"""Goes on."""\n# After: part/page/b.py\n{_noting(house, "a")}')
    house.write("part/page/b", f'"""Goes on."""\n# After: part/page/a.py\n{_noting(house, "b")}')
    by_name = {snippet.name: snippet for snippet in house.snippets}
    assert by_name["part/page/a"] in before(by_name["part/page/a"], by_name)
    assert {case.snippet.name for case in house.prove().cases} == {"part/page/a", "part/page/b"}


def test_page_that_shows_the_end_of_a_story_first_is_told(house: House) -> None:
    house.write("part/page/first", 'print("a")\n')
    house.write("part/page/second", '"""Goes on."""\n# After: part/page/first.py\nprint("a")\n')
    house.page("right.md", "part/page/first", "part/page/second")
    house.page("wrong.md", "part/page/second", "part/page/first")
    assert page_order_problems(house.root, {snippet.name: snippet for snippet in house.snippets}) == [
        "docs/wrong.md:1: shows snippets/part/page/second.py, which comes after snippets/part/page/first.py: show that one above it."
    ]


@pytest.mark.parametrize("name", ["in_reverse_order", "in_page_order"])
def test_round_that_loses_a_program_fails(house: House, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for program in ("kept", "lost"):
        house.write(f"part/page/{program}", _noting(house, program))
    planned = getattr(plan, name)
    monkeypatch.setattr(plan, name, lambda *args: [chain for chain in planned(*args) if chain[0].snippets[0].name != "part/page/lost"])
    with pytest.raises(AssertionError, match=r"never ran .*: snippets/part/page/lost\.py$"):
        house.prove()


def test_program_without_a_result_has_a_problem(house: House) -> None:
    house.write("part/page/a", _noting(house, "a"))
    (problem,) = house.prove().problems("part/page/never", IN_REVERSE_ORDER)
    assert problem.startswith(f"snippets/part/page/never.py:1: never ran {IN_REVERSE_ORDER}")


def test_ctrl_c_ends_every_program(house: House) -> None:
    house.write("part/page/quick", _meeting(house, "quick", "slow"))
    house.write("part/page/slow", f"import threading\nopen({str(house.root / 'slow')!r}, 'w')\nthreading.Event().wait(60)\n")

    class CtrlC(Nobody):
        def seen(self, case: Case) -> None:
            os.kill(os.getpid(), signal.SIGINT)

    house.watcher, house.deadline, began = CtrlC(), 50, time.monotonic()
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it may be ignored
    try:
        with pytest.raises(KeyboardInterrupt):
            house.prove()
    finally:
        signal.signal(signal.SIGINT, kept)
    assert time.monotonic() - began < 40, "the slow program was waited for"


def _noting(house: House, word: str) -> str:
    """A program that leaves a word behind, where others leave theirs."""
    return f'with open({str(house.root / "notes")!r}, "a") as notes:\n    notes.write("{word}\\n")\nprint("fine")\n#> fine\n'


def _notes(house: House) -> list[str]:
    return (house.root / "notes").read_text().split()


def _meeting(house: House, mine: str, other: str) -> str:
    return (
        "import os\n"
        "import time\n"
        "from pathlib import Path\n"
        f"folder = Path({str(house.root)!r})\n"
        f"(folder / '{mine}').touch()\n"
        f"while not (folder / '{other}').exists():\n"
        "    time.sleep(0.01)\n"
        "print('met')\n"
        "#> met\n"
    )
