"""The repository keeps its own rules.

They are types, style, small modules, a workflow that its linter accepts, and nothing of one machine.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINES = 300
ROOMS = ("lab", "content", "checks", "website", "preview", "bench")
SOURCES = sorted(path for room in (*ROOMS, "tests", "snippets") for path in (ROOT / room).rglob("*.py"))
PLACES = re.compile(r"repo1?\.maven|files\.pythonhosted|registry\.npmjs|/(?:home|Users)/\w+|/work/\w+|/root/")


def run(*command: str) -> None:
    """A command of this interpreter's environment ends well, or its output is the failure."""
    ended = subprocess.run(
        [str(Path(sys.executable).parent / command[0]), *command[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def test_types_are_right() -> None:
    run("mypy", "--no-error-summary", *ROOMS, "tests")


def test_style_is_one() -> None:
    run("ruff", "check", "--quiet", *ROOMS, "tests")
    run("ruff", "format", "--quiet", "--check", *ROOMS, "tests")


def test_the_workflow_is_one_that_github_accepts() -> None:
    workflows = sorted(map(str, (ROOT / ".github" / "workflows").glob("*.yml")))
    assert workflows
    run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows)


def test_the_workflow_runs_what_everybody_runs() -> None:
    assert "run: .ci/run" in (ROOT / ".github" / "workflows" / "site.yml").read_text()
    assert "make test" in (ROOT / ".ci" / "run").read_text()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LINES, (
        f"{path.relative_to(ROOT)} is longer than {LINES} lines; split it"
    )


def test_no_file_names_a_place_of_one_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        if path == Path(__file__) or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if PLACES.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert not found, "\n".join(found)


def test_every_package_is_locked_with_a_hash() -> None:
    for name in ("requirements.lock", "requirements-test.lock", "requirements-uv.lock"):
        packages = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text())[1:]
        assert packages
        for package in packages:
            assert "==" in package.splitlines()[0] and "--hash=sha256:" in package, (
                f"{name}: {package.splitlines()[0]} has no hash"
            )
