"""All tests in two sessions side by side.

Those on the lab's own ports run in this one, the others in one beside it. Most of what a test of brokers does
is to wait, and a browser can work meanwhile.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

# What keeps off the ports of docker-compose.yml, which only one session can have.
BESIDE = ("lab", "website", "content", "preview", "test_repository.py", "test_rooms.py")
END_DEADLINE_S = 60.0  # a session that is asked to end still ends its clusters


class Lane:
    """The session beside this one.

    It ends when this process is gone, whatever ended that.

    Args:
        tests: its files and folders.
        config: of this session.
    """

    def __init__(self, tests: list[Path], config: pytest.Config) -> None:
        self._config = config
        self._out = tempfile.TemporaryFile()  # noqa: SIM115 (for as long as the session)
        ends, self._pipe = os.pipe()
        command = [
            sys.executable,
            "-m",
            "pytest",
            "--quiet",
            "-p",
            "no:cacheprovider",
            f"--until-closed={ends}",
            *map(str, tests),
        ]
        self._process = subprocess.Popen(
            command,
            cwd=config.rootpath,
            stdin=subprocess.DEVNULL,
            stdout=self._out,
            stderr=subprocess.STDOUT,
            pass_fds=[ends],
            # else a terminal's Ctrl-C reaches it too, and again by the pipe, in the midst of its ending
            start_new_session=True,
        )
        os.close(ends)

    def pytest_keyboard_interrupt(self) -> None:
        """Ask the other session to end too.

        The reason is Ctrl-C, or that this session gives up, as without a cluster.
        """
        os.close(self._pipe)
        try:
            self._process.wait(END_DEADLINE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Show what the other session prints until it ends; if it fails, both have failed."""
        terminal = self._config.pluginmanager.getplugin("terminalreporter")
        terminal.ensure_newline()
        terminal.write_line(f"Beside these ran {', '.join(BESIDE)}:")
        for text in self._output():
            terminal.write(text)
        if self._process.wait() and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._process.wait():
            terminalreporter.write_line("FAILED: the tests that ran beside these, see above.", red=True)

    def _output(self) -> Iterator[str]:
        at, ended = 0, False
        while not ended:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)
                ended = True
            new = os.pread(self._out.fileno(), 1 << 24, at)
            at += len(new)
            yield new.decode("utf-8", "replace")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--side-by-side", action="store_true", help=f"Run {', '.join(BESIDE)} in a session beside this one."
    )
    parser.addoption("--until-closed", type=int, metavar="PIPE", help="End when this pipe is closed.")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What runs beside isn't collected here, and all else is.

    So no test is lost between the two.
    """
    return True if config.getoption("side_by_side") and collection_path in _beside(config) else None


def pytest_sessionstart(session: pytest.Session) -> None:
    config = session.config
    if (pipe := config.getoption("until_closed")) is not None:
        threading.Thread(target=_end_with, args=[pipe], daemon=True).start()
    if config.getoption("side_by_side") and not config.option.collectonly:
        config.pluginmanager.register(Lane(_beside(config), config))


def _beside(config: pytest.Config) -> list[Path]:
    return [config.rootpath / "tests" / name for name in BESIDE]


def _end_with(pipe: int) -> None:
    """Wait for the end of the pipe, then stop in the way of Ctrl-C.

    It doesn't matter what ended the pipe's other side.
    """
    os.read(pipe, 1)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
