"""Proofs that run ahead of their tests end as they would in them.

What holds passes; what fails shows its own lines.
"""

import shutil

import pytest

from tests.support.check_run import copy_checks, write

# The lab, as far as the proofs use it, without a cluster.
LAB = """
import contextlib
import os
import pathlib
from types import SimpleNamespace


class LabError(Exception):
    pass


class Condition:
    pass


class Cluster:
    definition = SimpleNamespace(brokers=[], path=pathlib.Path("docker-compose.yml"))
    engine_name = "embedded"
    kafka = "4.4.0"
    folder = pathlib.Path("state/cluster")

    def __init__(self, file=None, engine=None):
        self.is_second = file is not None

    def heal(self):
        return False

    @contextlib.contextmanager
    def borrow(self, exclusive=False):
        yield self

    @contextlib.contextmanager
    def hold(self):
        if "NO_SECOND" in os.environ:
            raise LabError("Port 21092 is taken.")
        yield True
"""
HEAD = """
import time

import pytest

from checks.proofs.declaration import alone, breaks_brokers, proves
from checks.proofs.fixtures import ProofCluster


"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    for variable in ("CI", "PYTEST_ADDOPTS", "NO_SECOND"):
        monkeypatch.delenv(variable, raising=False)
    left_out = shutil.ignore_patterns("__pycache__", "test_*.py")
    for name, text in {
        "__init__": LAB,
        "cluster": "import pathlib\nCOMPOSE = pathlib.Path('docker-compose.yml')\n",
    }.items():
        write(pytester, f"lab/{name}.py", text)
    copy_checks(pytester, ("tests/proofs",), left_out)
    for name in ("docker-compose.yml", "requirements.lock", "docs/page.md"):
        write(pytester, name, "")
    return pytester


def test_what_holds_passes_and_what_fails_shows_its_own_lines(project: pytest.Pytester) -> None:
    _proofs(
        project,
        """
@proves("Holds.", number=(1, 2))
def test_holds(kafka: ProofCluster, number: int) -> None:
    assert number == 1


@proves("Fails.", number=(2, 1))
def test_fails(kafka: ProofCluster, number: int) -> None:
    assert number == 1, f"not {number}"


@proves("Proves nothing.", number=(1, 2))
def test_proves_nothing(kafka: ProofCluster, number: int) -> None:
    pass


@proves("Crashes.", number=(1, 2))
def test_crashes(kafka: ProofCluster, number: int) -> None:
    if number == 2:
        raise OSError("a crash is no failure")
""",
    )
    result = _prove(project)
    result.assert_outcomes(passed=4, failed=4)
    result.stdout.fnmatch_lines_random(
        [
            ">       assert number == 1, f*",
            "E       AssertionError: not 2",
            "*test_proves_nothing holds with {'number': 2} too, so it proves nothing.",
            '>           raise OSError("a crash is no failure")',
        ]
    )
    result.stdout.no_fnmatch_line("*ahead.py*")


def test_proofs_wait_together_and_break_brokers_in_turn(project: pytest.Pytester) -> None:
    """Plain proofs run at the same time, those that break brokers one after the other.

    Four wait until all four are there, and two check that they are alone.
    """
    _proofs(
        project,
        """
import threading

all_four, one = threading.Barrier(4), threading.Lock()


@pytest.mark.parametrize("number", range(4))
def test_waits(kafka: ProofCluster, number: int) -> None:
    all_four.wait(20)


@breaks_brokers
@pytest.mark.parametrize("number", range(2))
def test_breaks(kafka: ProofCluster, number: int) -> None:
    kafka.cluster.heal()
    assert one.acquire(blocking=False)
    time.sleep(0.1)
    one.release()


def test_does_not_say_that_it_breaks(kafka: ProofCluster) -> None:
    with pytest.raises(RuntimeError, match="put @breaks_brokers below"):
        kafka.cluster.heal()


@alone
def test_alone(kafka: ProofCluster) -> None:
    assert threading.active_count() == 1
""",
    )
    _prove(project).assert_outcomes(passed=8)


@pytest.mark.parametrize("second", [True, False], ids=["a-second-cluster", "none"])
def test_proofs_that_break_brokers_share_two_clusters_or_one(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, second: bool
) -> None:
    if not second:
        monkeypatch.setenv("NO_SECOND", "1")
    _proofs(
        project,
        f"""
seen = set()


@breaks_brokers
@pytest.mark.parametrize("number", range(10))
def test_breaks(kafka: ProofCluster, number: int) -> None:
    seen.add(kafka.cluster.is_second)
    time.sleep(0.1)


