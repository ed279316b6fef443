"""Draws the figures of recorded data.

There is one function for each. A page places a figure with `[[figure: NAME]]`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from content.directives import FIGURE, Unresolved, resolve
from content.figure_data import FigureData, UnreadableFigure
from content.recordings import figure_file
from website.figures.drawing import WIDTH, arrow, box, captioned, line, named_box, replica, step, svg, words
from website.figures.keyless import without_a_key
from website.figures.keys import keys
from website.figures.legend import legend

Data = Mapping[str, Any]
LEGEND = "reference/legend.md"


def draw_figures(text: str, page: str, root: Path) -> tuple[str, list[str]]:
    """Replace each directive of a figure by its drawing.

    Returns:
        The new text, and a sentence for each figure that can't be drawn.
    """
    return resolve(text, page, FIGURE, lambda figure: f"\n{figure_of(figure.arguments['name'], root)}\n")


def figure_of(name: str, root: Path) -> str:
    """A figure by its name.

    Raises:
        Unresolved: when there is none, or its data are missing or unreadable.
    """
    if name == "legend":
        return f'<figure class="run" data-search-exclude="true">\n{legend()}\n</figure>'
    if name not in FIGURES:
        raise Unresolved(f"there is no figure {name}; there are {', '.join(sorted(FIGURES))}.")
    file = figure_file(name, root)
    where, record = file.relative_to(root).as_posix(), f"record it with `make record NAME={name}`"
    try:
        recorded = FigureData.loads(file.read_text("utf-8"))
        drawn = FIGURES[name](recorded.data)
        day = date.fromisoformat(recorded.date)
    except OSError as error:
        raise Unresolved(f"the figure {name} has no data {where}; {record}.") from error
    except (UnreadableFigure, LookupError, TypeError, ValueError, AttributeError) as error:
        raise Unresolved(f"{where} can't be read ({error}); {record}.") from error
    clients = ", ".join(f"{client} {version}" for client, version in recorded.clients.items())
    caption = captioned(f"Recorded on Apache Kafka {recorded.kafka} with {clients}, {day.day} {day:%B %Y}")
    return f'<figure class="run" data-search-exclude="true">\n{drawn}\n{caption}\n</figure>'


def recap(data: Data) -> str:
    """Each broker with its replicas, and the records that they hold."""
    brokers, parts = _brokers(data), list[str]()
    for column, broker in enumerate(brokers):
        x = column * 144
        parts += [box("box", x, 0, 132, 247, 7), words(x + 66, 24, f"broker {broker}", "mid strong")]
        for row, partition in enumerate(data["partitions"]):
            parts += replica(
                x + 9,
                38 + row * 69,
                114,
                60,
                partition["partition"],
                _role(partition, broker),
                partition["records"],
            )
    parts += [box("leader", 0, 264, 28, 19, 3), words(36, 278, "leader: takes writes")]
    parts += [box("follower", 217, 264, 28, 19, 3), words(252, 278, "follower: keeps a copy")]
    parts += [
        box("box", 5, 294, 19, 21, 2),
        words(14.5, 309.5, 0, "mid offset"),
        words(36, 310, "a record, with its offset"),
    ]
    parts += [words(231, 310, "P0", "mid"), words(252, 310, "partition 0")]
    told = "; ".join(
        f"P{partition['partition']} is led by {partition['leader']}, its replicas are on {_listed(partition['replicas'])}, in sync are "
        f"{_listed(partition['in_sync'])}, and it holds {partition['records']} records"
        for partition in data["partitions"]
    )
    return svg(
        "A topic's partitions on three brokers: leaders and replicas",
        f"{told}. Offsets start at 0 in each.",
        320,
        parts,
    )


def producers(data: Data) -> str:
    """A producer asks one broker for the map, and writes to each partition's leader."""
    brokers, asked, parts = _brokers(data), data["asked"], list[str]()
    known = ", ".join(f"P{partition['partition']}: {partition['leader']}" for partition in data["partitions"])
    parts += [step(10, 12, 1), words(28, 17, "It asks any broker for the map", "strong")]
    parts += named_box("box", 0, 34, 108, 69, "producer", "strong")
    parts += [
        box("box", 312, 34, 108, 69),
        words(366, 66, f"broker {asked}", "mid strong"),
        words(366, 85, "(or any other)", "mid quiet small"),
    ]
    parts += [arrow((114, 58), (306, 58)), words(210, 50, "who leads each partition?", "mid small")]
    parts += [arrow((306, 80), (114, 80), later=True), words(210, 98, known, "mid small")]
    parts += [step(10, 138, 2), words(28, 143, "It writes to each partition's leader", "strong")]
    parts += named_box("box", 156, 158, 108, 39, "producer", "strong")
    for column, broker in enumerate(brokers):
        x = column * 144
        held = [partition for partition in data["partitions"] if broker in partition["replicas"]]
        held.sort(key=lambda partition: partition["leader"] != broker)
        if held and held[0]["leader"] == broker:
            parts.append(arrow((178 + column * 32, 203), (72 + column * 138, 242)))
        parts += [box("box", x, 246, 132, 143, 7), words(x + 66, 379, f"broker {broker}", "mid strong")]
        for row, partition in enumerate(held):
            parts += replica(x + 9, 255 + row * 35, 114, 30, partition["partition"], _role(partition, broker))
    told = f"Step 1: the producer asks broker {asked}, and gets the map {known}. Step 2: it writes to each partition's leader. "
    return svg(
        "How a producer finds the leader of each partition",
        told + "Each broker also follows in the other partitions.",
        392,
        parts,
    )


