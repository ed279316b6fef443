"""A recorded run holds what happened, in order; a failed one leaves the old.

This is here and not with the checks because it needs a cluster on the ports of the lab's tests.
"""

from pathlib import Path

import pytest

from checks.recording import runs
from checks.recording.runs import NotRecorded
from content.events import Acknowledged, Event, Fault, NodeSeen, PartitionSeen, Result, Send
from content.seals import sha256_of
from content.snippet import Snippet
from content.trace import Trace
from lab import Cluster

pytestmark = pytest.mark.timeout(180)

PROGRAM = """
import os
import sys
from pathlib import Path

from kafka import KafkaAdminClient, KafkaProducer

from lab import Cluster

BROKERS = ["localhost:20092", "localhost:20192", "localhost:20292"]

admin = KafkaAdminClient(bootstrap_servers=BROKERS)
admin.create_topics({"one": {"assignments": {0: [101, 102, 103]}}})
one, all_ = (KafkaProducer(bootstrap_servers=BROKERS, acks=acks) for acks in (1, "all"))
with Cluster(Path(%r)) as cluster:
    for producer in (one, all_):  # each learns the brokers while they answer
        producer.send("one", b"first").get(timeout=30)
    cluster.freeze(102, 103)
    waiting = all_.send("one", b"second")
    one.send("one", b"third").get(timeout=30)
    print("second is acknowledged:", waiting.is_done)
    #> second is acknowledged: False
    cluster.thaw(102, 103)
    print("second is acknowledged after third:", waiting.get(timeout=30).offset > 0)
    #> second is acknowledged after third: True
print("watched:", "PYTHONPATH" in os.environ or any("RECORDER" in name for name in os.environ))
#> watched: False
print("watched:", any("recording" in folder for folder in sys.path))
#> watched: False
"""


@pytest.fixture
def program(tmp_path: Path, compose: Path) -> Path:
    path = tmp_path / "snippets/experiments/page/one.py"
    path.parent.mkdir(parents=True)
    path.write_text(PROGRAM % str(compose))
    return path


def test_a_recorded_run_holds_what_happened_in_order(
    program: Path, compose: Path, environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_STATE", environment["LAB_STATE"])
    with Cluster(compose, engine="embedded").borrow(exclusive=True) as cluster:
        (recorded,) = runs.record_all([Snippet.read(program, tmp_path)], cluster, tmp_path)
        assert isinstance(recorded, runs.RunRecording), recorded
        text = recorded.file.read_text("utf-8")
        program.write_text('import lab\nprint("one")\n#> two\n')
        (problem,) = runs.record_all([Snippet.read(program, tmp_path)], cluster, tmp_path)
    assert isinstance(problem, NotRecorded)
    assert str(problem).startswith("snippets/experiments/page/one.py:") and str(problem).endswith(
        "nothing was recorded."
    )
    assert recorded.file == tmp_path / "recordings/runs/one.json" and recorded.file.read_text("utf-8") == text
    assert list(recorded.file.parent.iterdir()) == [recorded.file]

    trace = Trace.loads(text)
    assert (
        trace.program == "experiments/page/one"
        and trace.engine == "embedded"
        and trace.brokers == (101, 102, 103)
    )
    assert trace.sha256 != sha256_of(program) and trace.replicas == {("one", 0): (101, 102, 103)}
    assert [event.at for event in trace.events] == sorted(event.at for event in trace.events)
    inside = [event for event in trace.events if not isinstance(event, NodeSeen | PartitionSeen)]
    before = [("send", "first"), ("answer", 0, 0), ("send", "first"), ("answer", 1, 1), ("fault", "freeze")]
    assert [_short(event) for event in inside][:7] == [*before, ("send", "second"), ("send", "third")]
    # Either may get to the leader first; the one with acks=all is answered after the thaw.
    assert [event.id for event in inside if isinstance(event, Result)] == [0, 1, 3, 2]
    producers = [event.producer for event in inside if isinstance(event, Send)]
    assert producers == ["acks=1", "acks=all", "acks=all", "acks=1"]

    looks = [event for event in trace.events if isinstance(event, PartitionSeen)]
    first = next(
        look for look in looks if look.high_watermark is not None
    )  # the first look may come before it
    assert (first.leader, first.in_sync, first.high_watermark) == (101, (101, 102, 103), 0)
    freeze, thaw = (event for event in inside if isinstance(event, Fault))
    conditions = [(event.node, event.condition) for event in trace.events if isinstance(event, NodeSeen)]
    assert sorted(conditions[:2]) == [(102, "frozen"), (103, "frozen")]
    assert sorted(conditions[2:]) == [(102, "running"), (103, "running")]
    assert freeze.nodes == thaw.nodes == (102, 103) and freeze.until - freeze.at > 0.9
    assert all(look.high_watermark == 2 for look in looks if freeze.until < look.at < thaw.at)
    assert looks[-1].high_watermark == 4


def _short(event: Event) -> tuple[object, ...]:
    match event:
        case Send(value=value):
            return "send", value
        case Acknowledged(id=number, offset=offset):
            return "answer", number, offset
        case Fault(verb=verb):
            return "fault", verb
    return (event,)
