"""Checks that each client has an entry, an adapter and programs.

The entry is in clients.toml, there is one adapter, and the programs are named after the client.
"""

import ast
import inspect
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from checks.clients import Adapter
from checks.rules.header import imports
from content.clients import FILE, Client, UnreadableClients, clients
from content.includes import programs_on
from content.snippet import all_snippets

ADAPTERS = "checks/clients"
_TAB = re.compile(r'^=== "(?P<label>[^"]+)"$')


def problems(root: Path) -> list[str]:
    """Return a sentence for each client whose entry, adapter or programs don't fit together."""
    try:
        known = clients(root / FILE.name)
    except UnreadableClients as error:
        return [str(error)]
    return [*_prefixes(known), *_adapters(root, known), *_programs(root, known), *_tabs(root, known)]


def _prefixes(known: Sequence[Client]) -> Iterator[str]:
    for client in known[1:]:
        if client.distribution and not client.prefix:
            yield f"{FILE.name}: [{client.name}] has no prefix; only the programs of the first client go without."


def _adapters(root: Path, known: Sequence[Client]) -> Iterator[str]:
    files = {path.stem: path for path in sorted((root / ADAPTERS).glob("*.py")) if path.stem != "__init__"}
    for client in known:
        if client.adapter not in files:
            yield f"{FILE.name}: no adapter asks {client.name}; write {ADAPTERS}/{client.adapter}.py like its neighbors."
    for name in files.keys() - {client.adapter for client in known}:
        yield f"{ADAPTERS}/{name}.py:1: is the adapter of no client; add its entry to {FILE.name}, or remove it."
    for name, path in files.items():
        nodes = ast.parse(path.read_text("utf-8")).body
        has = {
            node.name: [argument.arg for argument in node.args.args]
            for node in nodes
            if isinstance(node, ast.FunctionDef)
        }
        for function, wanted in _functions().items():
            if has.get(function) != wanted:
                yield f"{ADAPTERS}/{name}.py:1: has no {function}({', '.join(wanted)}), which {ADAPTERS}/__init__.py asks for; write it."


def _functions() -> dict[str, list[str]]:
    found = {
        name: value
        for name, value in vars(Adapter).items()
        if inspect.isfunction(value) and not name.startswith("_")
    }
    return {name: list(inspect.signature(function).parameters)[1:] for name, function in found.items()}


def _programs(root: Path, known: Sequence[Client]) -> Iterator[str]:
    for snippet in all_snippets(root):
        for client in known:
            if client.prefix and snippet.path.stem.startswith(client.prefix):
                try:
                    imported = imports(ast.parse(snippet.text))
                except SyntaxError:
                    continue  # its contract says so
                if client.module not in imported:
                    yield f"{snippet.file}:1: is named after {client.name} and doesn't import {client.module}; rename it."


def _tabs(root: Path, known: Sequence[Client]) -> Iterator[str]:
    by_title = {client.title: client for client in known}
    prefixes = tuple(client.prefix for client in known if client.prefix)
    for page in sorted((root / "docs").rglob("*.md")):
        labels = _labels(page.read_text("utf-8"))
        for include in programs_on(page, root):
            label, stem = labels[include.line], include.snippet.stem
            where, file = (
                f"{page.relative_to(root).as_posix()}:{include.line}",
                include.snippet.relative_to(root).as_posix(),
            )
            if not label:
                continue
            if (client := by_title.get(label)) is None:
                yield f'{where}: shows {file} in the tab "{label}", and no client has that name; add its entry to {FILE.name}.'
            elif not (stem.startswith(client.prefix) if client.prefix else not stem.startswith(prefixes)):
                yield f'{where}: shows {file} in the tab "{label}"; begin its name with {client.prefix or "no client"}.'


def _labels(text: str) -> dict[int, str]:
    """The tab of each line of a page, by number; "" outside of tabs."""
    found, label = dict[int, str](), ""
    for number, line in enumerate(text.split("\n"), 1):
        if match := _TAB.match(line):
            label = match["label"]
        elif line and not line.startswith(" "):
            label = ""
        found[number] = label
    return found
