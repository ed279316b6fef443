"""A recorded run becomes rows, a drawing and a description."""

import re
from itertools import pairwise
from xml.etree import ElementTree

from content.events import Event, Results, Sends
from tests.support.traces import LOST, TOPIC, answer, fault, node, partition, send, trace
from website.runs.cluster_state import ReplicaState
from website.runs.story import sentences, tell
from website.runs.timeline import draw

SVG = "{http://www.w3.org/2000/svg}"


def told(*events: Event, partitions: int = 1) -> list[tuple[float, str]]:
    return [
        (row.at, "; ".join(phrase.text for phrase in row.phrases))
        for row in tell(trace(*events, partitions=partitions))
    ]


def test_a_trace_gives_rows_without_what_the_lab_mends() -> None:
    """What the lab mends at the end is left out."""
    assert told(*LOST) == [
        (0.0, "101 leads; in sync: 101, 102 and 103"),
        (0.0, "acks=1 sends “first”; acknowledged, offset 0; readers see 1 record"),
        (1.1, "102 and 103 are frozen"),
        (2.1, "acks=1 sends “<second> & more”; acknowledged, offset 1"),
        (2.2, "101 is killed"),
        (2.4, "102 and 103 are thawed"),
        (8.2, "102 leads; in sync: 102 and 103; readers see 1 record"),
        (8.3, "acks=1 sends “third”"),
        (8.9, "failed: KafkaTimeoutError"),
    ]


def test_each_row_has_the_state_of_each_replica() -> None:
    stands = [[row.replicas[broker, (TOPIC, 0)] for broker in (101, 102, 103)] for row in tell(trace(*LOST))]
    leader, in_sync, frozen, killed = (
        ReplicaState.LEADER,
        ReplicaState.IN_SYNC,
        ReplicaState.FROZEN,
        ReplicaState.KILLED,
    )
    assert stands[1] == [leader, in_sync, in_sync]
    assert stands[2] == stands[3] == [leader, frozen, frozen]
    assert stands[4] == [killed, frozen, frozen]
    assert stands[5] == [killed, in_sync, in_sync]
    assert stands[-1] == [killed, leader, in_sync]


def test_the_description_tells_the_story_in_sentences() -> None:
    told = sentences(tell(trace(*LOST)))
    assert told.startswith(
        "At first 101 leads; in sync: 101, 102 and 103. At 0.0 s acks=1 sends “first”; acknowledged, offset 0;"
    )
    assert told.endswith("At 8.3 s acks=1 sends “third”. At 8.9 s failed: KafkaTimeoutError.")


def test_a_slow_stop_is_told_twice() -> None:
    """It is told when it is asked for and when it is done.

    A broker that was started is out of sync.
    """
    events = (
        partition(0, 101, [101, 102, 103], 0),
        fault(0, 1.5, "stop", 101),
        partition(0.4, 102, [102, 103], 0),
        node(1.6, 101, "stopped"),
        fault(2.0, 5.0, "start", 101),
        partition(6.0, 102, [101, 102, 103], 0),
    )
    assert [text for _, text in told(*events)][1:] == [
        "101 is asked to stop",
        "102 leads; in sync: 102 and 103",
        "101 is stopped",
        "101 is started",
        "in sync: 101, 102 and 103",
    ]
    stands = [row.replicas[101, (TOPIC, 0)] for row in tell(trace(*events))]
    assert stands == [
        ReplicaState.LEADER,
        ReplicaState.LEADER,
        ReplicaState.OUT,
        ReplicaState.STOPPED,
        ReplicaState.OUT,
        ReplicaState.IN_SYNC,
    ]


def test_what_happens_at_once_to_two_partitions_is_one_row() -> None:
    """The row names them."""
    events = (
        partition(0, 101, [101, 102, 103], 0),
        partition(0, 101, [101, 102, 103], 0, 1),
        send(0, 0, "a"),
        send(0.01, 1, "a", "acks=all", 1),
        answer(0.02, 0, 0),
        answer(0.03, 1, 0),
        partition(0.1, 101, [101, 102, 103], 1),
        partition(3.0, 102, [102, 103], 1),
        partition(3.1, 103, [102, 103], 1, 1),
    )
    assert [text for _, text in told(*events, partitions=2)] == [
        "101 leads; in sync: 101, 102 and 103",
        "acks=1 sends “a”; acks=all sends “a”",
        "acks=1: “a” acknowledged, offset 0; acks=all: “a” acknowledged, offset 0",
        "readers see 1 record of partition 0",
        "102 leads partition 0; 103 leads partition 1; in sync: 102 and 103; readers see 1 record of each partition",
    ]


def test_runs_of_sends_are_told_as_runs() -> None:
    sends = Sends(0.0, 0.2, "acks=all", TOPIC, 500, "0", "499")
    results = Results(0.3, 0.4, "acks=all", 500)
    assert told(partition(0, 101, [101], 0), sends, results)[1] == (
        0.0,
        "acks=all sends 500 records, “0” to “499”; 500 records acknowledged",
    )


def test_a_drawing_is_well_formed_and_has_its_texts() -> None:
    """It leaves colours to the scheme."""
    drawn = draw(trace(*LOST))
    root = ElementTree.fromstring(drawn)
    assert root.get("role") == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.text == "Time line of a recorded run: one"
    assert desc is not None and desc.text == sentences(tell(trace(*LOST)))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert [text for text in texts if text and re.fullmatch(r"\d+\.\d", text)] == [
        "0.0",
        "1.1",
        "2.1",
        "2.2",
        "2.4",
        "8.2",
        "8.3",
        "8.9",
    ]
    assert {"leader", "in sync", "frozen", "killed"} < set(texts) and "stopped" not in texts
    assert not re.search(r'\b(fill|stroke|style|color|id)="|<style|<animate|<script|#[0-9a-f]{3,6}\b', drawn)
    assert "\n\n" not in drawn, "Markdown would end it there"


def test_a_gap_of_seconds_is_taller() -> None:
    root = ElementTree.fromstring(draw(trace(*LOST)))
    lines = [
        float(path.get("d", "").split(" ")[1].split("H")[0])
        for path in root.iter(f"{SVG}path")
        if path.get("class") == "hair"
    ]
    heights = [after - before for before, after in pairwise(lines)]
    assert heights[4] > heights[3] + 20  # from 2.4 s to 8.2 s, against 2.2 s to 2.4 s
