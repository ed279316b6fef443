"""What docs/experiments/acknowledged-and-invisible.md states."""

import re

from checks.proofs.declaration import breaks_brokers, proves
from checks.proofs.fixtures import Edit, Programs, ProofCluster, in_time

ASSIGNED = '{TOPIC: {"assignments": {0: [101, 102, 103]}}}'


LEAST_1 = '{TOPIC: {"assignments": {0: [101, 102, 103]}, "configs": {"min.insync.replicas": "1"}}}'


def offsets(lines: list[str]) -> list[int]:
    """The offsets that were acknowledged, in order."""
    return [
        int(found[1]) for line in lines if (found := re.search(r"is acknowledged at offset (\d+)$", line))
    ]


@proves(
    "The leader acknowledged *second* at offset 1, and readers saw one record until a follower was back.",
    edit=(None, (ASSIGNED, LEAST_1)),
)
@breaks_brokers
def test_acknowledged_and_invisible(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("experiments/acknowledged_and_invisible/acknowledged_and_invisible", edit)
    assert (
        offsets(lines) == [1]
        and "readers see 1 record" in lines
        and lines[-1] == "102 is back: readers see 2"
    )


@proves(
    "the high watermark stands still while fewer replicas are in sync than `min.insync.replicas`.",
    least=(2, 1),
)
@breaks_brokers
def test_high_watermark_stands_still(kafka: ProofCluster, least: int) -> None:
    """A leader alone in sync would move it at once, so a second of standing still is enough."""
    topic = kafka.topic(1, on=[101, 102], min_insync_replicas=least)
    try:
        kafka.cluster.stop(102)
        assert in_time(lambda: kafka.parts(topic)[0].in_sync == (101,))
        kafka.producer(acks=1).send(topic, b"hello").get(timeout=10)
        assert not in_time(lambda: kafka.ends(topic)[0] == 1, 1)
    finally:
        kafka.cluster.heal()


@proves(
    "The record acknowledged at offset 1 is gone, and *third* has its offset.",
    edit=(None, ("    cluster.kill(101)\n", "")),
)
@breaks_brokers
def test_acknowledged_invisible_gone(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("experiments/acknowledged_and_invisible/acknowledged_invisible_gone", edit)
    assert offsets(lines) == [1, 1] and lines[-1] == "stored: first third"
