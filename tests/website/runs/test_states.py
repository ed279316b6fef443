"""A recorded run becomes states.

A state has what each log is known to hold, and what the producers know. Nothing is guessed.
"""

from itertools import pairwise

from content.events import Event, Failed, Results, Sends
from content.recordings import run_file
from content.trace import Trace
from tests.support.sites import ROOT
from tests.support.traces import LOST, TOPIC, answer, fault, node, partition, send, trace
from website.runs.cluster_state import ReplicaState
from website.runs.states import Cell, CellKind, RunState, Word, states
from website.runs.story import tell

ALL_IN_SYNC = [101, 102, 103]


def logs(state: RunState, place: int = 0) -> list[str]:
    """The logs of a partition, broker by broker.

    Each is the values with the first letter of what is known of them.
    """
    rows = state.places[place].replicas
    return [
        " ".join(f"{cell.text}:{cell.kind.value[0] if cell.kind else ''}" for cell in row.cells)
        for row in rows
    ]


def said(state: RunState, place: int = 0) -> list[str]:
    """What the producers know of their sends to a partition."""
    return [send.text for send in state.places[place].sends if send.word is not Word.LATER]


def last(*events: Event, partitions: int = 1) -> RunState:
    return states(trace(*events, partitions=partitions))[-1]


def test_there_is_a_state_for_each_row_of_the_time_line() -> None:
    """Then follow the states of what the lab mends."""
    rows, found = tell(trace(*LOST)), states(trace(*LOST))
    assert [(state.at, state.happens) for state in found[: len(rows)]] == [
        (row.at, "; ".join(p.text for p in row.phrases)) for row in rows
    ]
    assert [state.happens for state in found[len(rows) :]] == [
        "the lab starts 101 again",
        "in sync: 101, 102 and 103",
    ]


def test_a_record_below_the_high_watermark_is_on_all_in_sync() -> None:
    """Before, when it is acknowledged, it is on its leader."""
    begun = (partition(0, 101, ALL_IN_SYNC, 0), send(0.1, 0, "a"), answer(0.2, 0, 0))
    assert logs(last(*begun)) == ["a:a", "", ""]
    assert logs(last(*begun, partition(0.3, 101, ALL_IN_SYNC, 1))) == ["a:b", "a:b", "a:b"]
    assert logs(last(*begun, partition(0.3, 101, [101, 103], 1))) == ["a:b", "", "a:b"]


def test_an_answer_to_acks_all_raises_the_high_watermark() -> None:
    begun = (partition(0, 101, ALL_IN_SYNC, 0), send(0.1, 0, "a", "acks=all"))
    assert logs(last(*begun)) == ["a:m", "", ""] and last(*begun).places[0].high_watermark == 0
    answered = last(*begun, answer(0.2, 0, 0))
    assert logs(answered) == ["a:b", "a:b", "a:b"] and answered.places[0].high_watermark == 1


def test_a_new_leader_s_record_shows_the_old_one_as_lost() -> None:
    """Until the old one's broker follows."""
    found = states(
        trace(
            *LOST[:15],
            send(8.3, 2, "third"),
            answer(8.4, 2, 1),
            node(9.1, 101, "running"),
            partition(12, 102, ALL_IN_SYNC, 2),
        )
    )
    lost, back, cut = found[-3:]
    assert logs(lost) == logs(back) == ["first:b <second> & more:l", "first:b third:a", "first:b"]
    assert logs(cut) == ["first:b third:b"] * 3
    assert [row.state for row in cut.places[0].replicas] == [
        ReplicaState.IN_SYNC,
        ReplicaState.LEADER,
        ReplicaState.IN_SYNC,
    ]
    assert said(lost)[1] == "acknowledged at offset 1 (and isn't told that “third” is there now)"
    assert (
        cut.means[0]
        == "101 has cut its log back and follows 102: “<second> & more” is on no broker any more."
    )


