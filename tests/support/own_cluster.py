"""A cluster for tests of the lab: its compose file, its command and its processes."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from checks.proofs.ports import shifted
from lab.compose import COMPOSE, read
from lab.engines import docker
from lab.engines.container import remove_leftovers

PORT_SHIFT = 11_000  # 9092 becomes 20092 and 19092 becomes 30092: below the ports that systems hand out
Start = Callable[..., "subprocess.Popen[str]"]
Lab = Callable[..., "subprocess.CompletedProcess[str]"]
DEADLINE_S = 60


def own_file(folder: Path) -> Path:
    """A compose file like the project's, on ports that nobody else uses."""
    file = folder / "docker-compose.yml"
    file.write_text(shifted(COMPOSE.read_text(), PORT_SHIFT))
    return file


def state_anew(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of a process whose lab keeps its state in an empty folder."""
    state = tmp_path_factory.getbasetemp() / "state"
    shutil.rmtree(state, ignore_errors=True)
    return {**os.environ, "LAB_STATE": str(state), "COLUMNS": "120"}


@dataclass
class Commands:
    """The command `lab` on one compose file, and whatever it starts."""

    compose: Path
    environment: dict[str, str]
    _started: list["subprocess.Popen[str]"] = field(default_factory=list)

    def start(self, verb: str, *arguments: str, **variables: str) -> "subprocess.Popen[str]":
        """Starts it without waiting for it."""
        self._started.append(
            subprocess.Popen(
                [sys.executable, "-m", "lab", verb, "--file", str(self.compose), *arguments],
                env=self.environment | variables,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        )
        return self._started[-1]

    def run(self, verb: str, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Runs it to its end."""
        process = self.start(verb, *arguments, **variables)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def close(self) -> None:
        """Kills what was started, and the cluster."""
        for process in self._started:
            process.kill()
            process.communicate()
        for node in nodes(self.environment):
            node.kill()
        if docker.answers():
            remove_leftovers(read(self.compose))


def nodes(environment: dict[str, str]) -> list[psutil.Process]:
    """The processes of the test's cluster, by their command lines, whatever the lab says."""
    found = []
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
            if "kafka.Kafka" in words and any(environment["LAB_STATE"] in word for word in words):
                found.append(process)
        except psutil.Error:
            continue
    return found


def in_time(condition: Callable[[], bool]) -> bool:
    """Whether a condition comes true within a minute; asked again and again, never slept through."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
