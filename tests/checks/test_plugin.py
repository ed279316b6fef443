"""The whole check, as `make check` starts it, in a small project.

The tests read what it prints and how it ends.
"""

import shutil

import pytest

from tests.support.check_run import GOOD, HEADER, WRONG, check, snippets, write


def test_all_is_well(project: pytest.Pytester) -> None:
    result = check(project)
    result.assert_outcomes(passed=9, deselected=2)
    assert result.ret == pytest.ExitCode.OK
    result.stdout.re_match_lines(
        [r"2 programs, 2 runs in interpreters of their own, \d+\.\d s: \d\.\d\d s a program\."]
    )
    result.stdout.no_fnmatch_line("*lab's cluster is up*")


def test_page_order_is_run_where_it_is_asked_for(project: pytest.Pytester) -> None:
    """`make test` asks for it, on each engine.

    Nothing else finds a program that needs a later one.
    """
    left = f'{HEADER}from pathlib import Path\n\nleft = Path(__file__).parents[2] / "left"\n'
    prints = GOOD.removeprefix(HEADER)
    snippets(project, one=f"{left}left.unlink()\n{prints}", two=f"{left}left.touch()\n{prints}")
    check(project).assert_outcomes(passed=9, deselected=2)
    result = check(project, "--every-engine")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["*in the order of its page, docs/page.md) snippets/part/page/one.py:1: ended with exit code 1*"]
    )


def test_wrong_program_fails_by_its_name(project: pytest.Pytester) -> None:
    snippets(project, one=GOOD, two=f"{HEADER}import os\n\nos._exit(0)\nprint(1)\n#> 1\n")
    result = check(project, "--in-page-order")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=9, failed=2)
    result.stdout.fnmatch_lines(
        [
            "*snippets/part/page/two.py:1: printed nothing to its standard output*",
            "FAILED tests/programs/test_snippets.py::test_snippet_prints_what_its_page_shows[[]part/page/two]*",
            "FAILED tests/programs/test_snippets.py::test_snippet_prints_the_same_in_page_order[[]part/page/two]*",
        ]
    )


