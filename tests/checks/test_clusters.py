"""Programs that break brokers, or need another cluster, run beside the others.

Each kind runs in a network of its own.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from checks.clusters import Work
from checks.network import missing
from checks.worker import Job
from content.snippet import Snippet
from tests.support.check_run import HEADER, check, write

BREAKS = f"{HEADER}import lab\n\n"
MEET = """
from pathlib import Path
import time
folder = Path({folder!r})
(folder / "{mine}").touch()
deadline = time.monotonic() + 60
while not all((folder / other).exists() for other in {others!r}):
    if time.monotonic() > deadline:
        raise SystemExit("met nobody")
    time.sleep(0.01)
"""
ONE_PORT = "import socket\nserver = socket.create_server(('127.0.0.1', 9092))\n"
PRINTS = "print('fine')\n#> fine\n"
HANGS = "import os, time\nopen({file!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)\n"


@pytest.fixture
def networks() -> None:
    """Skips a test where there is no second network.

    One printed line says so. CI allows no skips, so there the test fails.
    """
    if reason := missing():
        pytest.skip(f"no process can have a network of its own here: {reason}")


@pytest.mark.usefixtures("networks")
def test_each_kind_of_program_has_a_port_9092_of_its_own(project: pytest.Pytester) -> None:
    """The kinds run at the same time, each in its own network."""
    names = {"part/page/one": HEADER, "experiments/page/first": BREAKS, "experiments/page/second": BREAKS}
    for name, header in names.items():
        meeting = MEET.format(
            folder=str(project.path), mine=Path(name).name, others=[Path(other).name for other in names]
        )
        write(project, f"snippets/{name}.py", f"{header}{ONE_PORT}{meeting}{PRINTS}")
    (project.path / "snippets/part/page/two.py").unlink()
    result = _snippets_only(project, "-k", "shows")
    result.assert_outcomes(passed=3)
    result.stdout.re_match_lines(
        [
            r"3 programs, 3 runs in .* s a program, \d+ s for the 2 that run by themselves, on clusters side by side\."
        ]
    )


@pytest.mark.usefixtures("networks")
def test_the_plain_programs_cluster_helps_when_they_are_done(project: pytest.Pytester) -> None:
    """Three programs that break brokers meet, with two clusters beside."""
    names = ["first", "second", "third"]
    for mine in names:
        meeting = MEET.format(folder=str(project.path), mine=mine, others=names)
        write(project, f"snippets/failures/{mine}.py", f"{BREAKS}{ONE_PORT}{meeting}{PRINTS}")
    _snippets_only(project, "-k", "shows").assert_outcomes(passed=5, deselected=3)


def test_other_kinds_of_clusters_come_first_then_long_programs() -> None:
    """Of the programs that break brokers, the one that took longest comes first."""
    kind = Job("KAFKA_X=1", (), (("KAFKA_X", "1"),))
    one, two = (Snippet(Path(), Path(f"snippets/failures/{name}.py"), "") for name in ("one", "two"))
    work = Work([one, two], [kind], update=False)
    assert work.job() == kind
    assert work.job() == Job("breaking-1", ())
    assert (work.take(), work.take(), work.take(), work.job()) == (one, two, None, None)


@pytest.mark.usefixtures("networks")
def test_a_program_gets_another_cluster_although_one_is_up(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UP", "1")
    lab = project.path / "lab/__init__.py"
    lab.write_text(
        lab.read_text().replace(
            '"UP" in os.environ', '"UP" in os.environ and "beside" not in os.environ.get("LAB_STATE", "")'
        )
    )
    write(
        project,
        "snippets/experiments/page/other.py",
        f"{HEADER}# Cluster: KAFKA_ADVERTISED_HOST=x\n\n{PRINTS}",
    )
    _snippets_only(project).assert_outcomes(passed=3)


@pytest.fixture
def no_network(project: pytest.Pytester) -> None:
    file = project.path / "checks/network.py"
    file.write_text(
        file.read_text().replace(
            "NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000", "NEW_USER, NEW_NETWORK = -1, -1"
        )
    )


@pytest.mark.usefixtures("no_network")
def test_without_a_second_network_they_run_after_the_others(project: pytest.Pytester) -> None:
    """One printed line says so and gives the reason."""
    write(project, "snippets/experiments/page/breaks.py", f"{BREAKS}import os\n{PRINTS}")
    write(
        project,
        "snippets/experiments/page/other.py",
        f"{HEADER}# Cluster: KAFKA_ADVERTISED_HOST=x\n\n{PRINTS}",
    )
    result = _snippets_only(project)
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(
        [
            "One cluster after the other, because a second one can't have a network of its own here: Invalid argument."
        ]
    )


@pytest.mark.usefixtures("no_network")
def test_another_cluster_is_not_started_while_one_is_up(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a second network, a program that needs another cluster is skipped."""
    monkeypatch.setenv("UP", "1")
    write(
        project,
        "snippets/experiments/page/other.py",
        f"{HEADER}# Cluster: KAFKA_ADVERTISED_HOST=x\n\n{PRINTS}",
    )
    result = _snippets_only(project)
    result.assert_outcomes(passed=2, skipped=1)
    result.stdout.fnmatch_lines(
        ["Not run here, 1 test: needs a cluster started with KAFKA_ADVERTISED_HOST=x, and another one is up*"]
    )


