"""`make update` writes each printed line under the print that printed it.

It never writes anything else.
"""

import os
from pathlib import Path

import pytest

from checks.checker import Checker
from checks.files import write
from tests.support.small_project import SmallProject

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
MARK = "################### OUTPUT ###################\n"

# Programs whose output is nothing to rely on, and why.
REFUSED = {
    "fails": (
        'print("new")\n#> old\nraise SystemExit(1)\n',
        "what a program with a fault printed is not written down",
    ),
    "complains": (
        'import sys\nprint("new")\n#> old\nprint(1, file=sys.stderr)\n',
        "what a program with a fault printed",
    ),
    "hangs": (
        'import threading\nprint("new", flush=True)\n#> old\nthreading.Event().wait(60)\n',
        "what a program with a fault printed",
    ),
    "prints nothing": (
        'import os\nos._exit(0)\nprint("new")\n#> old\n',
        "what a program with a fault printed",
    ),
    "prints a long line": ('print("x" * 81)\n#> old\n', "what a program with a fault printed"),
    "writes without print": (
        'import sys\nsys.stdout.write("new\\n")\n#> old\n',
        "what a program with a fault printed",
    ),
    "prints by chance": (
        "import os\nprint(os.urandom(9).hex())\n#> old\n",
        "it printed different things in 2 runs",
    ),
    "prints in turn": (
        'for n in range(2):\n    print("a")\n    print("b")\n    #> old\n',
        "the prints in line 2 and after it print in turn; use one print in a loop",
    ),
    "prints from a library": (
        'import threading\nthreading.Thread(target=print, args=["new"]).start()\n#> old\n',
        "a thread of a library",
    ),
    "is no Python": ('print("new"\n#> old\n', "what a program with a fault printed"),
}


@pytest.fixture
def project(tmp_path: Path) -> SmallProject:
    project = SmallProject(tmp_path)
    project.page("page.md", "part/page/it")
    return project


@pytest.mark.parametrize("golden", CASES, ids=lambda file: file.stem)
def test_output_is_put_in_its_place(project: SmallProject, golden: Path) -> None:
    before, _, after = golden.read_text("utf-8").partition(MARK)
    path = project.write("part/page/it", before)
    results = project.update()
    assert path.read_text("utf-8") == after
    assert results.updated == ["snippets/part/page/it.py"]
    assert [problem for result in results.runs for problem in result.problems] == []


@pytest.mark.parametrize("golden", CASES, ids=lambda file: file.stem)
def test_right_output_is_not_touched(project: SmallProject, golden: Path) -> None:
    path = project.write("part/page/it", golden.read_text("utf-8").partition(MARK)[2])
    os.utime(path, (1, 1))
    inode = path.stat().st_ino
    results = project.update()
    assert [problem for result in results.runs for problem in result.problems] == []
    assert results.updated == []
    assert (path.stat().st_mtime, path.stat().st_ino) == (1, inode)


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_output_that_is_nothing_to_rely_on_is_refused(project: SmallProject, text: str, reason: str) -> None:
    project.deadline = 1.0 if "wait" in text else 20.0
    path = project.write("part/page/it", text)
    results = project.update()
    problems = [problem for result in results.runs for problem in result.problems]
    assert any(
        f"snippets/part/page/it.py:1: keeps its old `#>` lines: {reason}" in problem for problem in problems
    ), problems
    assert results.updated == []
    assert path.read_text("utf-8") == text
    assert [file.name for file in path.parent.iterdir()] == ["it.py"]


def test_output_that_does_not_come_a_third_time_is_taken_back(project: SmallProject) -> None:
    runs = project.root / "runs"
    text = (
        f'with open({str(runs)!r}, "a+") as runs:\n'
        '    runs.write("x")\n'
        "    runs.seek(0)\n"
        "    count = len(runs.read())\n"
        'print("one of the first" if count < 3 else "a later one")\n'
        "#> old\n"
    )
    path = project.write("part/page/it", text)
    results = project.update()
    assert runs.read_text() == "xxxx"
    assert path.read_text("utf-8") == text
    assert results.updated == []
    assert any(
        "keeps its old `#>` lines: with new ones it failed" in problem
        for result in results.runs
        for problem in result.problems
    )


def test_program_with_another_fault_is_not_touched(project: SmallProject) -> None:
    project.cluster.known = {"odd"}
    path = project.write("part/page/it", 'topic = "odd"\nprint("a")\n#> a\n')
    os.utime(path, (1, 1))
    results = project.update()
    assert [len(result.problems) for result in results.runs] == [1, 1]
    assert path.stat().st_mtime == 1


def test_one_program_s_fault_costs_no_other_its_update(project: SmallProject) -> None:
    good = project.write("part/page/good", 'print("new")\n#> old\n')
    bad = project.write("part/page/bad", 'print("new")\n#> old\nraise SystemExit(1)\n')
    right = project.write("part/page/right", 'print("right")\n#> right\n')
    results = project.update()
    assert good.read_text() == 'print("new")\n#> new\n'
    assert bad.read_text() == 'print("new")\n#> old\nraise SystemExit(1)\n'
    assert results.updated == ["snippets/part/page/good.py"]
    assert {result.snippet.name for result in results.runs if result.problems} == {"part/page/bad"}
    assert sorted(result.snippet.path for result in results.runs) == sorted([good, bad, right] * 2)


def test_only_the_chosen_program_is_updated(project: SmallProject) -> None:
    chosen = project.write("part/page/chosen", 'print("new")\n')
    other = project.write("part/page/other", 'print("new")\n')
    project.page("page.md", "part/page/other", "part/page/chosen")
    assert project.update("part/page/chosen").updated == ["snippets/part/page/chosen.py"]
    assert chosen.read_text() == 'print("new")\n#> new\n'
    assert other.read_text() == 'print("new")\n'


def test_interrupted_update_gives_the_old_text_back(
    project: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.write("part/page/it", 'print("new")\n#> old\n')
    check, calls = Checker.check, list[str]()

    def interrupted(*arguments: object) -> object:
        calls.append(path.read_text())
        if len(calls) == 2:
            raise KeyboardInterrupt
        return check(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Checker, "check", interrupted)
    with pytest.raises(KeyboardInterrupt):
        project.update()
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