def test_lab_s_cluster_is_used_and_that_is_said(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UP", "1")
    check(project).stdout.fnmatch_lines(["*The lab's cluster is up and is used: all its topics are deleted*"])


def test_lab_s_cluster_is_refused_in_one_sentence(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UP", "1")
    result = check(project, "--own-cluster")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*A cluster of the lab is up.*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_narrowed_run_says_so(project: pytest.Pytester) -> None:
    result = check(project, "-k", "two")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.re_match_lines(
        [r"Narrowed by the command line: 1 of 2 programs were checked\.", r"1 programs, 1 runs .*"]
    )


def test_what_has_not_changed_is_not_run_again_and_that_is_said(project: pytest.Pytester) -> None:
    check(project)
    result = check(project, "--changed")
    result.assert_outcomes(passed=9, deselected=2)
    result.stdout.fnmatch_lines(
        ["2 programs are as they were when last checked here, and were not run again."]
    )
    result.stdout.no_fnmatch_line("*interpreters of their own*")
    snippets(project, one=GOOD, two=WRONG)
    result = check(project, "--changed")
    result.assert_outcomes(passed=8, failed=1, deselected=2)
    result.stdout.fnmatch_lines(
        ["1 program is as it was when last checked here, and was not run again.", "1 programs, 1 runs in *"]
    )
    check(project, "--changed").assert_outcomes(passed=8, failed=1, deselected=2)


def test_ci_runs_every_program(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    check(project)
    monkeypatch.setenv("CI", "true")
    check(project, "--changed").stdout.re_match_lines(
        [r"2 programs, 2 runs in interpreters of their own, .*"]
    )


def test_narrowed_to_nothing_is_a_failure(project: pytest.Pytester) -> None:
    result = check(project, "-k", "topics_belong")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*no program was chosen, so nothing would be checked*"])


def test_stopping_early_is_no_success(project: pytest.Pytester) -> None:
    snippets(project, one=WRONG, two=GOOD)
    assert check(project, "-x").ret == pytest.ExitCode.TESTS_FAILED


def test_no_program_at_all_is_a_failure(project: pytest.Pytester) -> None:
    shutil.rmtree(project.path / "snippets")
    result = check(project)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*there is no program under snippets/: nothing was checked*"])


@pytest.mark.parametrize("name", ["three.txt", "part/page/three", "room/.three.py.swp"])
def test_file_that_nothing_checks_is_a_failure(project: pytest.Pytester, name: str) -> None:
    write(project, f"snippets/{name}", GOOD)
    result = check(project)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines([f"*no program, and so never checked: snippets/{name}; move or delete them*"])


@pytest.mark.parametrize(
    "name", ["three.py", "part/page/deep/three.py", "part/page/_three.py", "part/page/test_three.py"]
)
def test_program_in_an_odd_place_is_run_all_the_same(project: pytest.Pytester, name: str) -> None:
    write(project, f"snippets/{name}", WRONG)
    result = check(project)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines([f"*snippets/{name}:8: its `#>` lines are not what it printed*"])


@pytest.mark.parametrize("ci", ["", "1"])
def test_skipped_program_is_a_failure_everywhere(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str
) -> None:
    monkeypatch.setenv("CI", ci)
    hook = "import pytest\n\n\ndef pytest_runtest_setup(item):\n    if 'shows[part/page/two]' in item.nodeid:\n        pytest.skip('no time')\n"
    write(project, "tests/programs/conftest.py", hook)
    result = check(project)
    result.assert_outcomes(passed=8, skipped=1, deselected=2)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["FAILED: tests/programs/test_snippets.py::*shows[[]part/page/two] had no result*"]
    )


@pytest.mark.parametrize(
    "text",
    [
        "import pytest\n\n\ndef test_it():\n    pytest.skip('Docker is missing')\n",
        "import pytest\n\n\n@pytest.mark.skip(reason='Docker is missing')\ndef test_it():\n    pass\n",
        "import pytest\n\npytest.skip('Docker is missing', allow_module_level=True)\n",
        "import pytest\n\n\n@pytest.mark.xfail(reason='Docker is missing')\ndef test_it():\n    assert False\n",
    ],
    ids=["skip", "mark", "module", "xfail"],
)
def test_skip_is_a_line_at_home_and_a_failure_in_ci(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    write(project, "tests/other/test_other.py", f"{text}\n\ndef test_fine():\n    pass\n")
    result = project.runpytest_subprocess("tests/other")
    assert result.ret in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    result.stdout.fnmatch_lines(["Not run here, 1 test: *Docker is missing"])
    monkeypatch.setenv("CI", "true")
    result = project.runpytest_subprocess("tests/other")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["FAILED: 1 test skipped where CI is set, which allows no skips: *Docker is missing"]
    )


def test_update_writes_and_then_all_is_well(project: pytest.Pytester) -> None:
    snippets(project, one=WRONG.replace("#> old\n", ""), two=WRONG)
    result = check(project, "--update-examples")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["Updated: snippets/part/page/one.py", "Updated: snippets/part/page/two.py"])
    assert (project.path / "snippets/part/page/two.py").read_text() == WRONG.replace("old", "new")
    result = check(project, "--update-examples")
    result.stdout.no_fnmatch_line("Updated:*")


def test_update_is_refused_in_ci(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    snippets(project, one=GOOD, two=WRONG)
    result = check(project, "--update-examples")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --update-examples is refused where CI is set*"])
    assert (project.path / "snippets/part/page/two.py").read_text() == WRONG


def test_page_that_breaks_its_contract_fails_by_its_name(project: pytest.Pytester) -> None:
    write(project, "docs/bad.md", "```python\nprint(1)\n```\n")
    write(project, "snippets/part/page/hidden.py", GOOD)
    result = check(project)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["docs/bad.md:1: *", "snippets/part/page/hidden.py:1: no page shows this program*"], consecutive=False
    )
    result.stdout.fnmatch_lines(
        ["FAILED tests/programs/test_pages.py::test_page_shows_whole_programs[[]bad]*"]
    )
