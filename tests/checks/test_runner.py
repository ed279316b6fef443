"""A program runs as a reader's does, and is ended with all that it started."""

import os
import threading
import time
from pathlib import Path

import psutil
import pytest

from checks.runner import End, Run, Runner

# Programs that would run on for a minute: long enough to fail the test if they are waited for.
HANGS = {
    "waits": "import threading\nprint('begun', flush=True)\nthreading.Event().wait(60)\n",
    "ignores SIGTERM": "import signal, threading\nsignal.signal(15, 1)\nprint('begun', flush=True)\nthreading.Event().wait(60)\n",
    "closed its streams": "import os, threading\nprint('begun', flush=True)\nos.close(1)\nos.close(2)\nthreading.Event().wait(60)\n",
    "waits for a child": "import subprocess\nprint('begun', flush=True)\nsubprocess.run(['sleep', '60'])\n",
    "leaves a child with its streams": "import subprocess\nprint('begun', flush=True)\nsubprocess.Popen(['sleep', '60'])\n",
}


def run(folder: Path, text: str, deadline: float = 20.0, *, witness: bool = False) -> Run:
    path = folder / "program.py"
    path.write_text(text, "utf-8")
    return Runner(deadline).run(path, witness=witness)


@pytest.mark.parametrize("text", HANGS.values(), ids=HANGS)
def test_hang_is_killed_at_its_deadline(tmp_path: Path, text: str) -> None:
    found = run(tmp_path, text, deadline=3.0)
    assert found.end is End.DEADLINE
    assert found.stdout == "begun\n"
    assert found.seconds < 20


def test_child_that_is_left_behind_is_told_and_killed(tmp_path: Path) -> None:
    found = run(
        tmp_path, "import subprocess\nprint(subprocess.Popen(['sleep', '60'], stdout=-3, stderr=-3).pid)\n"
    )
    assert found.end is End.BY_ITSELF
    assert found.left_behind
    deadline = time.monotonic() + 10
    while (
        psutil.pid_exists(pid := int(found.stdout)) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    ):
        assert time.monotonic() < deadline, "the child still runs"


@pytest.mark.parametrize("witness", [False, True])
def test_nothing_of_the_tests_is_around_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, witness: bool
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("KAFKA_IMAGE", "another")
    text = (
        "import os, sys\n"
        "print(sorted(os.environ))\n"
        "print(os.listdir())\n"
        "print([entry for entry in sys.path if 'elsewhere' in entry or 'witness' in entry])\n"
        "print(sys.argv == [__file__], __name__, sys.flags.ignore_environment)\n"
    )
    found = run(tmp_path, text, witness=witness)
    assert found.stderr == ""
    assert found.stdout.splitlines() == [
        "['HOME', 'LC_ALL', 'PATH', 'TMPDIR']",
        "[]",
        "[]",
        "True __main__ 0",
    ]


def test_witness_notes_lines_and_changes_nothing(tmp_path: Path) -> None:
    text = (
        "import atexit, sys\n"
        "def late():\n"
        "    print('late')\n"
        "atexit.register(late)\n"
        "print('a', 1, sep='-', end='+\\n')\n"
        "print(\n"
        "    'b'\n"
        ")\n"
        "print('no', file=sys.stderr)\n"
        "print(None, sep=None, end=None)\n"
        "print('é', chr(0x1F600))\n"
    )
    plain, watched = run(tmp_path, text), run(tmp_path, text, witness=True)
    assert (plain.stdout, plain.stderr, plain.exit_code) == (
        watched.stdout,
        watched.stderr,
        watched.exit_code,
    )
    assert plain.prints is None
    assert watched.prints is not None
    assert [(note.line, note.text) for note in watched.prints] == [
        (5, "a-1+\n"),
        (6, "b\n"),
        (10, "None\n"),
        (11, "é 😀\n"),
        (3, "late\n"),
    ]


def test_stop_ends_what_runs_and_lets_nothing_start(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(
        f"import threading\nopen({str(tmp_path / 'begun')!r}, 'w')\nthreading.Event().wait(60)\n", "utf-8"
    )
    runner, runs = Runner(deadline=50), list[Run]()
    thread = threading.Thread(target=lambda: runs.append(runner.run(path)))
    thread.start()
    deadline = time.monotonic() + 20
    while not (tmp_path / "begun").exists():
        assert time.monotonic() < deadline, "the program did not begin"
    runner.stop()
    thread.join(20)
    assert [found.exit_code for found in runs] == [-9]
    with pytest.raises(InterruptedError):
        runner.run(path)


def test_program_finds_nobody_at_its_input(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.write(write, b"typed by a person\n")
    kept = os.dup(0)
    os.dup2(read, 0)
    try:
        found = run(tmp_path, "print(input())\n")
    finally:
        os.dup2(kept, 0)
        for descriptor in (read, write, kept):
            os.close(descriptor)
    assert found.stdout == ""
    assert "EOFError" in found.stderr
