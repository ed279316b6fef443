"""`make update` writes what a program printed under the print that printed it, and nothing else, ever."""

import os
from pathlib import Path

import pytest

from checks.files import write
from checks.results import Prover
from tests.support.small_project import House

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
MARK = "################### OUTPUT ###################\n"

# Programs whose output is nothing to rely on, and why.
REFUSED = {
    "fails": ('print("new")\n#> old\nraise SystemExit(1)\n', "what a program with a fault printed is not written down"),
    "complains": ('import sys\nprint("new")\n#> old\nprint(1, file=sys.stderr)\n', "what a program with a fault printed"),
    "hangs": ('import threading\nprint("new", flush=True)\n#> old\nthreading.Event().wait(60)\n', "what a program with a fault printed"),
    "prints nothing": ('import os\nos._exit(0)\nprint("new")\n#> old\n', "what a program with a fault printed"),
    "prints a long line": ('print("x" * 81)\n#> old\n', "what a program with a fault printed"),
    "writes without print": ('import sys\nsys.stdout.write("new\\n")\n#> old\n', "what a program with a fault printed"),
    "prints by chance": ("import os\nprint(os.urandom(9).hex())\n#> old\n", "it printed different things in 2 runs"),
    "prints in turn": (
        'for n in range(2):\n    print("a")\n    print("b")\n    #> old\n',
        "the prints in line 2 and after it print in turn; use one print in a loop",
    ),
    "prints from a library": ('import threading\nthreading.Thread(target=print, args=["new"]).start()\n#> old\n', "a thread of a library"),
    "is no Python": ('print("new"\n#> old\n', "what a program with a fault printed"),
}


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    house.page("page.md", "part/page/it")
    return house


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_output_is_put_in_its_place(house: House, case: Path) -> None:
    before, _, after = case.read_text("utf-8").partition(MARK)
    path = house.write("part/page/it", before)
    proof = house.update()
    assert path.read_text("utf-8") == after
    assert proof.updated == ["snippets/part/page/it.py"]
    assert [problem for case in proof.cases for problem in case.problems] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_right_output_is_not_touched(house: House, case: Path) -> None:
    path = house.write("part/page/it", case.read_text("utf-8").partition(MARK)[2])
    os.utime(path, (1, 1))
    inode = path.stat().st_ino
    proof = house.update()
    assert [problem for case in proof.cases for problem in case.problems] == []
    assert proof.updated == []
    assert (path.stat().st_mtime, path.stat().st_ino) == (1, inode)


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_output_that_is_nothing_to_rely_on_is_refused(house: House, text: str, reason: str) -> None:
    house.deadline = 1.0 if "wait" in text else 20.0
    path = house.write("part/page/it", text)
    proof = house.update()
    problems = [problem for case in proof.cases for problem in case.problems]
    assert any(f"snippets/part/page/it.py:1: keeps its old `#>` lines: {reason}" in problem for problem in problems), problems
    assert proof.updated == []
    assert path.read_text("utf-8") == text
    assert [file.name for file in path.parent.iterdir()] == ["it.py"]


def test_output_that_does_not_come_a_third_time_is_taken_back(house: House) -> None:
    runs = house.root / "runs"
    text = (
        f'with open({str(runs)!r}, "a+") as runs:\n'
        '    runs.write("x")\n'
        "    runs.seek(0)\n"
        "    count = len(runs.read())\n"
        'print("one of the first" if count < 3 else "a later one")\n'
        "#> old\n"
    )
    path = house.write("part/page/it", text)
    proof = house.update()
    assert runs.read_text() == "xxxx"
    assert path.read_text("utf-8") == text
    assert proof.updated == []
    assert any("keeps its old `#>` lines: with new ones it failed" in problem for case in proof.cases for problem in case.problems)


def test_program_with_another_fault_is_not_touched(house: House) -> None:
    house.cluster.known = {"odd"}
    path = house.write("part/page/it", 'topic = "odd"\nprint("a")\n#> a\n')
    os.utime(path, (1, 1))
    proof = house.update()
    assert [len(case.problems) for case in proof.cases] == [1, 1]
    assert path.stat().st_mtime == 1


def test_one_program_s_fault_costs_no_other_its_update(house: House) -> None:
    good = house.write("part/page/good", 'print("new")\n#> old\n')
    bad = house.write("part/page/bad", 'print("new")\n#> old\nraise SystemExit(1)\n')
    right = house.write("part/page/right", 'print("right")\n#> right\n')
    proof = house.update()
    assert good.read_text() == 'print("new")\n#> new\n'
    assert bad.read_text() == 'print("new")\n#> old\nraise SystemExit(1)\n'
    assert proof.updated == ["snippets/part/page/good.py"]
    assert {case.snippet.name for case in proof.cases if case.problems} == {"part/page/bad"}
    assert sorted(case.snippet.path for case in proof.cases) == sorted([good, bad, right] * 2)


def test_only_the_chosen_program_is_updated(house: House) -> None:
    chosen = house.write("part/page/chosen", 'print("new")\n')
    other = house.write("part/page/other", 'print("new")\n')
    house.page("page.md", "part/page/other", "part/page/chosen")
    assert house.update("part/page/chosen").updated == ["snippets/part/page/chosen.py"]
    assert chosen.read_text() == 'print("new")\n#> new\n'
    assert other.read_text() == 'print("new")\n'


def test_interrupted_update_gives_the_old_text_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    path = house.write("part/page/it", 'print("new")\n#> old\n')
    prove, calls = Prover.prove, list[str]()

    def interrupted(*arguments: object) -> object:
        calls.append(path.read_text())
        if len(calls) == 2:
            raise KeyboardInterrupt
        return prove(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Prover, "prove", interrupted)
    with pytest.raises(KeyboardInterrupt):
        house.update()
    assert calls == ['print("new")\n#> old\n', 'print("new")\n#> new\n']
    assert path.read_text() == 'print("new")\n#> old\n'


def test_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "it.py"
    path.write_text("old\n")
    path.chmod(0o755)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="No space left"):
            write(path, "new\n")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("it.py", "old\n")]
    write(path, "new\n")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("it.py", "new\n")]
    assert path.stat().st_mode & 0o777 == 0o755