def test_a_send_without_an_answer_may_be_in_several_logs() -> None:
    """In that of each broker that led meanwhile."""
    begun = (partition(0, 101, ALL_IN_SYNC, 0), send(0.1, 0, "a", "acks=all"), fault(0.2, 0.3, "kill", 101))
    assert logs(last(*begun, partition(7, 102, [102, 103], 0))) == ["a:m", "a:m", ""]
    assert logs(last(*begun, partition(7, 102, [102, 103], 0), answer(7.1, 0, 0))) == ["a:m", "a:b", "a:b"]


def test_an_early_answer_counts_for_the_new_leader() -> None:
    """It came before the new leader was seen."""
    begun = (
        partition(0, 101, ALL_IN_SYNC, 0),
        fault(0.2, 0.3, "kill", 101),
        send(6, 0, "a"),
        answer(6.5, 0, 0),
    )
    assert logs(last(*begun)) == ["a:m", "", ""]
    assert logs(last(*begun, partition(7, 102, [102, 103], 0))) == ["a:m", "a:a", ""]


def test_an_unnamed_record_stays_so_if_others_were_sent() -> None:
    """Where nothing else was sent it must be that record."""
    begun = (partition(0, 101, ALL_IN_SYNC, 0), send(0.1, 0, "a"), partition(0.2, 101, ALL_IN_SYNC, 2))
    assert logs(last(*begun)) == ["a:b a:b"] * 3 and said(last(*begun)) == ["sent, no answer yet"]
    twice = last(
        *begun, answer(0.3, 0, 1), send(1.1, 1, "b"), answer(1.2, 1, 4), partition(1.9, 101, ALL_IN_SYNC, 5)
    )
    assert logs(twice) == ["a:b a:b ?:b ?:b b:b"] * 3
    assert "Offsets 2 and 3: stored, and no answer told the producer of it." in twice.means


def test_a_success_with_acks_0_puts_nothing_into_a_log() -> None:
    """Only the client says it."""
    begun = (
        partition(0, 101, ALL_IN_SYNC, 0),
        fault(0.1, 0.2, "freeze", 101),
        send(0.3, 0, "a", "acks=0"),
        answer(0.31, 0, 0),
    )
    assert logs(last(*begun)) == ["a:m", "", ""]
    assert said(last(*begun)) == ["success, says the client; no broker answered"]
    assert logs(last(*begun, partition(7, 102, [102, 103], 0))) == ["a:m", "", ""]
    back = (partition(7, 102, [102, 103], 0), fault(8, 8.1, "thaw", 101), partition(9, 102, ALL_IN_SYNC, 0))
    assert logs(last(*begun, *back)) == ["", "", ""]


def test_a_send_that_failed_is_in_no_log_and_its_producer_knows() -> None:
    failed = last(
        partition(0, 101, ALL_IN_SYNC, 0), send(0.1, 0, "a"), Failed(0.2, 0, "NotEnoughReplicasError")
    )
    assert logs(failed) == ["", "", ""] and said(failed) == ["failed: NotEnoughReplicasError"]


def test_a_replica_s_words_have_condition_and_role() -> None:
    words = [[row.words for row in state.places[0].replicas] for state in states(trace(*LOST))]
    assert words[0] == ["leader", "in sync", "in sync"]
    assert words[2] == ["leader", "frozen, in sync", "frozen, in sync"]
    assert words[4] == ["killed, leader", "frozen, in sync", "frozen, in sync"]
    assert words[6] == ["killed, out of sync", "leader", "in sync"]
    assert (
        states(trace(*LOST))[4].places[0].words
        == "leader 101 · in sync 101, 102, 103 · high watermark 1 when last seen"
    )


