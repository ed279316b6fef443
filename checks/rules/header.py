"""The PEP 723 header of a program: what it says, against what the program imports."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import Distribution
from importlib.metadata import version as installed_version
from pathlib import Path

REQUIRES_PYTHON = ">=3.11"
# The lab is in no package registry: a program that breaks brokers runs from a clone, and says where the lab is from there.
LAB, PROJECT = "lab", "learning-kafka"
SOURCES_LINES = '# [tool.uv.sources]\n# learning-kafka = { path = "../../..", editable = true }\n'
SOURCES = {"tool": {"uv": {"sources": {PROJECT: {"path": "../../..", "editable": True}}}}}
CLIENTS = ("kafka-python", "confluent-kafka", "aiokafka")
_LOCKED = re.compile(r"^(?P<name>[\w-]+)==(?P<version>\S+)", re.MULTILINE)
_BLOCK = re.compile(r"\A# /// script\n(?P<toml>(?:#(?:| .*)\n)+?)# ///\n")


def header_problems(file: str, text: str) -> list[str]:
    """Return a sentence for each way in which the header isn't what the program needs, to the letter."""
    imported = imports(ast.parse(text))
    needed = sorted({f"{name}=={version(name)}" for name in _distributions(imported - {LAB})} | ({PROJECT} if LAB in imported else set()))
    sources = SOURCES if LAB in imported else {}
    listed = ", ".join(f'"{name}"' for name in needed)
    right = f'# /// script\n# requires-python = "{REQUIRES_PYTHON}"\n# dependencies = [{listed}]\n{SOURCES_LINES if sources else ""}# ///\n'
    block = _BLOCK.match(text)
    if block is None:
        return [f"{file}:1: does not begin with its PEP 723 header; write:\n{right}"]
    try:
        said = tomllib.loads("".join(line[2:] for line in block["toml"].splitlines(keepends=True)))
    except tomllib.TOMLDecodeError as error:
        return [f"{file}:1: its header is no TOML ({error}); write:\n{right}"]
    if said == {"requires-python": REQUIRES_PYTHON, "dependencies": needed, **sources}:
        return []
    return [f"{file}:1: its header is not what it imports and what is installed here; write:\n{right}"]


def lock_problems(root: Path) -> list[str]:
    """Return a sentence for each client whose installed version isn't that of the lock."""
    locked = dict(_LOCKED.findall((root / "requirements.lock").read_text("utf-8")))
    return [
        f"requirements.lock: says {name} {locked.get(name)}, and {version(name)} is installed; run make setup, then make values and make check ALL=1."
        for name in CLIENTS
        if locked.get(name) != version(name)
    ]


def imports(tree: ast.AST) -> set[str]:
    """Return the top-level names of the modules that a program imports from outside the standard library.

    A program in quotes, which it hands to another interpreter, counts too.
    """
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "import " in node.value:
            with suppress(SyntaxError, ValueError):  # most texts are none
                names |= imports(ast.parse(node.value))
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names


@cache
def version(name: str) -> str:
    """The version of a distribution that is installed."""
    return installed_version(name)


def _distributions(modules: Iterable[str]) -> set[str]:
    return {name for module in modules for name in _of_module(module)}


@cache
def _of_module(module: str) -> frozenset[str]:
    """The distributions that have files in a module."""
    return frozenset(str(Distribution.at(info).metadata["Name"]) for info in _installed().get(module, ()))


@cache
def _installed() -> dict[str, set[Path]]:
    """For each module the folders of the distributions that have it; importlib.metadata would read all that each says of itself."""
    found: dict[str, set[Path]] = {}
    for record in [path for folder in sys.path if Path(folder).is_dir() for path in Path(folder).glob("*.dist-info/RECORD")]:
        for line in record.read_text("utf-8").splitlines():
            module = line.split(",")[0].split("/")[0].split(".")[0]
            found.setdefault(module, set()).add(record.parent)
    return found
