"""Explains a moment of a recorded run in sentences.

The sentences follow from the trace and from how Kafka works.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from content.events import Acknowledged, Event, Failed, Place
from website.runs.logs import ALL, NONE, Logs
from website.runs.story import names

INTRODUCTION = "The leader of a partition takes its records, the followers fetch them from it. Nothing has been sent yet."


def explanations(before: Logs, now: Logs, events: Sequence[Event]) -> Iterator[str]:
    """Yield the sentences about one moment.

    They follow from the state before, the state now, and the events in between.
    """
    if not before.cluster.leaders:
        yield INTRODUCTION
        return
    yield from _odd_answers(now, events)
    yield from _not_noticed(before, now)
    yield from _back(before, now)
    yield from _alone(before, now)
    yield from _led_anew(before, now)
    for place in now.trace.places:
        which = _which(place, now)
        yield from _cut_off(before, now, place, which)
        yield from _held_by_one(before, now, place, which)
        yield from _waited_for(before, now, place, which)
        yield from _on_all(before, now, place, which)
        yield from _given_again(before, now, place, which)


def _odd_answers(now: Logs, events: Sequence[Event]) -> Iterator[str]:
    """An answer that no broker gave, and a refusal."""
    acknowledged = [now.sent[event.id] for event in events if isinstance(event, Acknowledged)]
    if any(send.producer == NONE for send in acknowledged):
        yield "With acks=0 no broker answers: the client calls it a success once the record is sent."
    if any(isinstance(event, Failed) and event.error == "NotEnoughReplicasError" for event in events):
        yield "The leader refuses what would be on too few in-sync replicas."


def _not_noticed(before: Logs, now: Logs) -> Iterator[str]:
    """A broker has just died or frozen, and the cluster doesn't know."""
    gone = [node for node in now.trace.brokers if before.runs(node) and not now.runs(node)]
    leading = [node for node in gone if node in now.cluster.leaders.values()]
    in_sync = {node for nodes in now.cluster.in_sync.values() for node in nodes}
    listed = [node for node in gone if node in in_sync and node not in leading]
    if leading:
        yield f"The cluster hasn't missed {names(leading)} yet: {names(leading)} still counts as leader."
    if listed:
        many = len(listed) > 1
        yield f"{names(listed)} still count{'' if many else 's'} as in sync, but fetch{'' if many else 'es'} nothing."
    for node in gone:
        if not any(node in nodes for nodes in now.trace.replicas.values()):
            yield f"{node} has no replica here, so the partition doesn't miss it."


def _back(before: Logs, now: Logs) -> Iterator[str]:
    """Brokers run again, and follow."""
    for place in now.trace.places:
        back = [node for node in now.trace.replicas[place] if not before.runs(node) and now.runs(node)]
        leader = now.cluster.leaders[place]
        if back and leader is not None and leader not in back:
            many = len(back) > 1
            if not now.runs(leader):
                condition = now.cluster.conditions[leader]
                yield f"The leader that {names(back)} follow{'' if many else 's'}, {leader}, is {condition}."
            elif before.cluster.conditions[back[0]] == "frozen":
                yield f"{names(back)} go{'' if many else 'es'} on fetching from {leader}."
            else:
                yield (
                    f"{names(back)} {'are' if many else 'is'} back to follow {leader}, and ask{'' if many else 's'} it from where to fetch."
                )
            return


def _alone(before: Logs, now: Logs) -> Iterator[str]:
    """All in-sync replicas are one."""
    now_alone = {nodes[0] for nodes in now.cluster.in_sync.values() if len(nodes) == 1}
    alone = sorted(now_alone - {nodes[0] for nodes in before.cluster.in_sync.values() if len(nodes) == 1})
    if alone:
        yield f"From now on “all in-sync replicas” means {names(alone)} alone."


def _led_anew(before: Logs, now: Logs) -> Iterator[str]:
    """Another broker leads; what it is certain to have."""
    old, new = before.cluster.leaders, now.cluster.leaders
    changed = [place for place in now.trace.places if old[place] != new[place] is not None]
    safe = sorted({leader for place in changed if (leader := new[place]) in before.cluster.in_sync[place]})
    if safe:
        were = "were" if len(safe) > 1 else "was"
        yield f"{names(safe)} {were} in sync, and so {'have' if len(safe) > 1 else 'has'} all below the high watermark."
    for place in changed:
        held = now.held[new[place] or 0, place].values()
        lost = [number for number in _above(now, place) if number not in held]
        if lost:
            which = _which(place, now)
            yield (
                f"{_values(lost, now)}{which} was above the high watermark, and its producer, "
                "which was told of a success, won't send it again."
            )


