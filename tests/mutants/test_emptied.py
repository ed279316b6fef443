"""An emptied proof, or one that always passes, is caught.

Each one is, because it no longer fails in its changed world.
"""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from checks.project import ROOT
from content import statements
from tests.support.mutants.copies import copy_into

COPIED = (
    "docs",
    "snippets",
    "tests",
    "recordings",
    "content",
    "checks",
    "website",
    "pyproject.toml",
    "docker-compose.yml",
    "requirements.lock",
)
# What the proofs stand on; an emptied one uses none of it, so no cluster is needed.
NOTHING = "".join(
    f"\n\n@pytest.fixture\ndef {name}() -> None:\n    return None\n"
    for name in ("cluster", "kafka", "programs")
)


class _Emptied(ast.NodeTransformer):
    """Puts one statement in place of the bodies of all tests."""

    def __init__(self, body: str) -> None:
        self._body = body

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        if node.name.startswith("test_"):
            node.body = ast.parse(self._body).body
        return node


@pytest.mark.parametrize(
    "body", ["pass", "assert True", "try:\n    assert False\nexcept AssertionError:\n    pass"]
)
def test_each_emptied_proof_is_caught(tmp_path: Path, body: str) -> None:
    copy_into(tmp_path, *COPIED)
    for file in (tmp_path / "tests/proofs").rglob("test_*.py"):
        emptied = _Emptied(body).visit(ast.parse(file.read_text("utf-8")))
        file.write_text(f"import pytest\n{ast.unparse(ast.fix_missing_locations(emptied))}{NOTHING}", "utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")} | {
        "LAB_STATE": str(tmp_path / "state")
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-k",
        "changed",
        "--tb=line",
        "-p",
        "no:cacheprovider",
        "tests/proofs",
    ]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    caught = set(re.findall(r"::test_(\w+)\[changed\]", run.stdout))
    proofs = {proof.name for proof in statements.proofs(ROOT)}
    assert run.returncode == pytest.ExitCode.TESTS_FAILED, run.stdout + run.stderr
    assert caught == proofs, f"not caught: {', '.join(sorted(proofs - caught)) or 'none'}"
    assert run.stdout.count("so it proves nothing") >= len(proofs)