def test_long_logs_are_counted() -> None:
    """A producer knows how many records were acknowledged."""
    sends = Sends(0.1, 0.2, "acks=all", TOPIC, 500, "0", "499")
    results = Results(1.0, 1.1, "acks=all", 200)
    begun, later = states(trace(partition(0, 101, ALL_IN_SYNC, 0), sends, results))[-2:]
    assert begun.producers == ("500 records sent: 500 without an answer yet",) and logs(begun) == [
        ":",
        ":",
        ":",
    ]
    assert later.producers == ("500 records sent: 200 acknowledged, 300 without an answer yet",)
    assert logs(later) == ["200 records:b"] * 3, "each acknowledged record is below the high watermark"


def test_a_lost_record_s_states_show_each_step_of_its_page() -> None:
    """The steps are 1 to 7 of the page's "Why it is so".

    The page is docs/experiments/acknowledged-then-gone.md. Partition 0 is written with acks=1, partition 1
    with acks=all.
    """
    found = states(
        Trace.loads(
            run_file("experiments/acknowledged_then_gone/acknowledged_then_gone", ROOT).read_text("utf-8")
        )
    )
    steps = iter(found)

    def until(words: str) -> RunState:
        return next(state for state in steps if words in state.happens)

    fetched = until("readers see 1 record of partition 1")
    assert logs(fetched) == logs(fetched, 1) == ["first:b"] * 3 and fetched.places[0].high_watermark == 1
    frozen = until("102 and 103 are frozen")
    assert [row.words for row in frozen.places[0].replicas] == [
        "leader",
        "frozen, in sync",
        "frozen, in sync",
    ]
    assert "102 and 103 still count as in sync, but fetch nothing." in frozen.means
    sent = until("acks=all sends “second”")
    assert "101 can't acknowledge “second” of partition 1 before 102 and 103 have fetched it." in sent.means
    answered = until("“second” acknowledged")
    assert logs(answered) == ["first:b second:a", "first:b", "first:b"] and logs(answered, 1) == [
        "first:b second:m",
        "first:b",
        "first:b",
    ]
    assert (said(answered)[1], said(answered, 1)[1]) == ("acknowledged at offset 1", "sent, no answer yet")
    assert answered.places[0].high_watermark == answered.places[1].high_watermark == 1
    killed = until("101 is killed")
    assert "Nobody else is known to have “second” of partition 0." in killed.means
    led = until("102 leads")
    assert (
        logs(led) == ["first:b second:a", "first:b", "first:b"]
        and led.places[0].replicas[1].state is ReplicaState.LEADER
    )
    assert led.means[0] == "102 was in sync, and so has all below the high watermark."
    third = until("sends “third”")
    assert logs(third) == ["first:b second:l", "first:b third:b", "first:b third:b"]
    assert any(
        text.startswith("Offset 1 of partition 0 was acknowledged for “second” and holds “third” now.")
        for text in third.means
    )
    again = until("acks=all: “second” acknowledged, offset 1")
    assert logs(again, 1)[1:] == ["first:b second:b"] * 2
    back = until("in sync: 101, 102 and 103")
    assert logs(back) == ["first:b third:b"] * 3 and logs(back, 1) == ["first:b second:b"] * 3
    assert (
        back.means[0]
        == "101 has cut its log back and follows 102: “second” of partition 0 is on no broker any more."
    )
    assert said(back)[1].startswith("acknowledged at offset 1")


def test_all_logs_agree_below_the_high_watermark() -> None:
    """They agree on each broker that runs and is in sync.

    No record leaves them again once it was there.
    """
    files = sorted((ROOT / "recordings/runs").glob("*.json"))
    assert files
    for file in files:
        for state in (found := states(Trace.loads(file.read_text("utf-8")))):
            for place in state.places:
                heads = {
                    _below(row.cells)
                    for row in place.replicas
                    if row.state in (ReplicaState.LEADER, ReplicaState.IN_SYNC)
                }
                assert len(heads) <= 1, (file.name, state.at, heads)
        for before, after in pairwise(found):
            for old, new in zip(before.places, after.places, strict=True):
                assert (new.high_watermark or 0) >= (old.high_watermark or 0), (file.name, after.at)


def _below(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(cell.text for cell in cells if cell.kind is CellKind.BELOW)
