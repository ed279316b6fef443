"""The drifts: what somebody might change, and the check that has to notice."""

from dataclasses import dataclass

from tests.support.mutants import checks
from tests.support.mutants.checks import Check


@dataclass(frozen=True)
class Drift:
    """One change of one file.

    `old` stands in the file exactly once (or at its first place, if `first` says so); "" stands for its end.
    """

    what: str
    file: str
    old: str
    new: str
    check: Check

    def __str__(self) -> str:
        return self.what.replace(" ", "-")


KEYS, ACKS = "docs/producers/message-keys.md", "docs/producers/acks.md"
PROOF, SAME_KEY = "tests/proofs/producers/test_message_keys.py", "snippets/producers/message_keys/same_key.py"
TRACE, VALUES = "recordings/runs/acknowledged_then_gone.json", "recordings/values.json"
MARK = "{: proof=one_key_one_partition }"

DRIFTS = [
    # Statements and proofs.
    Drift("a sentence negated", KEYS, "are in one partition.**", "are not in one partition.**", checks.proved),
    Drift("a sentence with another number", "docs/producers/without-a-key.md", "between 860 and", "between 960 and", checks.proved),
    Drift("a sentence with another setting", ACKS, "**With `acks=0` the producer", "**With `acks=1` the producer", checks.proved),
    Drift("a sentence with another version", ACKS, "kafka-python 3.0.12 waits", "kafka-python 3.0.11 waits", checks.proved),
    Drift("a sentence made stronger", KEYS, "Different keys can share", "Different keys always share", checks.proved),
    Drift("a mark taken away", KEYS, MARK, "", checks.proved),
    Drift("a mark of another proof", KEYS, MARK, "{: proof=named_partition_wins }", checks.proved),
    Drift("a mark of no proof", KEYS, MARK, "{: proof=nobody }", checks.proved),
    Drift("a new sentence without a proof", KEYS, "## Why it is so", "**Keys are sorted.**\n\n## Why it is so", checks.proved),
    Drift("a sentence taken away", KEYS, f"**All records with one key are in one partition.**{MARK}", "All right.", checks.proved),
    Drift("a proof renamed", PROOF, "def test_one_key_one_partition", "def test_one_key", checks.proved),
    Drift("a proof's sentence negated", PROOF, "key are in one partition.", "key are in two partitions.", checks.proved),
    Drift("a proof without a change of the world", PROOF, ', key=(b"truck_id_123", None))', ")", checks.proved),
    Drift("a proof written twice", PROOF, "def test_keys_share_a_partition", "def test_one_key_one_partition", checks.proved),
    Drift("a proof that nobody names", PROOF, "", '\n\n@proves("Lonely.", a=(1, 2))\ndef test_lonely(a: int) -> None:\n    assert a == 1\n', checks.proved),
    # Pages and the programs they show.
    Drift("a program taken off its page", KEYS, "snippets/producers/message_keys/shrink.py", "snippets/producers/message_keys/tombstone.py", checks.shown),
    Drift("an include of no file", KEYS, "producers/message_keys/shrink.py", "message_keys/shrunk.py", checks.shown),
    Drift("an include of a wrong region", KEYS, "producers/message_keys/shrink.py", "producers/message_keys/shrink.py:end", checks.shown),
    Drift("an include by lines", KEYS, "producers/message_keys/shrink.py", "producers/message_keys/shrink.py:1:5", checks.shown),
    Drift("a fence pasted by hand", KEYS, "## Why it is so", "```python\nprint(1)\n```\n\n## Why it is so", checks.shown),
    Drift("a fence with more than the include", KEYS, '--8<-- "snippets/producers/message_keys/shrink.py"', 'import kafka\n--8<-- "snippets/producers/message_keys/shrink.py"', checks.shown),
    Drift("a fence that isn't closed", KEYS, '--8<-- "snippets/producers/message_keys/shrink.py"\n```', '--8<-- "snippets/producers/message_keys/shrink.py"', checks.shown),
    Drift("a fence in another language's name", KEYS, '```python\n--8<-- "snippets/producers/message_keys/shrink.py"', '```py3\nprint(2)', checks.shown),
    Drift("a picture that isn't there", KEYS, "[[figure: message_keys]]", "[[figure: no_keys]]", checks.recorded),
    # Where programs and proofs live.
    Drift("a program that an earlier page shows", "docs/start/recap.md", "", f'\n```python\n--8<-- "{SAME_KEY}"\n```\n', checks.placed),
    Drift("a statement that an earlier page states", "docs/start/recap.md", "", f"\n**One.**{MARK}\n", checks.placed),
    Drift("a page that comes earlier", "mkdocs.yml", "- start/recap.md", "- experiments/bootstrap.md", checks.placed),
    # Clients.
    Drift("a client without an adapter", "clients.toml", "[java]", "[scala]", checks.known),
    Drift("a client without a hash", "clients.toml", 'hash = "CRC32"\n', "", checks.known),
    Drift("a client whose programs have other names", "clients.toml", 'prefix = "aiokafka_"', 'prefix = "aio_"', checks.known),
    Drift("a client that isn't locked", "clients.toml", 'distribution = "aiokafka"', 'distribution = "aio"', checks.locked),
    # Links.
    Drift("a link to no page", KEYS, "(without-a-key.md)", "(with-a-key.md)", checks.linked),
    Drift("a link out of its folder", ACKS, "(../start/recap.md)", "(start/recap.md)", checks.linked),
    # Rendered values.
    Drift("a value of no setting", KEYS, '"metadata_max_age_ms"', '"metadata_max_age"', checks.rendered),
    Drift("a value of no client", KEYS, 'duration("kafka-python"', 'duration("kafka"', checks.rendered),
    Drift("a call that isn't one", KEYS, 'duration("kafka-python"', 'seconds("kafka-python"', checks.rendered),
    Drift("a duration of what is none", KEYS, '"metadata_max_age_ms"', '"batch_size"', checks.rendered),
    Drift("a rendered value typed", KEYS, '{{ duration("kafka-python", "metadata_max_age_ms") }}', "77 minutes", checks.typed_facts),
    Drift("a rendered value typed on another page", ACKS, '{{ duration("kafka-python", "delivery_timeout_ms") }}', "33 minutes", checks.typed_facts),
    Drift("a default in the stored data", VALUES, '"linger_ms": 0', '"linger_ms": 5', checks.read_from_clients),
    Drift("a setting out of the stored data", VALUES, '   "linger_ms": 0,\n', "", checks.read_from_clients),
    Drift("a version in the stored data", VALUES, '"version": "3.0.12"', '"version": "3.0.13"', checks.read_from_clients),
    Drift("a source in the stored data", VALUES, '"source": "', '"source": "so they say, ', checks.read_from_clients),
    # Quizzes.
    Drift("an answer typed", KEYS, '- [x] partition {{ partition("confluent-kafka", "bob", 3) }}', "- [x] partition 2", checks.rendered),
    Drift("a wrong choice that is right", KEYS, "- [ ] all 8", '- [ ] {{ keys_moved("Java", 3, 4) }}', checks.rendered),
    Drift("another choice marked as right", KEYS, "- [ ] all 8", "- [x] all 8", checks.rendered),
    Drift("an answer that nothing recorded", KEYS, 'keys_moved("kafka-python", 3, 4)', 'keys_moved("kafka-python", 3, 13)', checks.rendered),
    Drift("a wrong choice that nothing explains", KEYS, "        Chance decides only where there is no key, or for confluent-kafka an empty one.\n", "", checks.rendered),
    # Texts of errors.
    Drift("an error text with another word", "docs/reference/errors.md", "is 2000088 bytes", "is 2000089 bytes", checks.quoted),
    Drift("an error text of nobody", ACKS, "## Why it is so", "```text\nError: nothing at all\n```\n\n## Why it is so", checks.quoted),
    # Facts in prose.
    Drift("a number with a unit", KEYS, "## Why it is so", "It takes 17 seconds.\n\n## Why it is so", checks.typed_facts),
    Drift("a number of bytes", ACKS, "## Why it is so", "It has 77,000 bytes.\n\n## Why it is so", checks.typed_facts),
    Drift("a setting with a value", KEYS, "## Why it is so", "Set `linger_ms=77`.\n\n## Why it is so", checks.typed_facts),
    Drift("a since with a version", KEYS, "## Why it is so", "It is so since Kafka 2.7.\n\n## Why it is so", checks.typed_facts),
    # The text of a program.
    Drift("another address", SAME_KEY, '"localhost:9092"', '"127.0.0.1:9092"', checks.rules),
    Drift("a docstring of two sentences", SAME_KEY, '."""', '. And more. And more."""', checks.rules),
    Drift("no docstring", SAME_KEY, '"""', "# ", checks.rules),
    Drift("a client's version", SAME_KEY, "kafka-python==3.0.12", "kafka-python==3.0.11", checks.rules),
    Drift("a client's version in the lock", "requirements.lock", "\nkafka-python==3.0.12", "\nkafka-python==3.0.11", checks.locked),
    Drift("another client's version in the lock", "requirements.lock", "\naiokafka==", "\naiokafka==9.", checks.locked),
    Drift("a package that isn't imported", SAME_KEY, '"kafka-python==3.0.12"', '"kafka-python==3.0.12", "requests"', checks.rules),
    Drift("a header without its package", SAME_KEY, '"kafka-python==3.0.12"', "", checks.rules),
    Drift("a sleep", SAME_KEY, "", "\nimport time\n\ntime.sleep(5)\n", checks.rules),
    Drift("no output at all", "snippets/producers/message_keys/tombstone.py", "#>", "# ", checks.rules),
    Drift("another one's topic", "snippets/producers/message_keys/tombstone.py", '"tombstone"', '"same-key"', checks.rules),
    Drift("an error swallowed", SAME_KEY, "", "\ntry:\n    1 / 0\nexcept Exception:\n    pass\n", checks.rules),
    # Recorded runs.
    Drift("an offset in a trace", TRACE, '"offset": 0', '"offset": 7', checks.recorded),
    Drift("a date in a trace", TRACE, '"date": "2026', '"date": "2027', checks.recorded),
    Drift("a time in a trace", TRACE, '"until": ', '"until": 1', checks.recorded),
    Drift("a version in a trace", TRACE, '"kafka": "4', '"kafka": "5', checks.recorded),
    Drift("a leader in a trace", TRACE, '"leader": 101', '"leader": 102', checks.recorded),
    Drift("a trace of another text", "snippets/experiments/acknowledged_then_gone/acknowledged_then_gone.py", 'b"third"', 'b"3rd"', checks.recorded),
    Drift("a hash in a figure", "recordings/figures/message_keys.json", "74504595", "74504596", checks.recorded),
    Drift("a partition of a recorded key", "recordings/figures/keys.json", '"Java": [0, 1, 0', '"Java": [0, 1, 1', checks.recorded),
    Drift("a partition of a recorded sequence", "recordings/figures/without_a_key.json", '"Java": [1, 1', '"Java": [2, 1', checks.recorded),
    Drift("a date in a figure", "recordings/figures/recap.json", '"date": "2026', '"date": "2027', checks.recorded),
    Drift("a trace cut off", TRACE, "],\n", ",\n", checks.recorded),
    Drift("a run of no program", "docs/experiments/acknowledged-then-gone.md", "[[run: experiments/acknowledged_then_gone/acknowledged_then_gone]]", "[[run: experiments/page/gone]]", checks.recorded),
]  # fmt: skip

