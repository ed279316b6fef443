"""Rules for every test, on a desk and in CI.

In CI nothing is skipped and nothing is rewritten. At home each reason to skip is one line.
"""

import signal
from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest

from checks.project import in_ci

pytest_plugins = ["tests.support.lanes", "checks.plugin", "pytester"]

# Skips that CI accepts, word for word. None so far: CI has Docker and Chromium.
ALLOWED_IN_CI: frozenset[str] = frozenset()

_skipped = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_skipped] = Counter()
    # A shell lets its background jobs ignore Ctrl-C, and what a test starts would inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if in_ci() and config.getoption("update_examples", False):
        raise pytest.UsageError(
            "--update-examples is refused where CI is set: outputs are rewritten by a person who reads them."
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    if report.skipped:
        item.config.stash[_skipped][_reason(report)] += 1
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    report = yield
    if report.skipped:  # a whole file, by pytest.skip at its top or importorskip
        collector.config.stash[_skipped][_reason(report)] += 1
    return report


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if _forbidden(session.config) and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    forbidden = _forbidden(config)
    skipped = config.stash[_skipped]
    for reason, count in sorted(skipped.items()):
        tests = "1 test" if count == 1 else f"{count} tests"
        if reason in forbidden:
            terminalreporter.write_line(
                f"FAILED: {tests} skipped where CI is set, which allows no skips: {reason}", red=True
            )
        else:
            terminalreporter.write_line(f"Not run here, {tests}: {reason}", yellow=True)


def _forbidden(config: pytest.Config) -> set[str]:
    return config.stash[_skipped].keys() - ALLOWED_IN_CI if in_ci() else set()


def _reason(report: Any) -> str:
    """The reason as the test gives it. An expected failure proves as little as a skip, and counts as one."""
    if hasattr(report, "wasxfail"):
        return f"expected to fail: {report.wasxfail or 'no reason given'}"
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr).removeprefix(
        "Skipped: "
    )
