"""A program that uses another one's topic or group without declaring it fails.

If the other is earlier, it fails in the order of a check; if it is later, in page order.
"""

from pathlib import Path

import pytest

from checks.checker import Checker
from checks.results import EVERY_ROUND, ProgramResults
from checks.runner import Runner
from checks.topics import LabCheckCluster
from content.snippet import all_snippets

MAKES = """from kafka import KafkaConsumer, KafkaProducer

TOPIC = "makes"
producer = KafkaProducer(bootstrap_servers="localhost:9092")
for value in (b"1", b"2"):
    producer.send(TOPIC, value, partition=0).get(timeout=30)
consumer = KafkaConsumer(
    TOPIC, bootstrap_servers="localhost:9092", group_id=TOPIC, auto_offset_reset="earliest"
)
print(next(consumer).value)
#> b'1'
consumer.commit()
consumer.close()
"""
# Each puts a name together, so that no look at its text finds it; the check of the text refuses one that is
# written out.
USES = {
    "topic": """from kafka import KafkaConsumer, TopicPartition

consumer = KafkaConsumer(bootstrap_servers="localhost:9092")
place = TopicPartition("".join("makes"), 0)
print(consumer.end_offsets([place])[place])
#> 2
""",
    "group": """from kafka import KafkaAdminClient

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
print("".join("makes") in [group["group_id"] for group in admin.list_groups()])
#> True
""",
}


@pytest.fixture
def two(tmp_path: Path) -> Path:
    (tmp_path / "snippets/part/page").mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    return tmp_path


@pytest.mark.parametrize("what", USES)
@pytest.mark.parametrize("makes_first", [True, False], ids=["earlier", "later"])
def test_a_silent_dependence_is_caught(
    check_cluster: LabCheckCluster, two: Path, what: str, makes_first: bool
) -> None:
    """A dependence on an earlier program is caught in the order of a check.

    One on a later program is caught in page order.
    """
    _write(two, USES[what], makes_first=makes_first)
    wrong, right = EVERY_ROUND if makes_first else reversed(EVERY_ROUND)
    results = _check(check_cluster, two)
    assert results.problems("part/page/uses", wrong), f"the {what} of another program was found {wrong}"
    assert (
        not results.problems("part/page/uses", right)
        + results.problems("part/page/makes", wrong)
        + results.problems("part/page/makes", right)
    )


@pytest.mark.parametrize("what", USES)
def test_what_is_declared_is_there(check_cluster: LabCheckCluster, two: Path, what: str) -> None:
    _write(two, f"# After: part/page/makes.py\n{USES[what]}", makes_first=True)
    results = _check(check_cluster, two)
    assert [problem for result in results.runs for problem in result.problems] == []


def test_an_empty_cluster_or_a_deleted_program_has_no_groups(
    check_cluster: LabCheckCluster, two: Path
) -> None:
    """No offsets of another run are left.

    A program that reads on from a group's offsets would find them.
    """
    _write(two, USES["group"], makes_first=True)
    makes = two / "snippets/part/page/makes.py"

    def ran() -> None:
        run = Runner().run(makes)
        assert run.lines == ["b'1'"], run.stderr
        assert check_cluster.groups() == {"makes"}

    check_cluster.reset()
    ran()
    check_cluster.delete_groups(["makes"])
    assert check_cluster.groups() == frozenset()
    check_cluster.delete(["makes"])
    ran()  # it begins at the beginning again
    check_cluster.reset()
    assert check_cluster.groups() == frozenset()
    ran()
    check_cluster.reset()


def _write(root: Path, uses: str, *, makes_first: bool) -> None:
    for name, text in (("makes", MAKES), ("uses", uses)):
        (root / f"snippets/part/page/{name}.py").write_text(text)
    names = ("makes", "uses") if makes_first else ("uses", "makes")
    (root / "docs/page.md").write_text(
        "".join(f'```python\n--8<-- "snippets/part/page/{name}.py"\n```\n\n' for name in names)
    )


def _check(check_cluster: LabCheckCluster, root: Path) -> ProgramResults:
    snippets = all_snippets(root)
    return Checker(root, check_cluster, Runner(), 2, rounds=EVERY_ROUND).check(snippets, snippets)