def message_keys(data: Data) -> str:
    """From a key's bytes over their hash to a partition."""
    parts = [
        words(x, 16, name, "mid quiet")
        for x, name in ((61, "the key's bytes"), (180, "murmur2"), (267, "mod 3"), (372, "partition"))
    ]
    rows, y = sorted(data["keys"], key=lambda row: row["partition"]), 30.0
    for partition in range(data["partitions"]):
        same = [row for row in rows if row["partition"] == partition]
        top = y
        for row in same or [None]:
            if row:
                parts += named_box("box", 0, y, 122, 35, row["key"], "code")
                parts += [arrow((124, y + 17), (142, y + 17)), words(180, y + 22, row["hash"], "mid code")]
                parts += [
                    arrow((219, y + 17), (239, y + 17)),
                    box("box", 241, y, 52, 35, 17),
                    words(267, y + 22.5, partition, "mid strong"),
                ]
                parts.append(arrow((296, y + 17), (324, y + 17)))
            y += 44
        parts += named_box("leader", 327, top, 92, y - top - 9, f"P{partition}", "strong on-leader")
        y += 10
    parts.append(
        words(0, y + 8, "murmur2 without its sign bit, modulo the number of partitions", "quiet tiny")
    )
    told = "; ".join(
        f"{row['key']} hashes to {row['hash']} and is in partition {row['partition']}" for row in rows
    )
    return svg(
        "From a key to its partition", f"{told}. The same key takes the same way every time.", y + 14, parts
    )


def acks(data: Data) -> str:
    """Draw which replicas confirm a write, and when, for each acks.

    The figure has the time that the answer took in this run.
    """
    parts: list[str] = []
    told: list[str] = []
    for row, setting in enumerate(data["acks"]):
        y, name = row * 136, f"acks={setting['acks']}"
        parts += [line("rail", (0, y - 14), (WIDTH, y - 14))] if row else []
        parts += [words(0, y + 14, name, "code strong"), words(80, y + 14, ACKS[name])]
        parts += named_box("box", 0, y + 28, 94, 64, "producer", "strong") + named_box(
            "leader", 163, y + 28, 94, 64, "leader", "strong on-leader"
        )
        for place in (0, 35):
            parts += named_box("follower", 325, y + 28 + place, 95, 29, "follower")
        parts += [arrow((99, y + 46), (158, y + 46)), step(128, y + 46, 1)]
        copied, answered = {"acks=0": (2, 0), "acks=1": (3, 2), "acks=all": (2, 3)}[name]
        late = name != "acks=all"
        parts += [
            arrow((262, y + 54), (320, y + 42), later=late),
            arrow((262, y + 66), (320, y + 78), later=late),
            step(289, y + 60, copied),
        ]
        parts += (
            [arrow((158, y + 77), (99, y + 77)), step(129, y + 77, answered)]
            if answered
            else [
                words(128.5, y + 73, "no", "mid quiet tiny"),
                words(128.5, y + 87, "answer", "mid quiet tiny"),
            ]
        )
        time = f"future done after {setting['done_ms']:g} ms, the median of {setting['records']}"
        parts.append(words(0, y + 112, time, "quiet tiny"))
        told.append(f"{name}: {ACKS[name]}; {time}")
    return svg("Who answers, and when: acks=0, acks=1 and acks=all", ". ".join(told) + ".", 392, parts)


