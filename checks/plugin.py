"""Runs all programs once for all tests that ask for their results.

It fails the session if a program was left out.
"""

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import pytest

from checks.checker import Checker
from checks.clusters import Clusters
from checks.ledger import Verified
from checks.plan import IN_PAGE_ORDER, IN_REVERSE_ORDER
from checks.progress import say, shown
from checks.project import ROOT, SNIPPETS, in_ci
from checks.results import ProgramResults
from checks.runner import Runner
from checks.summary import summary
from checks.topics import LabCheckCluster
from checks.update import check_and_update
from content.snippet import Snippet
from lab import Cluster, LabError, engines
from lab.engines import docker

# Measured on 2 cores, seconds a program: 3 workers 0.50, 4 to 8 workers 0.42 to 0.47, with no gain from more.
WORKERS = 2 * (os.cpu_count() or 2) + 1
NEED_A_CLUSTER = {"results", "cluster", "others"}  # fixtures

_results = pytest.StashKey[dict[str, ProgramResults]]()
_missing = pytest.StashKey[set[str]]()
_excused = pytest.StashKey[set[str]]()
_record = pytest.StashKey[Verified]()
_home = pytest.StashKey[ExitStack]()
_kept_cluster = pytest.StashKey[Cluster]()
_proofs_follow = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def results(request: pytest.FixtureRequest) -> ProgramResults:
    """Return what the programs of this session's tests showed.

    They run on one engine or, with `--every-engine`, on each in turn.
    """
    config = request.config
    engine = getattr(request, "param", None)
    chosen = sorted({snippet for item in request.session.items if (snippet := _snippet(item))}, key=str)
    if not chosen:
        pytest.fail("no program was chosen, so nothing would be checked; choose at least one", pytrace=False)
    if engine == "container" and (reason := docker.missing()):
        config.stash[_excused].add(reason)
        pytest.skip(reason)
    try:
        cluster = Cluster(engine=engine)
        record, name = record_of(config), cluster.engine_name
        kept = frozenset(
            snippet.name for snippet in chosen if _only_changed(config) and record.holds(snippet, name)
        )
        results = _check_all(config, engine, [snippet for snippet in chosen if snippet.name not in kept])
        if results.chosen and not config.getoption(
            "update_examples"
        ):  # what it rewrote is read by the next check
            record.note(results, name, cluster.kafka)
    except LabError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.TESTS_FAILED)
    results.kept = kept
    config.stash[_results][engine or ""] = results
    return results


def record_of(config: pytest.Config) -> Verified:
    """Return the record of checks as it was when first asked for.

    All that results depend on is read at the same moment of the session.
    """
    if _record not in config.stash:
        config.stash[_record] = Verified(ROOT, SNIPPETS)
    return config.stash[_record]


def _check_all(config: pytest.Config, engine: str | None, chosen: list[Snippet]) -> ProgramResults:
    update = bool(config.getoption("update_examples"))
    with shown(config) as watcher:

        def check(cluster: Cluster, chosen: Sequence[Snippet]) -> ProgramResults:
            checker = Checker(
                ROOT, LabCheckCluster(cluster), Runner(), WORKERS, watcher, _rounds(config, engine)
            )
            return (check_and_update if update else Checker.check)(checker, chosen, SNIPPETS)

        own, record = config.getoption("own_cluster"), record_of(config)
        borrowed = (
            partial(_kept, config)
            if _is_kept(config)
            else partial(Cluster(engine=engine).borrow, exclusive=own)
        )
        clusters = Clusters(
            engine, own, update, SNIPPETS, watcher, partial(say, config), borrowed, record.seconds
        )
        results = clusters.check(chosen, check)
    config.stash[_excused] |= set(results.not_run.values())
    return results


def _is_kept(config: pytest.Config) -> bool:
    """Return whether the proofs use the cluster of the programs after them.

    They don't if there are more engines or other tests.
    """
    return bool(config.stash[_proofs_follow]) and not config.getoption("every_engine")


@contextmanager
def _kept(config: pytest.Config) -> Iterator[Cluster]:
    """Yield a cluster that outlives the programs.

    It is up until `taken` gives it to the proofs, or until the end of the session.
    """
    cluster = Cluster()
    config.stash[_home].enter_context(cluster.borrow(exclusive=config.getoption("own_cluster")))
    yield cluster
    config.stash[_kept_cluster] = cluster


