"""What docs/experiments/twice-or-once.md states."""

from checks.proofs.declaration import breaks_brokers, proves
from checks.proofs.fixtures import Edit, Programs, ProofCluster


@proves(
    "Without idempotence the payment is stored more than once, with it once.",
    edit=(None, ("KafkaProducer(enable_idempotence=False, **settings)", "KafkaProducer(**settings)")),
)
@breaks_brokers
def test_payment_is_stored_twice_or_once(programs: Programs, edit: Edit | None) -> None:
    assert programs.lines("experiments/twice_or_once/twice_or_once", edit)[-2:] == [
        "without idempotence: stored more than once",
        "idempotent: stored once",
    ]


@proves(
    "Without idempotence an older record ends up behind a newer one; with it all are in order.",
    edit=(None, ('{"enable_idempotence": False}', '{"enable_idempotence": True}')),
)
@breaks_brokers
def test_older_record_behind_a_newer_one(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("experiments/twice_or_once/out_of_order", edit)
    assert "five in flight: in order: False" in lines and "idempotent: in order: True" in lines


@proves("Whoever sets `acks=1` has switched idempotence off.", acks=(1, "all"))
def test_acks_1_switches_idempotence_off(kafka: ProofCluster, acks: str | int) -> None:
    """The broker remembers producers that are idempotent, and only those."""
    producer, topic = kafka.producer(acks=acks), kafka.topic(1)
    producer.send(topic, b"hello").get(timeout=10)
    assert producer.config["enable_idempotence"] is False