def send_and_confirm(data: Data) -> str:
    """What happens before and after send() returns."""
    parts = [box("box", 0, 0, 292, 172, 7), words(12, 23, "your program", "strong")]
    parts += [box("cell", 12, 40, 72, 50), words(48, 61, "your", "mid"), words(48, 79, "thread", "mid")]
    parts += named_box("follower", 130, 40, 55, 50, "batch")
    parts += [box("cell", 210, 40, 72, 50), words(246, 61, "network", "mid"), words(246, 79, "thread", "mid")]
    parts += named_box("leader", 348, 40, 72, 50, "leader", "strong on-leader") + named_box(
        "follower", 12, 120, 72, 35, "future"
    )
    parts += [
        arrow((84, 65), (128, 65)),
        step(104, 65, 1),
        arrow((185, 65), (208, 65)),
        arrow((282, 53), (346, 53)),
        step(315, 53, 2),
    ]
    parts += [
        arrow((348, 78), (284, 78)),
        step(315, 78, 3),
        arrow((246, 90), (246, 138), (86, 138)),
        step(166, 138, 4),
        line("line", (48, 90), (48, 120)),
    ]
    time = f"in this run: returned after {data['returned_ms']:g} ms, done after {data['done_ms']:g} ms"
    parts += [
        words(0, 196, "send() returns after 1, the future is done after 4", "quiet small"),
        words(0, 217, time, "quiet tiny"),
    ]
    told = (
        "Your thread puts the record into a batch in memory (1), and send() returns a future. The network thread takes the batch and sends it "
        f"to the leader (2), the leader answers (3), and the network thread fills the future and calls your callbacks (4); {time}."
    )
    return svg("What happens before and after send() returns", told, 224, parts)


def batches(data: Data) -> str:
    """Which records travelled together."""
    parts: list[str] = []
    told: list[str] = []
    y = 0.0
    for way in data["ways"]:
        parts += [
            words(3, y + 15, way["title"], "strong"),
            words(WIDTH - 2, y + 15, _count(len(way["batches"])), "end quiet small"),
        ]
        x, number = 0.0, 0
        for size in way["batches"]:
            parts.append(box("follower", x, y + 25, size * 27 + 5, 33))
            for _ in range(size):
                parts += [
                    box("ground", x + 5, y + 30, 22, 23, 2),
                    words(x + 16, y + 46.5, number, "mid offset"),
                ]
                x, number = x + 27, number + 1
            x += 8
        told.append(f"{way['title']}: {_count(len(way['batches']))} of {_listed(way['batches'])} records")
        y += 82
    return svg("Which records travel together in a batch", "; ".join(told) + ".", y - 18, parts)


ACKS = {
    "acks=0": "done when it is sent, and nobody answers",
    "acks=1": "the leader answers when it has written",
    "acks=all": "it answers when every in-sync replica has it",
}
FIGURES: dict[str, Callable[[Data], str]] = {
    draw.__name__: draw
    for draw in (acks, batches, keys, message_keys, producers, recap, send_and_confirm, without_a_key)
}


def _brokers(data: Data) -> list[int]:
    return sorted({broker for partition in data["partitions"] for broker in partition["replicas"]})


def _role(partition: Data, broker: int) -> str:
    return "leader" if partition["leader"] == broker else "follower"


def _listed(items: Sequence[object]) -> str:
    return ", ".join(map(str, items))


def _count(number: int) -> str:
    return f"{number} batch" if number == 1 else f"{number} batches"
