"""A topic that isn't named after its program fails that program.

The failure names the program that made the topic.
"""

from pathlib import Path

import pytest

from checks.plan import IN_PAGE_ORDER, IN_REVERSE_ORDER
from checks.topics import borrowed_topics, name_clashes
from tests.support.small_project import SmallProject

PRINTS = 'print("fine")\n#> fine\n'


@pytest.fixture
def project(tmp_path: Path) -> SmallProject:
    project = SmallProject(tmp_path)
    project.write("part/page/first_record", f'topic = "first-record"\n{PRINTS}')
    project.write("part/page/same_key", f'topic = "odd"\n{PRINTS}')
    project.write("part/page/same_key_again", f'topic = "same-key-again"\n{PRINTS}')
    return project


def test_own_topics_are_fine(project: SmallProject) -> None:
    project.cluster.known = {
        "first-record",
        "first-record-2",
        "same-key",
        "same-key-again",
        "same-key-again-2",
        "__consumer_offsets",
    }
    results = project.check()
    assert results.loose == []
    assert [problem for result in results.runs for problem in result.problems] == []


@pytest.mark.parametrize("where", [IN_REVERSE_ORDER, IN_PAGE_ORDER])
@pytest.mark.parametrize(
    ("topic", "culprit", "own"),
    [
        ("odd", "part/page/same_key", "same-key"),  # it is named in its text
        ("first-recrod", "part/page/first_record", "first-record"),  # nobody names it, but this comes near
        ("first_record", "part/page/first_record", "first-record"),
    ],
)
def test_topic_of_nobody_fails_the_likely_culprit(
    project: SmallProject, where: str, topic: str, culprit: str, own: str
) -> None:
    project.cluster.known = {topic, "first-record"}
    results = project.check()
    (problem,) = results.problems(culprit, where)
    assert (
        f"snippets/{culprit}.py:1: it seems to have made the topic {topic}; name its topics {own}, {own}-2 and the like."
        in problem
    )
    assert {result.snippet.name for result in results.runs if result.problems} == {culprit}


def test_topic_without_a_culprit_fails_by_itself(project: SmallProject) -> None:
    project.cluster.known = {"orders"}
    assert [problem.partition(";")[0] for problem in project.check().loose] == [
        "the topic orders belongs to no program"
    ] * 2


def test_two_programs_of_one_name_are_told(project: SmallProject) -> None:
    project.write("hall/same_key", PRINTS)
    twin = next(snippet for snippet in project.snippets if snippet.name == "hall/same_key")
    assert name_clashes(twin, project.snippets) == [
        "snippets/hall/same_key.py:1: its topic same-key would be that of snippets/part/page/same_key.py too; rename one of the programs."
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('producer.send("first-record-2", b"x")\n', True),
        ('consumer = KafkaConsumer("first-record")\n', True),
        ('topic = "same-key-again"\n', True),
        ('topic = "same-key"\n', False),
        ('topic = "same-key-2"\n', False),
        ('print("first-record")\n', False),
        ('producer.send("same-key", b"first-record")\n', False),
        ('topic = "first-recorder"\n', False),
    ],
)
def test_topic_of_another_program_is_told(project: SmallProject, text: str, found: bool) -> None:
    project.write("part/page/same_key", text)
    snippets = {snippet.name: snippet for snippet in project.snippets}
    problems = borrowed_topics(snippets["part/page/same_key"], project.snippets, [])
    assert bool(problems) is found
    assert all(problem.startswith("snippets/part/page/same_key.py:1: '") for problem in problems)
    allowed = [snippets["part/page/first_record"], snippets["part/page/same_key_again"]]
    assert borrowed_topics(snippets["part/page/same_key"], project.snippets, allowed) == []
