"""A start in containers against one as processes, and the end of killed runs."""

import functools
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from bench.boot import LAB, stock_flags, train, up_and_down
from bench.measure import ROOT, console, in_turn
from lab import engines, folders
from lab.cluster import Cluster
from lab.compose import COMPOSE
from lab.engines import docker

ROUNDS = 4


def main() -> None:
    """Measures and prints, where there is Docker."""
    if reason := docker.missing():
        console.print(f"Engines: not measured. {reason}\n")
        return
    with tempfile.TemporaryDirectory() as scratch:
        stock = Path(scratch) / "docker-compose.yml"
        stock.write_text(stock_flags(COMPOSE.read_text()))
        train()

        def start(engine: str, file: Path, anew: bool = False) -> float:
            if anew:
                shutil.rmtree(folders.settings(), ignore_errors=True)
            return up_and_down(file, "--engine", engine, LAB_STATE=tempfile.mkdtemp(dir=scratch))

        ways = {
            "containers": lambda: start("container", COMPOSE),
            "containers, stock flags": lambda: start("container", stock),
            "embedded": lambda: start("embedded", COMPOSE),
            "embedded, first time with these settings": lambda: start("embedded", COMPOSE, anew=True),
        }
        in_turn(
            "One controller and three brokers, until each broker lists all",
            ways,
            ROUNDS,
            {name: 0.5 for name in ways if "embedded" in name},
        )
    kill = {f"kill -9, {engine}": functools.partial(_left_after_kill, engine) for engine in engines.NAMES}
    in_turn("Seconds until nothing is left of a run that was killed (at most 2 s)", kill, ROUNDS, {})


def _left_after_kill(engine: str) -> float:
    """The seconds from the kill of a run until its cluster is forgotten."""
    command = [*LAB, "run", "--engine", engine, "--", "cat"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    began = time.perf_counter()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    state = Cluster().folder / "state.json"
    while state.exists():
        time.sleep(0.01)
    return time.perf_counter() - began