def test_a_wrong_output_beside_fails_by_its_name(project: pytest.Pytester) -> None:
    write(project, "snippets/experiments/page/breaks.py", f"{BREAKS}print('new')\n#> old\n")
    result = _snippets_only(project)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        ["*snippets/experiments/page/breaks.py:10: its `#>` lines are not what it printed*"]
    )


def test_an_update_rewrites_the_outputs_of_programs_beside(project: pytest.Pytester) -> None:
    write(project, "snippets/experiments/page/breaks.py", f"{BREAKS}print('new')\n#> old\n")
    assert check(project, "--update-examples", "-k", "prints").ret == pytest.ExitCode.OK
    assert (
        project.path / "snippets/experiments/page/breaks.py"
    ).read_text() == f"{BREAKS}print('new')\n#> new\n"


@pytest.mark.usefixtures("networks")
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n",
            "The process that ran experiments/page/breaks ended before them (exit code -9): run the check again.",
        ),
        ("print('x')\n", "A cluster of the lab is up."),
    ],
    ids=["killed", "refused"],
)
def test_a_process_beside_that_fails_is_one_sentence(
    project: pytest.Pytester, text: str, sentence: str
) -> None:
    if "cluster" in sentence:
        lab = project.path / "lab/__init__.py"
        lab.write_text(
            lab.read_text().replace('"UP" in os.environ', '"beside" in os.environ.get("LAB_STATE", "")')
        )
    write(project, "snippets/experiments/page/breaks.py", BREAKS + text)
    result = _snippets_only(project, "-k", "breaks")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines([f"*{sentence}*"])
    result.stdout.no_fnmatch_line("*Traceback*")


@pytest.mark.usefixtures("networks")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=lambda number: number.name)
def test_the_processes_beside_end_with_the_check(project: pytest.Pytester, number: signal.Signals) -> None:
    """Whatever ends the check ends them and the programs that they run."""
    write(
        project, "snippets/experiments/page/breaks.py", BREAKS + HANGS.format(file=str(project.path / "pid"))
    )
    command = [sys.executable, "-m", "pytest", "tests/programs/test_snippets.py", "--quiet", "-k", "breaks"]
    run = subprocess.Popen(
        command, cwd=project.path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert _in_time(lambda: (project.path / "pid").exists() and (project.path / "pid").read_text() != "")
        beside = [
            process
            for process in psutil.Process(run.pid).children(recursive=True)
            if "checks.worker" in process.cmdline()
        ]
        program = psutil.Process(int((project.path / "pid").read_text()))
        assert beside
        os.kill(run.pid, number)
        said, _ = run.communicate(timeout=40)
    finally:
        run.kill()
        run.wait()
    assert _in_time(
        lambda: (
            not any(
                process.is_running() and process.status() != psutil.STATUS_ZOMBIE
                for process in [program, *beside]
            )
        )
    )
    if number == signal.SIGINT:
        assert "KeyboardInterrupt" in said
        assert not any(process.is_running() for process in [program, *beside]), (
            "the check ended before what it had started"
        )


def _snippets_only(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_subprocess(
        "tests/programs/test_snippets.py", "-k", "prints", *arguments, timeout=100
    )


def _in_time(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 40
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
