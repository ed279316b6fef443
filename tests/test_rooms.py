"""The rooms of the repository and the imports between them.

Arrows only point down, there is no circle, one word means one thing, and README's map is the tree.
"""

import ast
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Each room, and the rooms that it may import.
ARROWS: dict[str, frozenset[str]] = {
    "lab": frozenset(),
    "content": frozenset(),
    "checks": frozenset({"lab", "content"}),
    "website": frozenset({"content"}),
    "preview": frozenset({"lab", "content", "checks", "website"}),
    "bench": frozenset({"lab", "content", "checks", "website"}),
}
NOT_A_TEST = ("conftest.py", "__init__.py")
MOST_FOLDERS_DEEP = 2  # of the map
UNMAPPED = {
    "docs",
    "snippets",
    "recordings",
    "overrides",
    "tests/proofs",
}  # whose folders a map need not name

Imports = Mapping[str, set[str]]


def tracked() -> list[Path]:
    """The files of the repository, from its root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


def sources() -> dict[str, str]:
    """Each module of the rooms by its dotted name, with its text."""
    files = [file for file in tracked() if file.parts[0] in ARROWS and file.suffix == ".py"]
    return {".".join(file.with_suffix("").parts): (ROOT / file).read_text("utf-8") for file in files}


def imports(modules: Mapping[str, str]) -> dict[str, set[str]]:
    """What each module imports of the others, inside functions and for type checkers too."""
    return {name: set(_imported(name, text, modules)) - {name} for name, text in modules.items()}


def _imported(name: str, text: str, modules: Mapping[str, str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}: imports relatively; write the whole name."
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        for imported in names:
            yield from {imported, f"{imported}.__init__"} & modules.keys()


def circle(arrows: Imports) -> list[str]:
    """A circle of imports; empty if there is none. A package's front door may name what stands behind it."""
    inner = {
        name: {other for other in others if not other.endswith("__init__")} for name, others in arrows.items()
    }
    try:
        TopologicalSorter(inner).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def upward(arrows: Imports) -> list[str]:
    """A sentence for each import that its room doesn't allow."""
    return [
        f"{name} imports {other}; {room} may import {', '.join(sorted(ARROWS[room])) or 'no other room'}."
        for name, others in sorted(arrows.items())
        for other in sorted(others)
        if (room := name.split(".")[0]) != other.split(".")[0] and other.split(".")[0] not in ARROWS[room]
    ]


def classes_of_one_name(modules: Mapping[str, str]) -> dict[str, list[str]]:
    """The public classes that more than one module defines."""
    found = defaultdict(list)
    for name, text in modules.items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(name)
    return {name: places for name, places in found.items() if len(places) > 1}


def test_arrows_only_point_down() -> None:
    found = upward(imports(sources()))
    assert not found, "\n".join(found)


def test_no_circle_of_imports() -> None:
    assert not circle(imports(sources()))


def test_no_two_public_classes_of_one_name() -> None:
    assert not classes_of_one_name(sources())


def test_the_three_see_what_is_wrong() -> None:
    modules = {
        "lab.a": "def f():\n    from lab import b\n",
        "lab.b": "import lab.a\nclass One: pass\n",
        "content.c": "from checks.d import x\nclass One: pass\n",
        "checks.d": "from lab.b import One\n",
    }
    arrows = imports(modules)
    assert set(circle(arrows)) == {"lab.a", "lab.b"}
    assert upward(arrows) == ["content.c imports checks.d; content may import no other room."]
    assert classes_of_one_name(modules) == {"One": ["lab.b", "content.c"]}


def test_tests_hold_only_tests_proofs_and_doubles() -> None:
    found = [
        file.as_posix()
        for file in tracked()
        if file.parts[0] == "tests" and file.suffix == ".py" and not {"support", "cases"} & {*file.parts}
        if not file.name.startswith("test_") and file.name not in NOT_A_TEST
    ]
    assert not found, f"no tests, so they belong in checks/ or tests/support/: {', '.join(found)}"


@pytest.mark.parametrize("missing", ["a place of the tree", "a line of the map"])
def test_the_map_of_the_readme_is_the_tree(missing: str) -> None:
    mapped, tree = set(_map()), set(_places())
    left = tree - mapped if missing == "a line of the map" else mapped - tree
    assert mapped and not left, (
        f"README's map and the tree differ, {missing} is missing: {', '.join(sorted(left))}"
    )


def _map() -> list[str]:
    """The paths that README's map names, one at the beginning of each line."""
    text = (
        (ROOT / "README.md")
        .read_text("utf-8")
        .partition("## The rooms\n")[2]
        .partition("```\n")[2]
        .partition("```")[0]
    )
    return [line.split()[0].rstrip("/") for line in text.splitlines() if re.match(r"\S", line)]


def _places() -> Iterator[str]:
    """The files at the top that aren't hidden, and the rooms' folders.

    They are what a newcomer sees first.
    """
    for file in tracked():
        if not file.parts[0].startswith("."):
            yield file.parts[0]
            for deep in range(2, min(MOST_FOLDERS_DEEP, len(file.parts) - 1) + 1):
                folder = "/".join(file.parts[:deep])
                if (
                    not any(folder == place or folder.startswith(f"{place}/") for place in UNMAPPED)
                    or folder in UNMAPPED
                ):
                    yield folder
