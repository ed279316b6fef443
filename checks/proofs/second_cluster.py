"""Clusters beside the one of the session: the project's compose file on other ports."""

from pathlib import Path

import pytest

from checks.proofs.ports import shifted
from lab import Cluster
from lab.cluster import COMPOSE


def another(folder: Path, shift: int, engine: str | None = None) -> Cluster:
    """A cluster that isn't up yet, its ports so many higher, with its notes in this folder."""
    file = folder / "docker-compose.yml"
    file.write_text(shifted(COMPOSE.read_text(), shift))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LAB_STATE", str(folder / "state"))
        return Cluster(file, engine=engine)


def moved(text: str, cluster: Cluster, shift: int) -> str:
    """A program of a page as it would be for another cluster: with its ports and, where it breaks brokers,
    its compose file.
    """
    if not shift:
        return text
    return shifted(text, shift).replace(
        "with Cluster() as", f'with Cluster(__import__("pathlib").Path({str(cluster.definition.path)!r})) as'
    )
