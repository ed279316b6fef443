"""A good program keeps each rule of the snippet contract.

One change to it breaks the rule.
"""

import ast
from importlib.metadata import version
from pathlib import Path

import pytest

from checks.rules import program
from checks.rules.header import imports
from tests.support.small_project import SmallProject

GOOD = f'''\
# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python=={version("kafka-python")}"]
# ///
"""One call sends a record."""

import time

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092")
while not producer.partitions_for("good"):
    time.sleep(0.05)

record = producer.send("good", value=b"Hello, 9192 ... times").get(timeout=10)
print("topic", record.topic)
#> topic good
for n in range(2):
    print(
        f"partition {{n}}",
    )
    #> partition 0
    #> partition 1
'''
CALL = 'KafkaProducer(bootstrap_servers="localhost:9092")'
HEADER = GOOD[: GOOD.index('"""')]

# What is changed into what, and the sentence that this earns.
BROKEN = {
    "no header": (HEADER, "", "1: does not begin with its PEP 723 header; write:\n# /// script"),
    "something above the header": (
        "# /// script",
        "\n# /// script",
        "1: does not begin with its PEP 723 header",
    ),
    "another version": (
        "kafka-python==",
        "kafka-python==9.",
        "1: its header is not what it imports and what is installed here",
    ),
    "a loose version": ("kafka-python==", "kafka-python>=", "1: its header is not what it imports"),
    "another Python": (">=3.11", ">=3.9", "1: its header is not what it imports"),
    "an import without its dependency": ("import time\n", "import time\nimport rich\n", '"rich=='),
    "a dependency without its import": ("from kafka import", "from queue import", "# dependencies = []"),
    "a header that is no TOML": ('["kafka', '["kafka"', "1: its header is no TOML"),
    "no docstring": ('"""One call sends a record."""\n', "", "1: has no docstring"),
    "two sentences": ("sends a record.", "sends. It works.", "5: its docstring is not one sentence"),
    "no full stop": ("sends a record.", "sends a record", "5: its docstring is not one sentence"),
    "another host": (
        CALL,
        'KafkaProducer(bootstrap_servers="kafka:9092")',
        "11: names kafka:9092; the cluster's address is localhost:9092.",
    ),
    "another port": (CALL, 'KafkaProducer(bootstrap_servers=["localhost:9192"])', "11: names localhost:9192"),
    "an address in numbers": (
        CALL,
        'KafkaProducer(bootstrap_servers="127.0.0.1:9092")',
        "11: names 127.0.0.1:9092",
    ),
    "an address without a port": (
        CALL,
        'KafkaProducer(bootstrap_servers="localhost")',
        "11: names 'localhost'; write bootstrap_servers=",
    ),
    "no address": (CALL, "KafkaProducer()", "11: does not say where the cluster is"),
    "an ellipsis": (
        "record = producer",
        "...\nrecord = producer",
        "15: holds ...; a program on a page is whole.",
    ),
    "an ellipsis in a comment": (
        "record = producer",
        "# ...\nrecord = producer",
        "15: holds ... in a comment",
    ),
    "a main guard": (
        "record = producer",
        'assert __name__ == "__main__"\nrecord = producer',
        "15: asks for __name__",
    ),
    "a type annotation": ("record = producer", "record: object = producer", "15: has a type annotation"),
    "an annotated function": (
        "record = producer",
        "def f(a: int):\n    return a\n\n\nrecord = producer",
        "15: has a type annotation",
    ),
    "a bare except": (
        "record = producer",
        "try:\n    pass\nexcept:\n    pass\nrecord = producer",
        "17: catches whatever comes",
    ),
    "a broad except": (
        "record = producer",
        "try:\n    pass\nexcept Exception:\n    pass\nrecord = producer",
        "17: catches whatever comes",
    ),
    "logging": ("import time", "import logging\nimport time", "7: sets logging up"),
    "a sleep": (
        "record = producer",
        "time.sleep(1)\nrecord = producer",
        "15: sleeps; wait for what it waits for",
    ),
    "a sleep in a for loop": (
        "for n in range(2):\n",
        "for n in range(2):\n    time.sleep(1)\n",
        "19: sleeps",
    ),
    "two prints in a loop": (
        "    #> partition 1\n",
        '    #> partition 1\n    print("a")\n    #> a\n    #> a\n',
        "24: is the second print in one loop",
    ),
    "no output": (GOOD[GOOD.index("print(") :], "", "15: shows no output"),
    "output under no print": (
        "#> topic good\n",
        "\n#> topic good\n",
        "18: is a `#>` line that stands under no print",
    ),
    "output above its print": (
        'print("topic"',
        '#> topic good\nprint("topic"',
        "16: is a `#>` line that stands under no print",
    ),
    "output inside a statement": (
        "    print(\n",
        "    print(\n        #> partition 0\n",
        "20: is a `#>` line that stands under no print",
    ),
    "output indented otherwise": (
        "    #> partition 1",
        "        #> partition 1",
        "23: is a `#>` line that is not indented as its print",
    ),
    "output without its blank": (
        "#> topic",
        "#>topic",
        "17: is a `#>` line that is not indented as its print, with one space",
    ),
    "a wide line": (
        "record = producer",
        f"a = '{'a' * 83}'\nrecord = producer",
        "15: has 89 characters; break the line at 88.",
    ),
    "blanks at the end": ("import time\n", "import time \n", "7: has a tab or blanks at its end"),
    "a tab": ("    time.sleep", "\ttime.sleep", "13: has a tab or blanks at its end"),
    "no line end": ("    #> partition 1\n", "    #> partition 1", "23: must end with one line end."),
    "an empty last line": (
        "    #> partition 1\n",
        "    #> partition 1\n\n",
        "25: must end with one line end.",
    ),
    "a long program": ("import time\n", "import time\n" * 20, "41: has 42 lines; shorten it to 40"),
    "a group of another name": (
        CALL,
        f'{CALL}\nconsumer = dict(group_id="readers")',
        "12: names a consumer group that others could share",
    ),
    "after nothing": (
        'record."""\n',
        'record."""\n# After: part/page/none.py\n',
        "6: comes after part/page/none, which is no program",
    ),
    "after itself": ('record."""\n', 'record."""\n# After: part/page/good.py\n', "6: comes after itself"),
    "after, in another place": (
        "import time\n",
        "# After: part/page/other.py\nimport time\n",
        "7: must stand directly under the docstring",
    ),
    "a topic of another": (
        'send("good"',
        'send("other"',
        "15: 'other' is a topic of snippets/part/page/other.py",
    ),
    "no Python": ("while not", "while not (", "12: is no Python"),
}


