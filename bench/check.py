"""The check of all programs, on each engine, against each program run once, one after the other."""

import functools
import os
import re
import sys

from bench.measure import ROOT, in_turn, run, seconds
from lab import Cluster
from lab.engines import docker

ROUNDS = 2
PROGRAMS = sorted((ROOT / "snippets").rglob("*.py"))
BY_ITSELF = re.compile(r"^(from lab import|# Cluster:)", re.MULTILINE)
PLAIN = [path for path in PROGRAMS if not BY_ITSELF.search(path.read_text())]


def main() -> None:
    def one_by_one() -> float:
        with Cluster(engine="embedded").hold():
            return seconds(lambda: [run(sys.executable, str(path)) for path in PLAIN]) / len(PLAIN)

    breaking: dict[str, list[float]] = {}
    wholes: dict[str, list[float]] = {}

    def check(engine: str) -> float:
        printed = run(sys.executable, "-m", "pytest", "tests/programs", env={**os.environ, "LAB_ENGINE": engine})
        match = re.search(r"of their own, ([\d.]+) s: ([\d.]+) s a program, (\d+) s for the", printed)
        assert match, printed
        wholes.setdefault(engine, []).append(float(match[1]))
        breaking.setdefault(engine, []).append(float(match[3]))
        return float(match[2])

    ways = {"once each, one after the other": one_by_one, "make check": lambda: check("embedded")}
    if not docker.missing():
        ways["make check, containers"] = lambda: check("container")
    title = (
        f"Seconds a program, {len(PLAIN)} programs; the check runs each of them twice and empties the cluster in between (at most 0.60 s)"
    )
    in_turn(title, ways, ROUNDS, {})
    other = f"{len(PROGRAMS) - len(PLAIN)} programs that break brokers or need another cluster"
    for title, times in {
        f"Seconds for the {other}, together": breaking,
        "Seconds for all, starts included (embedded at most 90 s)": wholes,
    }.items():
        in_turn(title, {engine: functools.partial(each.pop, 0) for engine, each in times.items()}, ROUNDS, {})
