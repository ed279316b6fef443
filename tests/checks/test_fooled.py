"""No way of fooling the check passes.

Each is a failure with the program's name, and costs no other program its run.
"""

from pathlib import Path

import pytest

from checks.plan import IN_PAGE_ORDER, IN_REVERSE_ORDER
from tests.support.small_project import SmallProject

GOOD = 'print("fine")\n#> fine\n'

# What a program does, and the beginning of the sentence that it must earn in each round.
FOOLS = {
    "ends its interpreter before it prints": (
        'import os\nos._exit(0)\nprint("a")\n#> a\n',
        "snippets/part/page/fool.py:1: printed nothing to its standard output; a snippet prints what it shows.",
    ),
    "ends its interpreter with output in its buffer": (
        'import os\nprint("a")\n#> a\nos._exit(0)\n',
        "snippets/part/page/fool.py:1: printed nothing to its standard output",
    ),
    "ends its interpreter half-way": (
        'import os\nprint("a", flush=True)\n#> a\nos._exit(0)\nprint("b")\n#> b\n',
        "snippets/part/page/fool.py:6: its `#>` lines are not what it printed",
    ),
    "prints nothing and shows nothing": (
        "a = 1\n",
        "snippets/part/page/fool.py:1: printed nothing to its standard output",
    ),
    "prints to the wrong stream": (
        'import sys\nprint("a", file=sys.stderr)\n#> a\n',
        "snippets/part/page/fool.py:1: wrote to standard error, which no page shows",
    ),
    "prints to both streams": (
        'import sys\nprint("a")\n#> a\nprint("b", file=sys.stderr)\n',
        "snippets/part/page/fool.py:1: wrote to standard error, which no page shows",
    ),
    "prints something else": (
        'print("b")\n#> a\n',
        "snippets/part/page/fool.py:2: its `#>` lines are not what it printed",
    ),
    "prints in another order": (
        'print("b")\n#> a\nprint("a")\n#> b\n',
        "snippets/part/page/fool.py:2: its `#>` lines are not what it printed",
    ),
    "shows fewer lines": (
        "for n in range(3):\n    print(n)\n    #> 0\n    #> 1\n",
        "snippets/part/page/fool.py:4: its `#>` lines are not what it printed",
    ),
    "shows more lines": (
        "for n in range(2):\n    print(n)\n    #> 0\n    #> 1\n    #> 2\n",
        "snippets/part/page/fool.py:5: its `#>` lines are not what it printed",
    ),
    "shows output of a print that never ran": (
        'print("a")\n#> a\nif not print:\n    print("b")\n    #> b\n',
        "snippets/part/page/fool.py:5: its `#>` lines are not what it printed",
    ),
    "shows no output": (
        'print("a")\n',
        "snippets/part/page/fool.py:1: its `#>` lines are not what it printed",
    ),
    "ends with an exit code": (
        'import sys\nprint("a")\n#> a\nsys.exit(3)\n',
        "snippets/part/page/fool.py:1: ended with exit code 3 and not 0",
    ),
    "raises": (
        'print("a")\n#> a\nraise ValueError("b")\n',
        "snippets/part/page/fool.py:1: ended with exit code 1 and not 0",
    ),
    "is no Python": ('print("a"\n#> a\n', "snippets/part/page/fool.py:1: ended with exit code 1 and not 0"),
    "asks a person": (
        "print(input())\n#> a\n",
        "snippets/part/page/fool.py:1: ended with exit code 1 and not 0",
    ),
    "is killed": (
        'import os\nimport signal\nprint("a", flush=True)\n#> a\nos.kill(os.getpid(), signal.SIGKILL)\n',
        "snippets/part/page/fool.py:1: was killed by SIGKILL",
    ),
    "prints without end": (
        'while True:\n    print("a")\n    #> a\n',
        "snippets/part/page/fool.py:1: printed without end and was killed",
    ),
    "prints a long line": (
        f'print("a" * 81)\n#> {"a" * 81}\n',
        "snippets/part/page/fool.py:1: prints a line of 81 characters, 80 fit on a page",
    ),
    "prints blanks at the end of a line": (
        'print("a ")\n#> a \n',
        "snippets/part/page/fool.py:1: prints characters that nobody sees on a page",
    ),
    "prints colours": (
        'print("\\x1b[1ma")\n#> \x1b[1ma\n',
        "snippets/part/page/fool.py:1: prints characters that nobody sees on a page",
    ),
    "leaves its last line open": (
        'print("a", end="")\n#> a\n',
        "snippets/part/page/fool.py:1: its last line of output has no end",
    ),
    "leaves a process behind": (
        'import subprocess\nsubprocess.Popen(["sleep", "60"], stdout=-3, stderr=-3)\nprint("a")\n#> a\n',
        "snippets/part/page/fool.py:1: left a process running behind it",
    ),
    "rewrites itself": (
        'print("a")\n#> a\nopen(__file__, "a").write("b = 1\\n")\n',
        "snippets/part/page/fool.py:1: changed while it was being checked",
    ),
}

