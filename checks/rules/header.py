"""The PEP 723 header of a program: what it says, against what the program imports."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, lru_cache
from importlib.metadata import Distribution, PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path

from checks.syntax import MOST, nodes, parsed
from content.clients import FILE, clients

REQUIRES_PYTHON = ">=3.11"
# The lab is in no package registry: a program that breaks brokers runs from a clone, and says where the
# lab is from there.
LAB, PROJECT = "lab", "learning-kafka"
SOURCES_LINES = '# [tool.uv.sources]\n# learning-kafka = { path = "../../..", editable = true }\n'
SOURCES = {"tool": {"uv": {"sources": {PROJECT: {"path": "../../..", "editable": True}}}}}
_LOCKED = re.compile(r"^(?P<name>[\w-]+)==(?P<version>\S+)", re.MULTILINE)
_BLOCK = re.compile(r"\A# /// script\n(?P<toml>(?:#(?:| .*)\n)+?)# ///\n")


def header_problems(file: str, text: str) -> list[str]:
    """Return a sentence for each fault in a program's header.

    The header must be exactly what the program needs.
    """
    imported = imports(parsed(text))
    needed = sorted(
        {f"{name}=={version(name)}" for name in _distributions(imported - {LAB})}
        | ({PROJECT} if LAB in imported else set())
    )
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
    found = []
    for name in (client.distribution for client in clients(root / FILE.name) if client.distribution):
        if name not in locked:
            found.append(
                f"requirements.lock: has no {name}, which clients.toml names; add it to pyproject.toml, then make lock."
            )
        elif locked[name] != (installed := version(name)):
            found.append(
                f"requirements.lock: says {name} {locked[name]}, and {installed} is installed; "
                "run make setup, then make values and make check ALL=1."
            )
    return found


@lru_cache(MOST)
def imports(tree: ast.AST) -> frozenset[str]:
    """Return the top-level modules that a program imports from outside the standard library.

    A program in quotes, which it hands to another interpreter, counts too.
    """
    names: set[str] = set()
    for node in nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "import " in node.value:
            with suppress(SyntaxError, ValueError):  # most texts are no programs
                names |= imports(ast.parse(node.value))
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return frozenset(name.split(".")[0] for name in names) - sys.stdlib_module_names


@cache
def version(name: str) -> str:
    """The version of a distribution that is installed, or "none"."""
    try:
        return installed_version(name)
    except PackageNotFoundError:
        return "none"


def _distributions(modules: Iterable[str]) -> set[str]:
    return {name for module in modules for name in _of_module(module)}


@cache
def _of_module(module: str) -> frozenset[str]:
    """The distributions that have files in a module."""
    starts = tuple(f"\n{module}{end}" for end in ("/", ".py,", "."))
    having = (info for info, files in _installed() if any(start in files for start in starts))
    return frozenset(str(Distribution.at(info).metadata["Name"]) for info in having)


@cache
def _installed() -> list[tuple[Path, str]]:
    """Return the installed distributions, each with its list of files.

    importlib.metadata would read all metadata of each distribution.
    """
    records = [
        path
        for folder in sys.path
        if Path(folder).is_dir()
        for path in Path(folder).glob("*.dist-info/RECORD")
    ]
    return [(record.parent, "\n" + record.read_text("utf-8")) for record in records]
