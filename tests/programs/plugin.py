"""One run of all programs for all tests that ask for it, and the assertion that none of them was left out."""

import os
from collections.abc import Generator
from typing import Any

import pytest

from lab import Cluster, LabError
from programs.execute import Runner
from programs.progress import shown
from programs.project import ROOT, SNIPPETS
from programs.proof import Proof, Prover
from programs.snippet import Snippet
from programs.topics import KafkaGround
from programs.update import prove_and_update

# Measured on 2 cores, seconds a program: 3 workers 0.50, 4 to 8 workers 0.42 to 0.47, with no gain from more.
WORKERS = 2 * (os.cpu_count() or 2) + 1

_proof = pytest.StashKey[Proof]()
_missing = pytest.StashKey[set[str]]()


@pytest.fixture(scope="session")
def proof(request: pytest.FixtureRequest) -> Proof:
    """What the programs of this session's tests showed, in both rounds."""
    config = request.config
    chosen = sorted({snippet for item in request.session.items if (snippet := _snippet(item))}, key=str)
    if not chosen:
        pytest.fail("no program was chosen, so nothing would be checked; choose at least one", pytrace=False)
    try:
        with Cluster().borrow(exclusive=config.getoption("own_cluster")) as cluster:
            if cluster.borrowed:
                _say(config, "The lab's cluster is up and is used: all its topics are deleted, before the check and during it.")
            with shown(config) as watcher:
                prover = Prover(ROOT, KafkaGround(cluster), Runner(), WORKERS, watcher)
                prove = prove_and_update if config.getoption("update_examples") else Prover.prove
                config.stash[_proof] = prove(prover, chosen, SNIPPETS)
    except LabError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.TESTS_FAILED)
    return config.stash[_proof]  # the cluster is ended, or given back, before the tests of other rooms need the machine


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--own-cluster", action="store_true", help="Refuse to use a cluster of the lab that is already up.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """An update comes first: what the other tests judge is the text that it leaves."""
    if config.getoption("update_examples"):
        items.sort(key=lambda item: "proof" not in getattr(item, "fixturenames", ()))


def pytest_collection_finish(session: pytest.Session) -> None:
    session.config.stash[_missing] = {item.nodeid for item in session.items if _snippet(item)}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    if report.failed or (report.passed and report.when == "call"):
        item.config.stash[_missing].discard(item.nodeid)
    return report


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A program whose test was skipped, or lost on the way, is a failure and not a shorter run."""
    if exitstatus == pytest.ExitCode.OK and not session.config.option.collectonly and session.config.stash.get(_missing, None):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    if config.option.collectonly or (proof := config.stash.get(_proof, None)) is None:
        return
    if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not config.option.maxfail:
        missing = config.stash[_missing]
        for test in sorted(missing):
            terminalreporter.write_line(f"FAILED: {test} had no result; a program that isn't checked fails the run.", red=True)
    for file in proof.updated:
        terminalreporter.write_line(f"Updated: {file}")
    count = len(proof.chosen)
    if count < len(SNIPPETS):
        terminalreporter.write_line(f"Narrowed by the command line: {count} of {len(SNIPPETS)} programs were checked.", yellow=True)
    runs = f"{len(proof.cases)} runs in interpreters of their own"
    terminalreporter.write_line(f"{count} programs, {runs}, {proof.seconds:.1f} s: {proof.seconds / count:.2f} s a program.")


def _snippet(item: pytest.Item) -> Snippet | None:
    """The program whose run a test asks for."""
    if "proof" not in getattr(item, "fixturenames", ()):
        return None
    snippet = item.callspec.params.get("snippet") if isinstance(item, pytest.Function) and hasattr(item, "callspec") else None
    return snippet if isinstance(snippet, Snippet) else None


def _say(config: pytest.Config, sentence: str) -> None:
    """Print a line now, past the capturing of output."""
    capture = config.pluginmanager.getplugin("capturemanager")
    terminal = config.pluginmanager.getplugin("terminalreporter")
    if capture is not None and terminal is not None:
        with capture.global_and_fixture_disabled():
            terminal.ensure_newline()
            terminal.write_line(sentence)
