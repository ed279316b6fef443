"""The tests run in two sessions side by side.

No test is lost, a failure in either session is a failure, and neither session outlives the other.
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

from tests.support import lanes

DEADLINE_S = 60
NOTES = "def test_it():\n    with open({notes!r}, 'a') as file:\n        file.write(__name__ + '\\n')\n"
FAILS = "def test_wrong():\n    assert 1 == 2, 'one is two'\n"
HANGS = "import os, time\n\ndef test_waits():\n    open({file!r}, 'w').write(str(os.getpid()))\n    time.sleep(60)\n"
ENDS_SLOWLY = """
import os, pathlib, time

def test_waits():
    file = pathlib.Path({file!r})
    file.write_text(str(os.getpid()))
    try:
        time.sleep(60)
    finally:
        time.sleep(1)
        file.write_text("ended well")
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A test in each place of this project's tests."""
    monkeypatch.setenv("PYTHONPATH", str(Path(lanes.__file__).parent))
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makeini("[pytest]\naddopts = -p lanes\n")
    for name in ("programs", "new", *lanes.BESIDE):
        path = pytester.path / "tests" / (name if name.endswith(".py") else f"{name}/test_in_{name}.py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(NOTES.format(notes=str(pytester.path / "notes")))
    return pytester


def test_each_test_runs_once_and_both_outputs_are_shown(project: pytest.Pytester) -> None:
    """The output of both sessions is shown."""
    result = project.runpytest_subprocess("--side-by-side")
    ran = (project.path / "notes").read_text().split()
    assert sorted(ran) == sorted(
        [f"test_in_{name}" if "." not in name else name[:-3] for name in ("programs", "new", *lanes.BESIDE)]
    )
    result.stdout.fnmatch_lines(
        [f"Beside these ran {', '.join(lanes.BESIDE)}:", "6 passed in *", "*2 passed in *"]
    )
    assert result.ret == 0


@pytest.mark.parametrize("place", ["programs/test_in_programs.py", "website/test_in_website.py"])
def test_a_failure_in_either_session_is_one(project: pytest.Pytester, place: str) -> None:
    (project.path / "tests" / place).write_text(FAILS)
    result = project.runpytest_subprocess("--side-by-side")
    result.stdout.fnmatch_lines(["E * one is two"])
    assert result.ret == 1


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_session_ends_when_the_one_beside_it_is_stopped(project: pytest.Pytester, number: int) -> None:
    files = [project.path / name for name in ("here", "beside")]
    for file, place in zip(
        files, ("programs/test_in_programs.py", "website/test_in_website.py"), strict=True
    ):
        (project.path / "tests" / place).write_text(HANGS.format(file=str(file)))
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "--side-by-side"], cwd=project.path, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(lambda: all(file.exists() and file.read_text() for file in files))
        here, beside = (int(file.read_text()) for file in files)
        assert here == process.pid
        os.kill(here, number)
        process.wait(DEADLINE_S)
        _wait_for(lambda: not _runs(beside))
    finally:
        process.kill()
        process.wait()


def test_ctrl_c_lets_the_session_beside_end_what_it_holds(project: pytest.Pytester) -> None:
    """A terminal's Ctrl-C reaches only the first session, which asks the other to end."""
    here, beside = project.path / "here", project.path / "beside"
    (project.path / "tests/programs/test_in_programs.py").write_text(HANGS.format(file=str(here)))
    (project.path / "tests/website/test_in_website.py").write_text(ENDS_SLOWLY.format(file=str(beside)))
    command = [sys.executable, "-m", "pytest", "--side-by-side"]
    process = subprocess.Popen(command, cwd=project.path, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait_for(lambda: all(file.exists() and file.read_text() for file in (here, beside)))
        os.killpg(process.pid, signal.SIGINT)
        process.wait(DEADLINE_S)
        assert beside.read_text() == "ended well"
    finally:
        process.kill()
        process.wait()


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"nothing came of it within {DEADLINE_S} s"
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
