"""Each notebook, executed again, shows what it showed, and its claims come out true."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from checks.notebooks.execute import NotExecuted, differences, execute
from checks.project import ROOT
from checks.topics import LabCheckCluster
from content.notebook import notebooks
from lab import Cluster, LabError


@pytest.fixture(scope="module")
def check_cluster(request: pytest.FixtureRequest) -> Iterator[LabCheckCluster]:
    """The cluster that is up, or one for these notebooks, emptied."""
    try:
        with Cluster().borrow(exclusive=request.config.getoption("own_cluster")) as cluster:
            check_cluster = LabCheckCluster(cluster)
            check_cluster.mend()
            check_cluster.reset()
            yield check_cluster
            check_cluster.mend()
    except LabError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.TESTS_FAILED)


@pytest.mark.parametrize("path", notebooks(ROOT), ids=lambda path: path.stem)
def test_notebook_shows_again_what_it_showed(path: Path, check_cluster: LabCheckCluster) -> None:
    try:
        now = execute(path, check_cluster.variables())
    except NotExecuted as error:
        pytest.fail(str(error), pytrace=False)
    name = path.relative_to(ROOT).as_posix()
    if found := list(differences(nbformat.read(path, as_version=4), now)):
        mend = (
            f"if this is right, write it down with `make notebooks NAME={path.stem}` and read the difference."
        )
        pytest.fail("\n".join(f"{name}:1: {problem}" for problem in found) + f"\n{mend}", pytrace=False)
