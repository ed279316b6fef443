"""What docs/experiments/all-means-in-sync.md states."""

from checks.proofs.declaration import breaks_brokers, proves
from checks.proofs.fixtures import Edit, Programs


@proves(
    "With one replica in sync, `acks=all` is acknowledged where `min.insync.replicas` is 1, and refused where it is 2.",
    edit=(
        None,
        (
            'cluster.stop(102, 103)\n    cluster.wait_for_in_sync(f"{TOPIC}-2", 101)',
            'cluster.stop(103)\n    cluster.wait_for_in_sync(f"{TOPIC}-2", 101, 102)',
        ),
    ),
)
@breaks_brokers
def test_all_means_in_sync(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("experiments/all_means_in_sync/all_means_in_sync", edit)
    assert "acks=all is acknowledged" in lines[0] and "NotEnoughReplicasError" in lines[1]


@proves(
    "`acks=1` isn't held to `min.insync.replicas` at all:",
    edit=(None, ("KafkaProducer(bootstrap_servers=BROKERS, acks=1)", "producer")),
)
@breaks_brokers
def test_acks_1_is_not_held_to_the_least(programs: Programs, edit: Edit | None) -> None:
    assert (
        "acks=1 is acknowledged at offset 0"
        in programs.lines("experiments/all_means_in_sync/all_means_in_sync", edit)[-1]
    )


@proves(
    "A default producer repeats the refused record until `delivery_timeout_ms` is over, and then raises `KafkaTimeoutError`.",
    edit=(None, ("    cluster.stop(102, 103)\n    cluster.wait_for_in_sync(TOPIC, 101)\n", "")),
)
@breaks_brokers
def test_refused_at_last(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("experiments/all_means_in_sync/refused_at_last", edit)
    assert lines[0] == "KafkaTimeoutError" and lines[-1] == "after 3 seconds or more: True"
