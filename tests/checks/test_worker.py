"""A cluster on the check's ports in another network ends with the check.

It ends with its own process, too.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from checks.network import missing
from checks.project import ROOT
from tests.support.own_cluster import in_time, nodes, state_anew

pytestmark = pytest.mark.timeout(180)
# What the check does: one job on a cluster beside.
CHECK = """
import sys
from pathlib import Path
from checks.worker import Job, Workers
from checks.checker import Nobody
from content.snippet import all_snippets
snippets = all_snippets(Path(sys.argv[1]))
results = Workers(Path(sys.argv[2]), snippets, Nobody()).check(Job("job", tuple(snippets)))
print(results.runs[0].run.stdout, results.runs[0].run.stderr)
"""
ASKS = """
import os
from lab import Cluster
print(*Cluster().conditions().values(), flush=True)
{then}
"""


@pytest.fixture
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return state_anew(tmp_path_factory)


@pytest.fixture(autouse=True)
def networks() -> None:
    """Where no process can have a network, one line says so (and CI fails)."""
    if reason := missing():
        pytest.skip(f"no process can have a network of its own here: {reason}")


def _start(tmp_path: Path, environment: dict[str, str], then: str) -> "subprocess.Popen[str]":
    program = tmp_path / "snippets/experiments/page/asks.py"
    program.parent.mkdir(parents=True)
    program.write_text(ASKS.format(then=then))
    command = [sys.executable, "-c", CHECK, str(tmp_path), environment["LAB_STATE"]]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=pipe, stderr=pipe, text=True)


def test_a_program_finds_its_cluster_which_is_gone_afterwards(
    tmp_path: Path,
    environment: dict[str, str],
) -> None:
    out, err = _start(tmp_path, environment, "").communicate(timeout=120)
    assert out.split() == ["running"] * 4, out + err
    assert not nodes(environment)


@pytest.mark.parametrize("victim", ["check", "beside"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=lambda number: number.name)
def test_nothing_is_left_of_it(
    tmp_path: Path,
    environment: dict[str, str],
    victim: str,
    number: signal.Signals,
) -> None:
    note = tmp_path / "pid"
    waits = "import time\ntime.sleep(100)"
    check = _start(tmp_path, environment, f"open({str(note)!r}, 'w').write(str(os.getpid()))\n{waits}")
    try:
        assert in_time(lambda: note.exists() and note.read_text() != "")
        assert len(nodes(environment)) == 4
        program = psutil.Process(int(note.read_text()))
        children = psutil.Process(check.pid).children()
        (beside,) = (child for child in children if "checks.worker" in child.cmdline())
        os.kill(check.pid if victim == "check" else beside.pid, number)
        check.communicate(timeout=60)
    finally:
        check.kill()
        check.wait()
    assert in_time(lambda: not nodes(environment) and not beside.is_running() and not program.is_running())
    assert not list(Path(environment["LAB_STATE"]).glob("*/cluster-*/state.json"))
