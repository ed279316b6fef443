"""Gives proofs their ground, and sees that each of them fails in its changed world."""

from collections.abc import Callable, Generator, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from checks.plugin import record_of, taken
from checks.project import ROOT, in_ci
from checks.proofs.fixtures import Programs, ProofCluster
from checks.proofs.schedule import Ahead, runs_ahead
from checks.proofs.second_cluster import another
from content.statements import Proof, files, proofs
from lab import Cluster, LabError

HERE = Path(__file__).parent
AHEAD_DEADLINE_S = 900  # for a test that waits for its proof and those before it, which take two minutes

_seconds = pytest.StashKey[dict[str, float]]()  # by test, of those that did what they should
_asked = pytest.StashKey[dict[Proof, set[str]]]()  # the tests of each proof
_started = pytest.StashKey[set[str]]()
_ahead = pytest.StashKey[Ahead]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "proves(sentence): the statement of a page that the test proves")
    config.addinivalue_line("markers", "changed_world: here the test has to fail")
    config.addinivalue_line("markers", "breaks_brokers: the proof kills, stops or freezes brokers")
    config.addinivalue_line("markers", "alone: no other proof may run beside it")
    config.stash[_seconds], config.stash[_asked], config.stash[_started] = {}, {}, set()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Those that need the machine for themselves come first, those that run ahead of their tests last.

    With `--changed`, leave out the proofs whose last result still holds, and with `--true-world` the changed
    worlds of those that nobody has edited; never where CI is set.
    """
    places = [place for place, item in enumerate(items) if item.path.is_relative_to(HERE)]
    for item in (items[place] for place in places if runs_ahead(items[place])):
        item.add_marker(pytest.mark.timeout(AHEAD_DEADLINE_S))
    for place, item in zip(places, sorted((items[place] for place in places), key=_turn), strict=True):
        items[place] = item
    by_name = {proof.name: proof for proof in [*proofs(ROOT), *files(ROOT)]}
    mine = {
        item: proof
        for item in items
        if item.path.is_relative_to(HERE) and (proof := by_name.get(_proof(item)))
    }
    left_out = (
        set()
        if in_ci()
        else _left_out(
            config, mine, changed=config.getoption("changed"), true_world=config.getoption("true_world")
        )
    )
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]
    for item in mine.keys() - left_out:
        config.stash[_asked].setdefault(mine[item], set()).add(item.nodeid)
    for proof in config.stash[_asked]:
        record_of(config).key_of(proof)  # now, before it runs: what is edited meanwhile was not proved


def _left_out(
    config: pytest.Config, mine: Mapping[pytest.Item, Proof], *, changed: bool, true_world: bool
) -> set[pytest.Item]:
    if not (changed or true_world):
        return set()
    record, engine, every = record_of(config), Cluster().engine_name, set(mine.values())
    kept = {proof for proof in every if changed and record.proof_holds(proof, engine)}
    known = {proof for proof in every if true_world and record.proof_is_known(proof, engine)}
    return {
        item
        for item, proof in mine.items()
        if proof in kept or (proof in known and item.get_closest_marker("changed_world"))
    }


def _turn(item: pytest.Item) -> int:
    return 0 if item.get_closest_marker("alone") else 2 if runs_ahead(item) else 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    item.config.stash[_started].add(item.nodeid)
    ahead = item.config.stash.get(_ahead, None)
    if report.when == "call" and ahead and (seconds := ahead.seconds(item)) is not None:
        report.duration = seconds
    if report.when == "call" and report.passed:
        item.config.stash[_seconds][item.nodeid] = report.duration
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write down which proofs did what they should, in each world that was due.

    What a narrowed run leaves out stands as it was, and so does what a stopped run never reached.
    """
    asked, seconds = session.config.stash[_asked], session.config.stash[_seconds]
    ran = session.config.stash[_started]
    results = {
        proof: sum(seconds[test] for test in tests) if tests <= seconds.keys() else None
        for proof, tests in asked.items()
        if tests & ran
    }
    if not results or session.config.option.collectonly:
        return
    cluster = Cluster()
    record_of(session.config).note_proofs(results, cluster.engine_name, cluster.kafka)


def _proof(item: pytest.Item) -> str:
    """The name of the proof that a test is, or of its file if it declares no statement."""
    if isinstance(item, pytest.Function) and item.get_closest_marker("proves"):
        return item.originalname.removeprefix("test_")
    return item.path.relative_to(ROOT).as_posix()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """In the changed world a proof has to fail, by an assertion and not by a crash."""
    if (ahead := pyfuncitem.config.stash.get(_ahead, None)) and not pyfuncitem.get_closest_marker("alone"):
        ahead.start()
    if not pyfuncitem.get_closest_marker("changed_world"):
        return (yield)
    try:
        yield
    except (AssertionError, pytest.fail.Exception):
        return True
    world = {name: value for name, value in pyfuncitem.callspec.params.items() if not name.startswith("_")}
    pytest.fail(
        f"{pyfuncitem.location[0]}: {pyfuncitem.originalname} holds with {world} too, so it proves nothing.",
        pytrace=False,
    )


@pytest.fixture(scope="package")
def cluster(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The cluster that is up, or one for these proofs, most of which now begin."""
    config = request.config
    try:
        with taken(config) as cluster:
            mine = [
                item
                for item in request.session.items
                if isinstance(item, pytest.Function) and item.path.is_relative_to(HERE)
            ]
            config.stash[_ahead] = ahead = Ahead(mine, cluster, tmp_path_factory.mktemp("second"))
            yield cluster
            ahead.stop()
    except LabError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.TESTS_FAILED)


@pytest.fixture
def kafka(cluster: Cluster, request: pytest.FixtureRequest) -> Iterator[ProofCluster]:
    with ProofCluster(cluster, request.node.originalname) as check_cluster:
        yield check_cluster


@pytest.fixture(scope="package")
def programs(cluster: Cluster) -> Programs:
    return Programs(cluster)


@pytest.fixture(scope="package")
def others(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Cluster]:
    """Each call gives the cluster of another compose file, with ports of its own; it isn't up."""
    return partial(another, tmp_path_factory.mktemp("other"), 13_000)
