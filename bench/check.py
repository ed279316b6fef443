"""The check of all programs on a running cluster, against each program run once, one after the other."""

import re
import sys

from bench.measure import ROOT, in_turn, run, seconds
from lab import Cluster

ROUNDS = 3
SNIPPETS = sorted((ROOT / "snippets").rglob("*.py"))


def main() -> None:
    cluster = Cluster()
    with cluster.hold():

        def one_by_one() -> float:
            cluster.reset()
            return seconds(lambda: [run(sys.executable, str(path)) for path in SNIPPETS]) / len(SNIPPETS)

        def check() -> float:
            printed = run(sys.executable, "-m", "pytest", "tests/check")
            match = re.search(r"([\d.]+) s a program", printed)
            assert match, printed
            return float(match[1])

        title = f"Seconds a program, {len(SNIPPETS)} programs; the check runs each of them twice and empties the cluster in between (at most 0.60 s)"
        in_turn(title, {"once each, one after the other": one_by_one, "make check": check}, ROUNDS, {})
