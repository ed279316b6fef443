"""No module has a list of clients beside clients.toml."""

import ast
import re
from pathlib import Path

import pytest

from checks.project import ROOT
from content.clients import clients

SOURCES = [
    path.relative_to(ROOT).as_posix()
    for room in ("lab", "content", "checks", "website", "bench", "docs/assets", "overrides")
    for path in sorted((ROOT / room).rglob("*"))
    if path.suffix in (".py", ".js", ".html") and path.parent != ROOT / "checks/clients"
]


def _named(text: str) -> set[str]:
    """The clients of a text that is nothing but their names, with commas between them."""
    names = {
        client.name: {client.name, client.title, client.distribution, client.adapter, client.prefix}
        for client in clients()
    }
    return {name for word in text.split(", ") for name, words in names.items() if word and word in words}


def _texts(file: Path) -> list[str]:
    """The strings and imports of a program, docstrings aside, or the strings of a script."""
    text = file.read_text("utf-8")
    if file.suffix != ".py":
        return [match[1] or match[2] or "" for match in re.finditer(r"\"([^\"\n]*)\"|'([^'\n]*)'", text)]
    nodes = list(ast.walk(ast.parse(text)))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    found = [node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in docstrings]
    imported = [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    imported += [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return [value for value in found if isinstance(value, str)] + [name.split(".")[0] for name in imported]


@pytest.mark.parametrize("source", SOURCES)
def test_no_module_has_a_second_list_of_clients(source: str) -> None:
    named = {name for text in _texts(ROOT / source) for name in _named(text)}
    assert len(named) <= 1, f"{source} names {', '.join(sorted(named))}; ask content/clients.py instead"


@pytest.mark.parametrize(
    "text",
    [
        'A = ("kafka-python", "aiokafka")',
        'A = "aiokafka, Java"',
        'A = {"aiokafka_": "confluent_"}',
        "import aiokafka, confluent_kafka",
    ],
)
def test_second_list_is_seen(tmp_path: Path, text: str) -> None:
    (tmp_path / "list.py").write_text(text)
    assert len({name for found in _texts(tmp_path / "list.py") for name in _named(found)}) == 2
