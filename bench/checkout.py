"""Checks out two commits of the project, each with its own folder and environment."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.measure import ROOT, run
from lab import LabError


@dataclass(frozen=True)
class Checkout:
    """One state: its folder, and where its clusters keep what they keep."""

    folder: Path
    state: Path

    @property
    def python(self) -> str:
        return str(self.folder / ".venv/bin/python")

    @property
    def environment(self) -> dict[str, str]:
        """That of this process, with nothing of a person's lab in it."""
        return {name: value for name, value in os.environ.items() if name != "CI"} | {
            "LAB_STATE": str(self.state)
        }

    def run(self, *arguments: str) -> str:
        """What a command of this state prints; Python is put before it."""
        return run(self.python, *arguments, env=self.environment, cwd=self.folder)

    def make(self, *arguments: str) -> str:
        """What a target of its Makefile prints: all that two commits have in common."""
        return run("make", *arguments, env=self.environment, cwd=self.folder)


def of_commit(commit: str, folder: Path) -> Checkout:
    """A commit of this repository.

    Raises:
        LabError: where there is no history, or no such commit in it.
    """
    cloned = (
        _git("clone", "--quiet", "--no-checkout", str(ROOT), str(folder))
        if (ROOT / ".git").exists()
        else None
    )
    if (
        cloned is None
        or cloned.returncode
        or _git("-C", str(folder), "checkout", "--quiet", "--detach", commit).returncode
    ):
        raise LabError(
            f"There is no commit {commit} here to compare with: fetch the whole history, or name another with --against."
        )
    return _ready(folder)


def of_these_files(folder: Path) -> Checkout:
    """The project as it is now, edited or not."""
    listed = _git("-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for step in ("init --quiet", "add .", "-c user.name=bench -c user.email=bench@localhost commit -qm copy"):
        _git("-C", str(folder), *step.split())  # a check asks git which proofs are edited
    return _ready(folder)


def _ready(folder: Path) -> Checkout:
    checkout = Checkout(folder, folder.with_name(f"{folder.name}-state"))
    checkout.make("setup", f"PYTHON={sys.executable}")
    checkout.run("-c", "from lab import Cluster; Cluster().provide()")  # while there is a network
    return checkout


def _git(*arguments: str) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(["git", *arguments], capture_output=True, text=True)
    except FileNotFoundError as error:
        raise LabError(
            "git is not installed, and without it no commit can be compared with: install it."
        ) from error