def _held_by_one(before: Logs, now: Logs, place: Place, which: str) -> Iterator[str]:
    """Yield sentences about acknowledged records that only one broker is known to have.

    The broker is the leader; or it is gone.
    """
    fresh = [number for number in _above(now, place) if number not in before.answers]
    if fresh and (holder := _holder(now, place, fresh[0])):
        yield (
            f"{_values(fresh, now)}{which} is above the high watermark: only {holder} is known to have it, and no reader sees it."
        )
    stranded = defaultdict(list)
    for number in _above(now, place):
        if (holder := _holder(now, place, number)) and before.runs(holder) and not now.runs(holder):
            stranded[holder].append(number)
    for numbers in stranded.values():
        yield f"Nobody else is known to have {_values(numbers, now)}{which}."


def _waited_for(before: Logs, now: Logs, place: Place, which: str) -> Iterator[str]:
    """A record can't be acknowledged, as in-sync replicas that should fetch it don't."""
    leader = now.cluster.leaders.get(place)
    fresh = [number for number in now.waiting(place) if number not in before.sent]
    waiting = [number for number in fresh if now.sent[number].producer.startswith(ALL)]
    silent = [node for node in now.cluster.in_sync.get(place, ()) if not now.runs(node)]
    if waiting and silent and leader is not None and now.runs(leader):
        it = "it" if len(waiting) == 1 else "them"
        yield f"{leader} can't acknowledge {_values(waiting, now)}{which} before {names(silent)} have fetched {it}."


def _on_all(before: Logs, now: Logs, place: Place, which: str) -> Iterator[str]:
    """Records came below the high watermark."""
    leader, old, mark = now.cluster.leaders.get(place), before.marks.get(place, 0), now.marks.get(place, 0)
    if leader is None or mark <= old:
        return
    log = now.held[leader, place]
    holders = names(now.cluster.in_sync[place])
    if known := list(
        dict.fromkeys(number for offset in range(old, mark) if (number := log[offset]) is not None)
    ):
        is_, it = ("is", "it") if len(known) == 1 else ("are", "them")
        yield f"{_values(known, now)}{which} {is_} on {holders}, and readers see {it}."
    if now.sent and (unknown := [offset for offset in range(old, mark) if log[offset] is None]):
        yield f"Offset{'s' if len(unknown) > 1 else ''} {names(unknown)}{which}: stored, and no answer told the producer of it."
    for number in known:
        places, answer = [offset for offset in range(mark) if log[offset] == number], now.answers.get(number)
        if isinstance(answer, Acknowledged) and len(places) > 1:
            yield (
                f"{_values([number], now)}{which} stands at offsets {names(places)}; the producer knows of {answer.offset}."
            )


def _given_again(before: Logs, now: Logs, place: Place, which: str) -> Iterator[str]:
    """An offset that was acknowledged for one record is another's."""
    for (where, offset), number in before.offsets.items():
        if where == place and now.value(after := now.offsets[where, offset]) != now.value(number):
            yield (
                f"Offset {offset}{which} was acknowledged for “{now.value(number)}” and holds “{now.value(after)}” now. "
                "Nobody tells the producer."
            )


def _cut_off(before: Logs, now: Logs, place: Place, which: str) -> Iterator[str]:
    """Yield sentences about records that a returned broker has lost.

    Such a broker has the leader's log, and has lost what was only in its own.
    """
    there = {number for node in now.trace.replicas[place] for number in now.held[node, place].values()}
    for node in now.trace.replicas[place]:
        if lost := sorted(
            {number for number in before.held[node, place].values() if number is not None} - there
        ):
            yield (
                f"{node} has cut its log back and follows {now.cluster.leaders[place]}: "
                f"{_values(lost, now)}{which} is on no broker any more."
            )


def _above(logs: Logs, place: Place) -> list[int]:
    """The sends to a partition whose last acknowledged offset isn't below the high watermark."""
    mark = logs.marks.get(place, 0)
    return [number for (where, offset), number in logs.offsets.items() if where == place and offset >= mark]


def _holder(logs: Logs, place: Place, number: int) -> int | None:
    """The one broker that is known to have a record."""
    holders = [node for node in logs.trace.replicas[place] if number in logs.held[node, place].values()]
    return holders[0] if len(holders) == 1 else None


def _which(place: Place, logs: Logs) -> str:
    """Which partition is meant, where there are several."""
    if len(logs.trace.places) == 1:
        return ""
    return (
        f" of {place[0]}"
        if len({topic for topic, _ in logs.trace.places}) > 1
        else f" of partition {place[1]}"
    )


def _values(numbers: Sequence[int], logs: Logs) -> str:
    return names([f"“{logs.value(number)}”" for number in numbers])