@pytest.fixture
def project(tmp_path: Path) -> SmallProject:
    project = SmallProject(tmp_path)
    project.write("part/page/other", GOOD.replace('"good"', '"other"').replace("topic good", "topic other"))
    return project


def test_good_program_keeps_every_rule(project: SmallProject) -> None:
    assert _problems(project, "part/page/good", GOOD) == []


def test_program_without_kafka_needs_no_dependency(project: SmallProject) -> None:
    text = '# /// script\n# requires-python = ">=3.11"\n# dependencies = []\n# ///\n"""Prints."""\n\nprint()\n#>\n'
    assert _problems(project, "part/page/good", text) == []


def test_program_after_another_may_use_its_topic(project: SmallProject) -> None:
    text = GOOD.replace('record."""\n', 'record."""\n# After: part/page/other.py\n').replace(
        'send("good"', 'send("other"'
    )
    assert _problems(project, "part/page/good", text) == []


@pytest.mark.parametrize(("old", "new", "sentence"), BROKEN.values(), ids=BROKEN)
def test_broken_rule_is_told(project: SmallProject, old: str, new: str, sentence: str) -> None:
    assert old in GOOD
    problems = _problems(project, "part/page/good", GOOD.replace(old, new))
    expected = sentence if sentence.startswith(('"', "#")) else f"snippets/part/page/good.py:{sentence}"
    assert any(expected in problem for problem in problems), problems


@pytest.mark.parametrize(
    "name",
    [
        "part/page/Good",
        "part/page/good-one",
        "good",
        "part/page/deep/good",
        "a part/page/good",
        "part/page/2nd",
    ],
)
def test_place_that_is_no_place_is_told(project: SmallProject, name: str) -> None:
    assert any(
        "its place must be snippets/PART/PAGE/NAME.py" in problem
        for problem in _problems(project, name, GOOD)
    )


@pytest.mark.parametrize("name", ["part/page/queue", "part/page/kafka"])
def test_name_that_hides_a_module_is_told(project: SmallProject, name: str) -> None:
    assert any("is called like the module" in problem for problem in _problems(project, name, GOOD))


def test_program_about_addresses_may_name_its_own(project: SmallProject) -> None:
    name, addresses = next(iter(program.OTHER_ADDRESSES.items()))
    text = GOOD.replace(CALL, f"KafkaProducer(bootstrap_servers={sorted(addresses)})")
    assert not any("address is" in problem for problem in _problems(project, name, text))
    assert any("address is" in problem for problem in _problems(project, "part/page/good", text))


def _problems(project: SmallProject, name: str, text: str) -> list[str]:
    path = project.write(name, text)
    return program.problems(
        next(snippet for snippet in project.snippets if snippet.path == path), project.snippets
    )


def test_a_program_in_quotes_needs_its_packages_too() -> None:
    text = 'import subprocess\n\nsubprocess.run(["python", "-c", "import rich\\nimport json"])\nprint("an import of goods")\n'
    assert imports(ast.parse(text)) == {"rich"}
