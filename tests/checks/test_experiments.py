"""Programs that break brokers, or need another kind of cluster, run once.

They run by themselves, and what they break is mended.
"""

from pathlib import Path

import pytest

from checks.plan import BY_ITSELF, IN_PAGE_ORDER, IN_REVERSE_ORDER
from checks.rules import program
from content.snippet import Snippet
from tests.support.small_project import SmallProject

HEADER = '# /// script\n# requires-python = ">=3.11"\n# dependencies = []\n# ///\n"""Prints."""\n'
LAB_HEADER = (
    '# /// script\n# requires-python = ">=3.11"\n# dependencies = ["learning-kafka"]\n# [tool.uv.sources]\n'
    '# learning-kafka = { path = "../../..", editable = true }\n# ///\n"""Breaks brokers."""\n\n'
)
BREAKS = f'{LAB_HEADER}import os\n\nfrom lab import LabError\n\nprint(LabError.__name__, os.environ["LAB_STATE"])\n#> LabError nowhere\n'
HEALED = f"{LAB_HEADER}from lab import Cluster\n\nwith Cluster() as cluster:\n    print(cluster.bootstrap)\n    #> localhost:9092\n"


@pytest.fixture
def project(tmp_path: Path) -> SmallProject:
    return SmallProject(tmp_path)


def test_it_runs_once_after_the_others_on_an_empty_cluster(project: SmallProject) -> None:
    """A program that breaks brokers comes last, and the cluster is mended after it."""
    project.write("experiments/page/breaks", BREAKS)
    project.write("part/page/plain", f"{HEADER}\nprint(1)\n#> 1\n")
    project.page("page.md", "experiments/page/breaks", "part/page/plain")
    results = project.check()
    assert [
        (result.snippet.name, result.where.split(",")[0], result.problems) for result in results.runs
    ] == [
        ("part/page/plain", IN_REVERSE_ORDER.split(",")[0], []),
        ("part/page/plain", IN_PAGE_ORDER.split(",")[0], []),
        ("experiments/page/breaks", BY_ITSELF.split(",")[0], []),
    ]
    assert project.cluster.asked == ["reset", "reset", "reset", "mend"]


def test_what_it_breaks_is_mended_even_if_it_fails(project: SmallProject) -> None:
    project.write("experiments/page/breaks", BREAKS.replace("print(", "1 / 0\nprint("))
    results = project.check()
    assert any(
        "ZeroDivisionError" in problem for problem in results.problems("experiments/page/breaks", BY_ITSELF)
    )
    assert project.cluster.asked[-1] == "mend"


def test_a_wrong_output_fails(project: SmallProject) -> None:
    project.write("experiments/page/breaks", BREAKS.replace("#> LabError nowhere", "#> LabError somewhere"))
    assert any(
        "are not what it printed" in problem
        for problem in project.check().problems("experiments/page/breaks", BY_ITSELF)
    )


def test_its_output_is_written_by_an_update(project: SmallProject) -> None:
    path = project.write("experiments/page/breaks", BREAKS.replace("#> LabError nowhere\n", ""))
    assert project.update().updated == ["snippets/experiments/page/breaks.py"]
    assert path.read_text() == BREAKS


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("experiments/page/breaks", HEALED, None),
        (
            "experiments/page/breaks",
            BREAKS,
            "imports lab and opens no cluster; write `with Cluster() as cluster:`",
        ),
        (
            "experiments/page/breaks",
            BREAKS.replace('["learning-kafka"]', "[]"),
            "its header is not what it imports and what is installed here",
        ),
        (
            "experiments/page/breaks",
            BREAKS.replace("../../..", "/elsewhere"),
            "its header is not what it imports and what is installed here",
        ),
        (
            "experiments/page/plain",
            f"{HEADER}# Cluster: KAFKA_X=1\n\nprint(1)\n#> 1\n",
            "wants a cluster with KAFKA_X, which docker-compose.yml doesn't read",
        ),
        ("experiments/page/plain", f"{HEADER}# Cluster: KAFKA_ADVERTISED_HOST=x\n\nprint(1)\n#> 1\n", None),
        (
            "experiments/page/breaks",
            BREAKS.replace('brokers."""\n', 'brokers."""\n# Cluster: KAFKA_ADVERTISED_HOST=x\n'),
            "breaks brokers of a cluster that is started for it alone",
        ),
    ],
)
def test_the_contract_of_such_a_program(
    name: str, text: str, sentence: str | None, project: SmallProject
) -> None:
    path = project.write(name, text)
    found = program.problems(Snippet.read(path, project.root), project.snippets)
    assert found == [] if sentence is None else any(sentence in problem for problem in found), found


def test_the_compose_file_reads_what_the_contract_permits() -> None:
    text = (Path(__file__).parents[2] / "docker-compose.yml").read_text()
    assert all(f"${{{name}:" in text for name in program.VARIABLES)