# The same, for what only the witness of the first round can see.
FOOLS_OF_A_WITNESS = {
    "shows output under another print": (
        'print("a")\nprint("b")\n#> a\n#> b\n',
        "snippets/part/page/fool.py:2: a `#>` line stands under a print that did not print it",
    ),
    "shows a loop's output under a print that never ran": (
        'for n in range(2):\n    print("a")\n    #> a\nif not n:\n    print("a")\n    #> a\n',
        "snippets/part/page/fool.py:4: a `#>` line stands under a print that did not print it",
    ),
    "prints in turn": (
        'for n in range(2):\n    print("a")\n    #> a\n    #> b\n    print("b")\n    #> a\n    #> b\n',
        "snippets/part/page/fool.py:2: prints in turn with another print",
    ),
    "writes without print": (
        'import sys\nsys.stdout.write("a\\n")\n#> a\n',
        "snippets/part/page/fool.py:1: wrote to standard output by something else than print()",
    ),
    "prints from a library": (
        'import threading\nthreading.Thread(target=print, args=["a"]).start()\n#> a\n',
        "snippets/part/page/fool.py:1: 'a' was printed by a thread of a library",
    ),
}


@pytest.fixture
def project(tmp_path: Path) -> SmallProject:
    project = SmallProject(tmp_path)
    project.write("part/page/a_good_one", GOOD)
    project.write("part/page/the_last_one", GOOD)
    project.page("page.md", "part/page/a_good_one", "part/page/fool", "part/page/the_last_one")
    return project


@pytest.mark.parametrize(("text", "sentence"), FOOLS.values(), ids=FOOLS)
def test_fool_fails_by_name(project: SmallProject, text: str, sentence: str) -> None:
    path = project.write("part/page/fool", text)
    results = project.check()
    assert _says(results.problems("part/page/fool", IN_REVERSE_ORDER), f"({IN_REVERSE_ORDER}) {sentence}")
    if "changed" not in sentence:  # it says so in the first round; in the second it is another program
        assert _says(
            results.problems("part/page/fool", IN_PAGE_ORDER), f"({IN_PAGE_ORDER}, docs/page.md) {sentence}"
        )
        assert path.read_text("utf-8") == text
    _others_are_fine(project, results.runs)


@pytest.mark.parametrize(("text", "sentence"), FOOLS_OF_A_WITNESS.values(), ids=FOOLS_OF_A_WITNESS)
def test_fool_fails_in_the_round_with_a_witness(project: SmallProject, text: str, sentence: str) -> None:
    project.write("part/page/fool", text)
    results = project.check()
    assert _says(results.problems("part/page/fool", IN_REVERSE_ORDER), f"({IN_REVERSE_ORDER}) {sentence}")
    _others_are_fine(project, results.runs)


def test_failure_shows_the_difference_and_what_mends_it(project: SmallProject) -> None:
    """The command is `make update`."""
    project.write("part/page/fool", 'print("a")\n#> a\nprint("new")\n#> old\n')
    (problem,) = project.check().problems("part/page/fool", IN_REVERSE_ORDER)
    assert "`make update`" in problem
    assert problem.splitlines()[-2:] == ["    -old", "    +new"]


def test_program_with_a_fault_is_not_sent_to_the_update(project: SmallProject) -> None:
    project.write("part/page/fool", 'print("new")\n#> old\nraise SystemExit(1)\n')
    problems = "\n".join(project.check().problems("part/page/fool", IN_REVERSE_ORDER))
    assert "mend the program first" in problems
    assert "make update" not in problems


def test_traceback_names_the_file_as_one_types_it(project: SmallProject) -> None:
    project.write("part/page/fool", 'print("a")\n#> a\nraise ValueError("b")\n')
    assert 'File "snippets/part/page/fool.py", line 3' in "\n".join(
        project.check().problems("part/page/fool", IN_REVERSE_ORDER)
    )


def _says(problems: list[str], sentence: str) -> bool:
    assert any(problem.startswith(sentence) for problem in problems), problems
    return True


def _others_are_fine(project: SmallProject, runs: list) -> None:  # type: ignore[type-arg]
    ran = [result.snippet.name for result in runs]
    assert sorted(ran) == sorted(["part/page/a_good_one", "part/page/fool", "part/page/the_last_one"] * 2)
    assert not [
        result.problems for result in runs if result.snippet.name != "part/page/fool" and result.problems
    ]
