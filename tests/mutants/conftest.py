"""The cluster for drifts that only a run shows."""

from collections.abc import Iterator

import pytest

from checks.topics import KafkaGround
from lab import Cluster, LabError


@pytest.fixture(scope="module")
def ground(request: pytest.FixtureRequest) -> Iterator[KafkaGround]:
    try:
        with Cluster().borrow(exclusive=request.config.getoption("own_cluster")) as cluster:
            yield KafkaGround(cluster)
    except LabError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.TESTS_FAILED)
