"""A recorded run holds what happened, in order; a failed one leaves the old.

This is here and not with the checks because it needs a cluster on the ports of the lab's tests.
"""

from pathlib import Path

import pytest
from checks.recording import runs, trace_events
from checks.recording.observer import Look, NodeState, PartitionState
from checks.recording.runs import NotRecorded
from content.snippet import Snippet
from content.trace import Trace, sha256_of
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
        assert isinstance(recorded, runs.Recorded), recorded
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
    assert [event["at"] for event in trace.events] == sorted(event["at"] for event in trace.events)
    inside = [event for event in trace.events if event["what"] not in ("node", "partition")]
    short = [
        (event["what"], event.get("value") or event.get("verb") or (event["id"], event["offset"]))
        for event in inside
    ]
    before = [
        ("send", "first"),
        ("result", (0, 0)),
        ("send", "first"),
        ("result", (1, 1)),
        ("fault", "freeze"),
    ]
    assert short[:7] == [*before, ("send", "second"), ("send", "third")]
    # Either may get to the leader first; the one with acks=all is answered after the thaw.
    assert [event["id"] for event in inside if event["what"] == "result"] == [0, 1, 3, 2]
    assert [event["producer"] for event in inside if event["what"] == "send"] == [
        "acks=1",
        "acks=all",
        "acks=all",
        "acks=1",
    ]

    first = next(
        event for event in trace.events if event.get("high_watermark") is not None
    )  # the first look may come before it
    assert first["what"] == "partition" and (first["leader"], first["in_sync"], first["high_watermark"]) == (
        101,
        [101, 102, 103],
        0,
    )
    freeze, thaw = (event for event in inside if event["what"] == "fault")
    conditions = [(event["node"], event["condition"]) for event in trace.events if event["what"] == "node"]
    assert sorted(conditions[:2]) == [(102, "frozen"), (103, "frozen")] and sorted(conditions[2:]) == [
        (102, "running"),
        (103, "running"),
    ]
    assert freeze["nodes"] == thaw["nodes"] == [102, 103] and freeze["until"] - freeze["at"] > 0.9
    seen = [(event["at"], event["high_watermark"]) for event in trace.events if event["what"] == "partition"]
    assert all(mark == 2 for at, mark in seen if freeze["until"] < at < thaw["at"]) and seen[-1][1] == 4


def test_only_programs_that_break_brokers_are_recorded(tmp_path: Path) -> None:
    texts = {"a": "import lab\n", "b": "x = 1\n"}
    snippets = [
        Snippet(tmp_path, tmp_path / f"snippets/experiments/page/{name}.py", text)
        for name, text in texts.items()
    ]
    assert runs.chosen([], snippets) == runs.chosen(["experiments/page/a"], snippets) == snippets[:1]
    with pytest.raises(NotRecorded, match="There is no program b that breaks brokers; there are a"):
        runs.chosen(["b"], snippets)


def test_a_run_of_many_sends_becomes_few_events() -> None:
    notes: list[trace_events.Note] = [("fault", "stop", (101,), 100.5, 101.5)]
    for number in range(1000):
        at = 100 + number / 10_000 if number < 500 else 101.6 + number / 10_000
        notes.append(("send", number, at, "acks=all", "many", str(number), number % 3))
        notes.append(("acknowledged", number, at + 0.01, number))
    marks = [(99.0, None), (99.5, 0), (100.02, 100), (100.1, 500), (102.0, 1000)]
    looks = [Look(at, PartitionState("many", 0, 102, (102, 103), mark)) for at, mark in marks]
    looks += [
        Look(99.0, NodeState(101, "running")),
        Look(101.4, NodeState(101, "not running")),
        Look(101.6, NodeState(101, "stopped")),
    ]
    events = trace_events.events(notes, looks)
    assert [(event["what"], event["at"]) for event in events] == [
        ("partition", 0.0),
        ("sends", 0.0),
        ("results", 0.01),
        ("partition", 0.1),
        ("fault", 0.5),
        ("node", 1.6),
        ("sends", 1.65),
        ("results", 1.66),
        ("partition", 2.0),
    ]
    assert events[0]["high_watermark"] == 0 and events[3]["high_watermark"] == 500
    assert (events[1]["count"], events[1]["first"], events[1]["last"], events[1]["until"]) == (
        500,
        "0",
        "499",
        0.05,
    )
    assert events[2]["count"] == events[7]["count"] == 500 and events[5]["condition"] == "stopped"
