"""What a key decides."""

from kafka.partitioner.default import murmur2

from proofs.ground import Edit, Ground, Programs
from proofs.proves import proves


@proves("All records with one key are in one partition.", key=(b"truck_id_123", None))
def test_one_key_one_partition(kafka: Ground, key: bytes | None) -> None:
    """Without a key, 60 records are all in one partition once in 10^28 runs."""
    producer, topic = kafka.producer(), kafka.topic()
    futures = [producer.send(topic, b"here", key=key) for _ in range(60)]
    assert len({future.get(timeout=10).partition for future in futures}) == 1


@proves("Different keys can share a partition.", partitions=(3, 100))
def test_keys_share_a_partition(kafka: Ground, partitions: int) -> None:
    producer, topic = kafka.producer(), kafka.topic(partitions)
    places = [producer.send(topic, b"here", key=key).get(timeout=10).partition for key in (b"truck_id_123", b"truck_id_456")]
    assert len(set(places)) == 1


@proves("The partition of a key can be computed in advance, without asking the cluster.", mask=(0x7FFFFFFF, 0x3FFFFFFF))
def test_partition_computed_in_advance(kafka: Ground, mask: int) -> None:
    keys = [b"user-%d" % number for number in range(300)]
    computed = [(murmur2(key) & mask) % 3 for key in keys]
    producer, topic = kafka.producer(), kafka.topic(3)
    futures = [producer.send(topic, b"hello", key=key) for key in keys]
    assert [future.get(timeout=10).partition for future in futures] == computed


@proves("The same string through another serializer is another key.", edit=(None, ("JsonSerializer()", "StringSerializer()")))
def test_another_serializer_another_key(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("message_keys/serializers", edit)
    assert len({line.partition("partition")[2] for line in lines}) == 2