@contextmanager
def taken(config: pytest.Config) -> Iterator[Cluster]:
    """Yield the programs' cluster, emptied, or one that is borrowed now.

    It is given back at the end of the block.
    """
    with config.stash[_home] as stack:
        cluster = config.stash.get(_kept_cluster, None)
        if cluster:
            cluster.reset()
        else:
            cluster = Cluster()
            stack.enter_context(cluster.borrow(exclusive=config.getoption("own_cluster")))
        yield cluster


def _rounds(config: pytest.Config, engine: str | None) -> tuple[str, ...]:
    """Return the rounds to run on an engine.

    Each check runs programs before the earlier ones of their pages; an update and the whole test run them in
    page order, too. On a second engine, page order is enough: the first has shown that programs need no other
    one.
    """
    if not _in_page_order(config):
        return (IN_REVERSE_ORDER,)
    return (IN_REVERSE_ORDER, IN_PAGE_ORDER) if engine in (None, engines.NAMES[0]) else (IN_PAGE_ORDER,)


def _in_page_order(config: pytest.Config) -> bool:
    return any(config.getoption(name) for name in ("in_page_order", "every_engine", "update_examples"))


def _only_changed(config: pytest.Config) -> bool:
    """Return whether programs whose last result still holds may be left out.

    They never are if CI is set or outputs are rewritten.
    """
    return bool(config.getoption("changed")) and not in_ci() and not config.getoption("update_examples")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "results" in metafunc.fixturenames and metafunc.config.getoption("every_engine"):
        metafunc.parametrize("results", engines.NAMES, indirect=True, scope="session")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-examples", action="store_true", help="Write what programs print into their `#>` lines."
    )
    parser.addoption(
        "--changed", action="store_true", help="Run only programs whose last result here may no longer hold."
    )
    parser.addoption(
        "--true-world", action="store_true", help="Leave out the changed worlds of proofs as they were."
    )
    parser.addoption(
        "--own-cluster", action="store_true", help="Refuse to use a cluster of the lab that is already up."
    )
    parser.addoption(
        "--in-page-order", action="store_true", help="Run the programs in the order of their pages too."
    )
    parser.addoption(
        "--every-engine",
        action="store_true",
        help="Check the programs on each engine, one after the other, in page order too.",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "in_page_order: the test asks for a run in the order of the page")
    config.stash[_results], config.stash[_excused], config.stash[_home] = {}, set(), ExitStack()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sort the tests, and deselect those that need a round that doesn't run.

    An update comes first: the other tests check the text that it leaves. If no round runs in page order, the
    tests of page order are deselected. In a check, tests that need no cluster come first and wait for none.
    """
    if not _in_page_order(config) and (
        left_out := [item for item in items if item.get_closest_marker("in_page_order")]
    ):
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    if config.getoption("update_examples"):
        items.sort(key=lambda item: "results" not in getattr(item, "fixturenames", ()))
    elif not config.getoption("every_engine"):
        items.sort(key=lambda item: not NEED_A_CLUSTER.isdisjoint(getattr(item, "fixturenames", ())))


def pytest_collection_finish(session: pytest.Session) -> None:
    session.config.stash[_missing] = {item.nodeid for item in session.items if _snippet(item)}
    session.config.stash[_proofs_follow] = any(
        "cluster" in getattr(item, "fixturenames", ()) for item in session.items
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    reason = (
        str(report.longrepr[2]).removeprefix("Skipped: ")
        if report.skipped and isinstance(report.longrepr, tuple)
        else ""
    )
    if report.failed or (report.passed and report.when == "call") or reason in item.config.stash[_excused]:
        item.config.stash[_missing].discard(item.nodeid)
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    if _home in config.stash:
        config.stash[_home].close()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail the session if a program has no result.

    A program whose test was skipped or lost is a failure, and not a shorter run.
    """
    if (
        exitstatus == pytest.ExitCode.OK
        and not session.config.option.collectonly
        and session.config.stash.get(_missing, None)
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    if config.option.collectonly or not config.stash[_results]:
        return
    missing = config.stash[_missing]
    if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not config.option.maxfail:
        for test in sorted(missing):
            terminalreporter.write_line(
                f"FAILED: {test} had no result; a program that isn't checked fails the run.", red=True
            )
    for engine, results in config.stash[_results].items():
        for line in summary(results, engine):
            terminalreporter.write_line(line.text, yellow=line.is_warning)


def _snippet(item: pytest.Item) -> Snippet | None:
    """The program whose run a test asks for."""
    if "results" not in getattr(item, "fixturenames", ()):
        return None
    snippet = (
        item.callspec.params.get("snippet")
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
        else None
    )
    return snippet if isinstance(snippet, Snippet) else None
