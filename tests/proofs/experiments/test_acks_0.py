"""What docs/experiments/acks-0.md states."""

from checks.proofs.declaration import breaks_brokers, proves
from checks.proofs.fixtures import Edit, Programs, ProofCluster, in_time


@proves(
    "A send to a leader that answers nobody counts as a success, and the record is stored nowhere.",
    edit=(
        None,
        (
            "    cluster.kill(101)\n    cluster.wait_for_leader(TOPIC)\n",
            "    cluster.thaw(101)\n    cluster.wait_for_visible(TOPIC, 2)\n",
        ),
    ),
)
@breaks_brokers
def test_sent_to_a_frozen_leader(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("experiments/acks_0/sent_to_a_frozen_leader", edit)
    assert lines[0].startswith("success") and lines[-1] == "records stored: 1"


@proves("The refused record counts as a success, and the next one gets its offset.", limit=(1000, 10_000))
def test_next_one_gets_the_offset_of_the_refused(kafka: ProofCluster, limit: int) -> None:
    topic = kafka.topic(1, max_message_bytes=limit)
    careless = kafka.producer(acks=0).send(topic, b"x" * 5000).get(timeout=10)
    assert in_time(lambda: kafka.producer().send(topic, b"small").get(timeout=10) is not None)
    assert (
        next(record.offset for record in kafka.records(topic) if record.value == b"small") == careless.offset
    )
