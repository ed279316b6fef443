"""What a program may write to standard error."""

from pathlib import Path

import pytest

from checks.compare import faults
from checks.runner import Runner
from tests.support.small_project import SmallProject

NEW = "Topic one not found in cluster metadata"
AGAIN = (
    "Got error produce response on topic-partition TopicPartition(topic='one', partition=0), retrying. "
    "Error: <class 'aiokafka.errors.UnknownTopicOrPartitionError'>"
)
NOT_LED = "Failed fetch offsets from 103: [Error 6] NotLeaderForPartitionError: TopicPartition(topic='one', partition=1)"
NOT_THERE = (
    "Received unknown topic or partition error in ListOffset request for partition TopicPartition(topic='one', partition=0). "
    "The topic/partition may not exist or the user may not have Describe access to it."
)
NOT_READY = "%4|1795601466.296|METADATAUPDATE|rdkafka#producer-1| [thrd:main]: Partition one-3(paKRaa0UTniZQXNoRZ8Wdg)[2]: not found in cache"
UNHEARD_OF = (
    "%4|1795625551.982|METADATAUPDATE|rdkafka#producer-1| [thrd:main]: Topic one-3 not found in cache"
)
UNKNOWN = (
    "%3|1795608166.409|FAIL|rdkafka#producer-2| [thrd:sasl_ssl://localhost:9093/bootstrap]: sasl_ssl://localhost:9093/bootstrap: "
    "SASL authentication error: Authentication failed during authentication due to invalid credentials with SASL mechanism "
    "SCRAM-SHA-512 (after 306ms in state AUTH_REQ)"
)
REFUSED = (
    'Unable connect to \\"localhost:9093\\": [Error 58] SaslAuthenticationFailed: Authentication failed during authentication '
    "due to invalid credentials with SASL mechanism SCRAM-SHA-512"
)


@pytest.mark.parametrize(
    ("client", "said", "passes"),
    [
        ("aiokafka", NEW, True),
        ("aiokafka", f"{NEW}\\n{AGAIN}", True),
        ("aiokafka", f"{NEW}\\nUnclosed AIOKafkaProducer", False),
        ("aiokafka", NEW.replace("one", "two"), False),
        ("aiokafka", f"{NOT_THERE}\\n{NOT_LED}", True),
        ("aiokafka", NOT_LED.replace("one", "two"), False),
        ("kafka", NOT_THERE, False),
        ("confluent_kafka", NEW, False),
        ("confluent_kafka", NOT_READY, True),
        ("confluent_kafka", f"{NOT_READY}\\nand more", False),
        ("confluent_kafka", NOT_READY.replace("one-3", "two"), False),
        ("confluent_kafka", NOT_READY.replace(": not", ": new leader-1 not"), True),
        ("confluent_kafka", UNHEARD_OF, True),
        ("confluent_kafka", UNHEARD_OF.replace("one-3", "two"), False),
        ("aiokafka", NOT_READY, False),
        ("confluent_kafka UserScramCredentialUpsertion", UNKNOWN, True),
        ("confluent_kafka", UNKNOWN, False),
        ("aiokafka UserScramCredentialUpsertion", REFUSED, True),
        ("aiokafka", REFUSED, False),
        (
            "confluent_kafka UserScramCredentialUpsertion",
            UNKNOWN.replace("invalid credentials", "a wrong mechanism"),
            False,
        ),
    ],
)
def test_only_lines_about_a_new_topic_or_user_pass(
    tmp_path: Path, client: str, said: str, passes: bool
) -> None:
    project = SmallProject(tmp_path)
    project.write(
        "part/page/one", f'# {client}\nimport sys\n\nprint("{said}", file=sys.stderr)\nprint(1)\n#> 1\n'
    )
    (snippet,) = project.snippets
    found = [fault for fault in faults(snippet, Runner().run(snippet.path)) if "standard error" in fault]
    assert (not found) == passes
