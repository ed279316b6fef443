"""The fingerprints of the project's modules that a result depends on.

They are the modules that are imported, without their comments and docstrings.
"""

import ast
import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from checks.files import write

KEPT = "checks/__pycache__/sources.json"
Found = tuple[str, list[str]]  # the fingerprint of a module, and the names that it imports


class Sources:
    """The modules of one project.

    What was found in a file is kept by the hash of its bytes, because to parse all files takes longer than to
    check nothing.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root, self._file = root, root / KEPT
        self._kept = self._load()
        self._found: dict[str, Found] = {}
        self._places: dict[str, tuple[Path, ...]] = {}
        self._keys: dict[Path, str] = {}  # each file is read once: what is edited meanwhile was not checked

    def sum(self, file: Path) -> str:
        """The fingerprint of a file alone."""
        return self._read(file)[0]

    def sums(self, *modules: str) -> dict[str, str]:
        """Return the fingerprints of modules and of all that they import.

        They are listed by file; a module that isn't the project's has none.
        """
        left = [path for module in modules for path in self._files(module)]
        sums: dict[Path, str] = {}
        while left:
            if (path := left.pop()) not in sums:
                sums[path], imported = self._read(path)
                left += [file for module in imported for file in self._files(module)]
        return dict(sorted((path.relative_to(self._root).as_posix(), found) for path, found in sums.items()))

    def keep(self) -> None:
        """Write down what was found; where that can't be done, it is found again."""
        if self._found.keys() - self._kept.keys():
            with suppress(OSError):
                self._file.parent.mkdir(exist_ok=True)
                write(self._file, json.dumps({"python": sys.version, "found": self._found}))

    def _load(self) -> dict[str, Found]:
        try:
            kept = json.loads(self._file.read_text("utf-8"))
            return (
                {key: (found[0], found[1]) for key, found in kept["found"].items()}
                if kept["python"] == sys.version
                else {}
            )
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return {}

    def _files(self, module: str) -> tuple[Path, ...]:
        """Return the module's file, and those of the packages around it.

        There are none for a module that is imported from elsewhere.
        """
        if module not in self._places:
            self._places[module] = tuple(self._find(module))
        return self._places[module]

    def _find(self, module: str) -> Iterator[Path]:
        parts = module.split(".")
        if (self._root / parts[0]).is_dir():
            for count in range(1, len(parts) + 1):
                inside = self._root.joinpath(*parts[:count])
                yield from (
                    path for path in (inside / "__init__.py", inside.with_suffix(".py")) if path.is_file()
                )

    def _read(self, path: Path) -> Found:
        if path not in self._keys:
            data = path.read_bytes()
            self._keys[path] = key = hashlib.sha256(data).hexdigest()
            self._found[key] = self._kept.get(key) or found_in(data)
        return self._found[self._keys[path]]


def found_in(source: bytes) -> Found:
    """Return the fingerprint of a module's code, and its imports.

    A file that is no Python counts as it is, and imports nothing.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return hashlib.sha256(source).hexdigest(), []
    imported: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            imported += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and ast.get_docstring(node, clean=False) is not None
        ):
            del node.body[0]
    return hashlib.sha256(ast.dump(tree).encode("utf-8", "surrogatepass")).hexdigest(), list(
        dict.fromkeys(imported)
    )
