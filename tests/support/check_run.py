"""A small project in which to run the whole check.

It has this project's checks, and a lab without a cluster.
"""

import re
import shutil
from collections.abc import Callable, Iterable

import pytest

from checks.project import ROOT

# The lab, as far as the check uses it, without a cluster.
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
    definition = SimpleNamespace(brokers=[])
    borrowed = "UP" in os.environ
    engine_name = "embedded"
    kafka = "4.4.0"
    folder = pathlib.Path("state/cluster").resolve()

    def __init__(self, engine=None):
        self.engine = engine

    def heal(self):
        return False

    def is_up(self):
        return self.borrowed

    def provide(self):
        pass

    @contextlib.contextmanager
    def borrow(self, exclusive=False):
        if exclusive and self.borrowed:
            raise LabError("A cluster of the lab is up.")
        yield self

    def reset(self):
        return frozenset()
"""
PARTS = """
import pathlib

NAMES = ("embedded", "container")


def missing():
    return "There is no Docker here."


def cache():
    return pathlib.Path("cache")


def clean_up(folder, state):
    pass


class State:
    pass


class Partition:
    pass
"""
# Tests that judge no programs.
LEFT_OUT = (
    *("clients", "defaults", "error_texts", "facts", "figures", "folders"),
    *("ledger", "lock", "notebook_seals", "statements"),
)
HEADER = '# /// script\n# requires-python = ">=3.11"\n# dependencies = []\n# ///\n"""Prints."""\n\n'
GOOD = f'{HEADER}print("fine")\n#> fine\n'
WRONG = f'{HEADER}print("new")\n#> old\n'


def make(pytester: pytest.Pytester) -> None:
    """Two good programs on a page, this project's checks, and a lab without a cluster."""
    left_out = shutil.ignore_patterns(
        "__pycache__",
        "conftest.py",  # of tests/programs, for tests that are left out
        *(f"test_{name}.py" for name in LEFT_OUT),
    )
    write(pytester, "lab/__init__.py", LAB)
    copy_checks(pytester, ("tests/programs",), left_out)  # without the tests that judge no programs
    rules = (ROOT / "checks/rules/program.py").read_text()
    without_exceptions = re.sub(r"EXCEPTIONS = .*", "EXCEPTIONS = frozenset()", rules)
    write(pytester, "checks/rules/program.py", without_exceptions)
    snippets(pytester, one=GOOD, two=GOOD)


def copy_checks(
    pytester: pytest.Pytester, parts: Iterable[str], left_out: Callable[[str, list[str]], set[str]]
) -> None:
    """Copies this project's checks into a small project.

    Its lab has no more than what they import.
    """
    for part in (*parts, "checks", "content", "website"):
        shutil.copytree(ROOT / part, pytester.path / part, ignore=left_out, dirs_exist_ok=True)
    for file in (
        "clients.toml",
        "tests/__init__.py",
        "tests/conftest.py",
        "tests/support/__init__.py",
        "tests/support/lanes.py",
        "lab/signals.py",
    ):
        write(pytester, file, (ROOT / file).read_text())
    for part in ("metadata", "folders", "guardian", "state", "engines/__init__", "engines/docker"):
        write(pytester, f"lab/{part}.py", PARTS)
    write(pytester, "pytest.ini", "[pytest]\npythonpath = .\naddopts = -p no:examples\n")


def check(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """Run the check as `make check` does, without the proofs."""
    return project.runpytest_subprocess("tests/programs", *arguments, timeout=100)


def snippets(project: pytest.Pytester, **texts: str) -> None:
    """Put programs into a room, and on a page."""
    for name, text in texts.items():
        write(project, f"snippets/part/page/{name}.py", text)
    write(
        project,
        "docs/page.md",
        "".join(f'```python\n--8<-- "snippets/part/page/{name}.py"\n```\n\n' for name in texts),
    )


def write(project: pytest.Pytester, name: str, text: str) -> None:
    """Put a file into the project."""
    path = project.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
