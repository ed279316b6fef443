"""Clusters beside the one of the session: the project's compose file on other ports."""

from pathlib import Path

import pytest

from checks.proofs.ports import shifted
from lab import Cluster
from lab.cluster import COMPOSE


def another(folder: Path, shift: int, engine: str | None = None) -> Cluster:
    """Return a cluster that isn't up yet, with all ports higher by `shift`.

    Its state is in this folder.
    """
    file = folder / "docker-compose.yml"
    file.write_text(shifted(COMPOSE.read_text(), shift))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LAB_STATE", str(folder / "state"))
        return Cluster(file, engine=engine)


def moved(text: str, cluster: Cluster, shift: int) -> str:
    """Return a page's program, changed for another cluster.

    Its ports are changed and, if it breaks brokers, its compose file.
    """
    if not shift:
        return text
    return shifted(text, shift).replace(
        "with Cluster() as", f'with Cluster(__import__("pathlib").Path({str(cluster.definition.path)!r})) as'
    )
