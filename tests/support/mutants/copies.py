"""Copies of the project, to be changed."""

import shutil
from pathlib import Path

from checks.project import ROOT


def copy_into(folder: Path, *names: str) -> Path:
    """Copy these files and folders of the project, and return where they are."""
    for name in names:
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, folder / name)
        else:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder
