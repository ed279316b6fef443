"""Gives proofs their ground, and sees that each of them fails in its changed world."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest

from lab import Cluster, LabError
from proofs.ground import Ground, Programs


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "proves(sentence): the statement of a page that the test proves")
    config.addinivalue_line("markers", "changed_world: here the test has to fail")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """In the changed world a proof has to fail, by an assertion and not by a crash."""
    if not pyfuncitem.get_closest_marker("changed_world"):
        return (yield)
    try:
        yield
    except (AssertionError, pytest.fail.Exception):
        return True
    world = {name: value for name, value in pyfuncitem.callspec.params.items() if not name.startswith("_")}
    pytest.fail(f"{pyfuncitem.location[0]}: {pyfuncitem.originalname} holds with {world} too, so it proves nothing.", pytrace=False)


@pytest.fixture(scope="package")
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """The cluster that is up, or one for these proofs."""
    try:
        with Cluster().borrow(exclusive=request.config.getoption("own_cluster")) as cluster:
            yield cluster
    except LabError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.TESTS_FAILED)


@pytest.fixture
def kafka(cluster: Cluster, request: pytest.FixtureRequest) -> Iterator[Ground]:
    ground = Ground(cluster, request.function.__name__.removeprefix("test_")[:60])
    yield ground
    ground.close()


@pytest.fixture(scope="package")
def programs(cluster: Cluster) -> Programs:
    return Programs(cluster)
