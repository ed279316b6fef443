"""The page about the lab shows what the commands print.

Each `$ ` line is run, in the page's order, on a cluster of its own.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lab.compose import COMPOSE
from tests.support.own_cluster import Lab, Start

pytestmark = pytest.mark.timeout(180)
ROOT = COMPOSE.parent
PAGE = ROOT / "docs" / "start" / "lab.md"
FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What is the reader's part: it needs Docker, or sets up what this test already stands on.
LEFT_OUT = {
    "make setup",
    "docker compose up --wait",
    "docker compose down --volumes",
    ".venv/bin/lab up --engine container",
}
# What differs from run to run, each by name; the page says so of processes and leaders.
VARIES = {
    "seconds of a start": (r"\(\d+\.\d s\)", "(S s)"),
    "seconds since": (r"up for \d+ s", "up for S s"),
    "process": (r"^( +\d+  (?:broker|controller)) +\d+", r"\1 P"),
    "leader": (r"^(\S* +[012]) +10[123](?=  )", r"\1 L"),
}


def alike(text: str) -> str:
    for pattern, name in VARIES.values():
        text = re.sub(pattern, name, text, flags=re.MULTILINE)
    return re.sub(r" +$", "", text, flags=re.MULTILINE)


def blocks() -> list[tuple[str | None, str]]:
    """The command and the output of each console block.

    A block without a command goes on with what is still running.
    """
    found: list[tuple[str | None, str]] = []
    for block in FENCE.findall(PAGE.read_text()):
        if not block.startswith("$ "):
            found.append((None, block))
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:] if block.startswith("$ ") else []:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def test_the_console_blocks_of_the_page_show_what_is_printed(lab: Lab, start: Start, tmp_path: Path) -> None:
    watching: subprocess.Popen[str] | None = None
    for command, shown in blocks():
        if command in LEFT_OUT:
            continue
        if command is None:
            assert watching and watching.stdout
            printed = watching.stdout.readline()
        elif command.startswith(".venv/bin/lab watch"):
            watching = start(*command.split()[1:])
            assert watching.stderr
            printed = watching.stderr.readline()
        elif command.startswith(".venv/bin/lab"):
            ended = lab(*command.split()[1:])
            printed = ended.stdout + ended.stderr
        elif match := re.fullmatch(r"\.venv/bin/python (snippets/\S+\.py)", command):
            copy = tmp_path / "program.py"
            copy.write_text(re.sub(r"localhost:9(?=\d92)", "localhost:20", (ROOT / match[1]).read_text()))
            printed = subprocess.run(
                [sys.executable, str(copy)], capture_output=True, text=True, timeout=60
            ).stdout
        else:
            pytest.fail(f"docs/start/lab.md: no one runs `{command}`; run it in this test, or leave it out")
        printed = re.sub(r"localhost:20(?=\d92)", "localhost:9", printed)
        assert alike(printed) == alike(shown), (
            f"docs/start/lab.md shows something else than `{command or 'lab watch'}` prints"
        )


def test_the_page_has_console_blocks() -> None:
    assert len([command for command, _ in blocks() if command and command.startswith(".venv/bin/lab")]) >= 6
