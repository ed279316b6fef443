"""What the figures of the pages show is what this cluster and these clients do, as far as no chance decides
it.
"""

import json

import pytest

from checks.project import ROOT
from checks.recording.figures import RECORDERS
from checks.recording.reproducible import REPRODUCIBLE, UNCERTAIN
from checks.topics import LabCheckCluster
from content.figure_data import FigureData
from content.recordings import figure_file
from lab import Cluster


@pytest.mark.parametrize("name", sorted(REPRODUCIBLE))
def test_a_figure_recorded_anew_is_the_same(cluster: Cluster, name: str) -> None:
    check_cluster = LabCheckCluster(cluster)
    check_cluster.delete([topic for topic in check_cluster.topics() if topic.startswith("figure-")])
    stored = FigureData.loads(figure_file(name, ROOT).read_text("utf-8")).data
    now = RECORDERS[name](f"localhost:{cluster.definition.brokers[0].host_port}")
    before, after = (json.dumps(REPRODUCIBLE[name](data)) for data in (stored, now))
    if before != after:
        sentence = f"recordings/figures/{name}.json shows {before}, and this cluster {after}; run `make record NAME={name}` and read the change."
        pytest.fail(sentence, pytrace=False)


def test_each_figure_is_compared_or_it_is_said_why_not() -> None:
    assert REPRODUCIBLE.keys() | UNCERTAIN.keys() == RECORDERS.keys()
