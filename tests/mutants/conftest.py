"""The cluster for drifts that only a run shows."""

from collections.abc import Iterator

import pytest

from checks.topics import LabCheckCluster
from lab import Cluster, LabError


@pytest.fixture(scope="module")
def check_cluster(request: pytest.FixtureRequest) -> Iterator[LabCheckCluster]:
    try:
        with Cluster().borrow(exclusive=request.config.getoption("own_cluster")) as cluster:
            yield LabCheckCluster(cluster)
    except LabError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.TESTS_FAILED)
