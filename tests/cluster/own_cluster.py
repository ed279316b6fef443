"""What the tests of the lab look at: its processes, and the passing of time."""

import subprocess
import time
from collections.abc import Callable

import psutil

Start = Callable[..., "subprocess.Popen[str]"]
Lab = Callable[..., "subprocess.CompletedProcess[str]"]
DEADLINE_S = 60


def nodes(environment: dict[str, str]) -> list[psutil.Process]:
    """The processes of the test's cluster, by the folder on their command lines and not by what the lab says."""
    found = []
    for process in psutil.process_iter():
        try:
            if "kafka.Kafka" in (line := process.cmdline()) and any(environment["LAB_STATE"] in word for word in line):
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
