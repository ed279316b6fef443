"""What docs/experiments/recovery.md states."""

from checks.proofs.declaration import breaks_brokers, proves
from checks.proofs.fixtures import Edit, Programs

ONE_REPLICA = (
    "{0: [101, 102, 103], 1: [102, 103, 101], 2: [103, 101, 102]}",
    "{0: [101], 1: [102], 2: [103]}",
)


IMPATIENT = (
    "KafkaProducer(bootstrap_servers=BROKERS)",
    "KafkaProducer(bootstrap_servers=BROKERS, enable_idempotence=False, delivery_timeout_ms=3000, request_timeout_ms=2000)",
)


READS_WHAT_IS_THERE = ("in (next(consumer) for _ in range(1000)):", "in consumer:")


GIVES_UP = ('auto_offset_reset="earliest")', 'auto_offset_reset="earliest", consumer_timeout_ms=3000)')


@proves(
    "All thousand are acknowledged, each is stored once, and each key's records are in order.",
    edits=((None,), (ONE_REPLICA, IMPATIENT, READS_WHAT_IS_THERE, GIVES_UP)),
)
@breaks_brokers
def test_killed_leader_loses_nothing(programs: Programs, edits: tuple[Edit | None, ...]) -> None:
    """In the changed world no other replica can take over, and the producer gives up after three seconds."""
    lines = programs.lines("experiments/recovery/leader_killed", *edits)
    assert "each is stored once: True" in lines and "in order for each key: True" in lines


@proves(
    "After a proper stop, everything is acknowledged within five seconds, less than the session timeout.",
    edit=(None, ("cluster.stop(101)", "cluster.kill(101)")),
)
@breaks_brokers
def test_stopped_leader_hands_over(programs: Programs, edit: Edit | None) -> None:
    assert "all are acknowledged within 5 s after the stop: True" in programs.lines(
        "experiments/recovery/leader_stopped", edit
    )