def test_zero(request: pytest.FixtureRequest) -> None:
    pass


@pytest.fixture(scope="module", autouse=True)
def judge():
    yield
    assert seen == {{False{", True" if second else ""}}}
""",
    )
    _prove(project).assert_outcomes(passed=11)


def test_the_record_has_the_seconds_of_the_proofs(project: pytest.Pytester) -> None:
    _proofs(
        project,
        """
@proves("Holds.", number=(1, 2))
def test_holds(kafka: ProofCluster, number: int) -> None:
    time.sleep(0.3)
    assert number == 1
""",
    )
    _prove(project).assert_outcomes(passed=2)
    assert '"holds"' in (text := (project.path / ".verified.json").read_text()), text
    assert 0.6 <= float(text.partition('"seconds": ')[2].split(",")[0]) < 20


TWO = """
@proves("Holds.", number=(1, 2))
def test_holds(kafka: ProofCluster, number: int) -> None:
    assert number == 1


@proves("Holds too.", number=(1, 2))
def test_holds_too(kafka: ProofCluster, number: int) -> None:
    assert number < 2
"""


def test_a_check_runs_the_changed_worlds_of_edited_proofs(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    _proofs(project, TWO)
    _commit(project)
    for _ in range(2):  # on a fresh clone, and again
        _prove(project, "--true-world").assert_outcomes(passed=2, deselected=2)
    _proofs(project, TWO.replace("number < 2", "number < 3"))
    _prove(project, "--true-world", "--changed").assert_outcomes(passed=2, failed=1, deselected=1)
    _prove(project, "--true-world", "--changed").assert_outcomes(
        passed=1, failed=1, deselected=2
    )  # a bad result is not kept
    _proofs(
        project,
        f"{TWO}\n\n@proves('New.', number=(1, 2))\ndef test_new(kafka: ProofCluster, number: int) -> None:\n    assert number == 1\n",
    )
    _prove(project, "--true-world").assert_outcomes(passed=5, deselected=1)
    monkeypatch.setenv("CI", "true")
    _prove(project, "--true-world").assert_outcomes(passed=6)


@pytest.mark.parametrize("what", ["no git", "a new file", "an edited file"])
def test_without_a_record_only_a_committed_proof_is_known(project: pytest.Pytester, what: str) -> None:
    """In a fresh clone the changed world of a new proof runs, too."""
    _proofs(project, TWO)
    if what != "no git":
        _commit(project, *(["tests/proofs/test_page.py"] if what == "a new file" else []))
        _proofs(project, f"{TWO}\n# Edited\n")
    _prove(project, "--true-world", "--changed").assert_outcomes(passed=4)


def test_tests_without_a_statement_depend_on_figures_data(project: pytest.Pytester) -> None:
    """Tests without a statement run again when their file or a figure's data changes."""
    _proofs(project, f"{TWO}\n\ndef test_compares(kafka: ProofCluster) -> None:\n    pass\n")
    _prove(project).assert_outcomes(passed=5)
    _prove(project, "--changed").assert_outcomes(deselected=5)
    write(project, "recordings/figures/acks.json", "{}")
    _prove(project, "--changed").assert_outcomes(passed=1, deselected=4)


def test_a_narrowed_run_forgets_nothing_of_what_it_leaves_out(project: pytest.Pytester) -> None:
    _proofs(project, TWO)
    _prove(project)
    _prove(project, "-k", "too").assert_outcomes(passed=2, deselected=2)
    _prove(project, "--changed").assert_outcomes(deselected=4)


def test_a_stopped_run_forgets_nothing_that_it_never_reached(project: pytest.Pytester) -> None:
    _proofs(project, TWO)
    _prove(project)
    _proofs(project, TWO.replace("number == 1", "number == 3"))
    _prove(project, "--maxfail=1", "-k", "true").assert_outcomes(failed=1)
    _proofs(project, TWO)
    _prove(project, "--changed").assert_outcomes(passed=2, deselected=2)


def _prove(project: pytest.Pytester, *options: str) -> pytest.RunResult:
    return project.runpytest_subprocess("tests/proofs", "-p", "no:cacheprovider", *options, timeout=100)


def _commit(project: pytest.Pytester, *but: str) -> None:
    project.run("git", "init", "--quiet")
    project.run("git", "add", ".")
    if but:
        project.run("git", "rm", "--quiet", "--cached", *but)
    project.run(*["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "all"])


def _proofs(project: pytest.Pytester, text: str) -> None:
    write(project, "tests/proofs/test_page.py", HEAD + text)