# Changes of programs that only a run shows, each with the program.
RUNS = [
    (
        "a digit in an output",
        "producers/message_keys/key_types",
        "goes to partition 1",
        "goes to partition 2",
    ),
    ("a word in an output", "producers/message_keys/key_types", "#> b'42' goes", "#> b'42' went"),
    ("an output left out", "producers/message_keys/key_types", "    #> b'42.0' goes to partition 2\n", ""),
    (
        "an output too many",
        "producers/message_keys/key_types",
        "    #> b'42.0' goes to partition 2\n",
        "    #> b'42.0' goes to partition 2\n" * 2,
    ),
    ("a key", "producers/message_keys/key_types", 'b"42.0"', 'b"43.0"'),
    (
        "another acks",
        "producers/acks/default_acks",
        'bootstrap_servers="localhost:9092"',
        'bootstrap_servers="localhost:9092", acks=1',
    ),
    ("another partition", "producers/message_keys/explicit_partition", "partition=2)", "partition=1)"),
    ("an error out of it", "producers/message_keys/str_key", "except TypeError", "except ValueError"),
    (
        "an output under another print",
        "producers/message_keys/compute_it_yourself",
        "#> all 1,000 as predicted: True\n",
        "",
    ),
    ("a larger record", "producers/acks/unnoticed", 'b"small"', 'b"x" * 5000'),
]

# Changes of the cluster itself, each with a program that tells.
CLUSTERS = [
    (
        "the replication of topics",
        "KAFKA_DEFAULT_REPLICATION_FACTOR: 3",
        "KAFKA_DEFAULT_REPLICATION_FACTOR: 2",
        "start/recap/create_topic",
    ),
    (
        "the number of partitions",
        "KAFKA_NUM_PARTITIONS: 3",
        "KAFKA_NUM_PARTITIONS: 2",
        "start/recap/create_topic",
    ),
    (
        "the least in-sync replicas",
        "KAFKA_MIN_INSYNC_REPLICAS: 2",
        "KAFKA_MIN_INSYNC_REPLICAS: 1",
        "producers/acks/in_sync",
    ),
]
