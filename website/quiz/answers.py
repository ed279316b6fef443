r"""Evaluates the expressions from which a quiz computes its answers.

They use the values of clients and brokers, and recorded data and runs:

{{ default("kafka-python", "acks") }}, {{ duration(...) }}
    as on every page (website/page/values.py)
{{ python_client("acks", "request.required.acks", 1) }}
    the only Python client in which a setting with one of these names has this value
{{ partition("confluent-kafka", "bob", 3) }}
    where a recorded key went, of so many partitions
{{ keys_moved("kafka-python", 3, 4) }}
    how many of the keys shown move when a topic grows
{{ client_in_partitions(1) }}
    the only client whose recorded burst without keys used so many partitions
{{ figure("recap", "partitions", 2, "records") }}
    a number or a word of a figure's data
{{ total("recap", "partitions", "records") }}
    the sum of one field over a list of a figure's data
{{ leader("leader_killed", 0) }}
    the leader of a partition at the end of a recorded run
{{ offset("acks_run", 0, "second") }}
    the offset that was reported for a record, by partition and value
{{ error("acks_run", "refused") }}
    the error that was reported for a record
{{ visible("acks_run", 0, "second") }}
    the high watermark when the record was acknowledged
{{ stored("leader_killed") }}
    the sum of the high watermarks at the end, or of one partition
{{ fewest_in_sync("all_means_in_sync") }}
    how few replicas were in sync for a while
{{ printed("failover", r"killed: .* (\S+ s)$") }}
    the group of the only matching line that a notebook printed
{{ most("failover", r"^(\w+): .* (\S+) s$") }}, {{ least(…) }}
    the first group of the matching line whose second is the largest, or smallest
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from content.clients import clients
from content.events import Acknowledged, Event, Failed, PartitionSeen, Result, Send
from content.figure_data import FigureData, UnreadableFigure
from content.notebook import Unreadable, output, read
from content.recordings import figure_file, run_file
from content.trace import Trace, UnreadableTrace
from content.values import load
from website.figures.keys import SHOWN
from website.page import values


class NoAnswer(Exception):
    """An expression that has no value; its text is one sentence."""


class Answers:
    """Evaluates the expressions of the quizzes of one project."""

    def __init__(self, root: Path) -> None:
        self._root, self._values = root, load(root)

    def value(self, expression: str) -> str:
        """What one call gives, as text.

        Raises:
            NoAnswer: when it isn't a call of one of the functions above, or has no value.
        """
        try:
            call = ast.parse(expression.strip(), mode="eval").body
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.keywords:
                raise ValueError
            name, arguments = call.func.id, [ast.literal_eval(argument) for argument in call.args]
        except (SyntaxError, ValueError):
            raise NoAnswer(
                f'{expression.strip()} is no call with fixed values, as in default("kafka-python", "acks").'
            ) from None
        if name not in FUNCTIONS:
            raise NoAnswer(
                f"there is no {name}() to compute an answer with; website/quiz/answers.py has {', '.join(FUNCTIONS)}."
            )
        try:
            return str(FUNCTIONS[name](self, *arguments))
        except (values.NoSuchValue, UnreadableFigure, UnreadableTrace, Unreadable) as error:
            raise NoAnswer(f"{expression.strip()}: {error}") from error
        except OSError as error:
            raise NoAnswer(
                f"{expression.strip()}: there is no such recording, {Path(str(error.filename)).name}."
            ) from error
        except (LookupError, TypeError, ValueError, re.error) as error:
            raise NoAnswer(
                f"{expression.strip()} has no value in what was recorded ({type(error).__name__}: {error})."
            ) from error

    def default(self, whose: str, name: str) -> str:
        return values.value_of(self._values, "default", whose, name)

    def duration(self, whose: str, name: str) -> str:
        return values.value_of(self._values, "duration", whose, name)

    def version(self, whose: str) -> str:
        return values.value_of(self._values, "version", whose, "")

    def python_client(self, *names_and_value: object) -> str:
        *names, value = names_and_value
        settings = {
            client.name: self._values[client.name]["settings"] for client in clients() if client.distribution
        }
        return _only(
            client
            for client, defaults in settings.items()
            if any(defaults.get(name) == value for name in names if name in defaults)
        )

    def partition(self, client: str, key: str, count: int) -> int:
        return int(self.figure("keys", key, client, count - 1))

    def keys_moved(self, client: str, before: int, after: int) -> int:
        return sum(self.partition(client, key, before) != self.partition(client, key, after) for key in SHOWN)

    def client_in_partitions(self, count: int) -> str:
        sequences: Mapping[str, list[int]] = self.figure("without_a_key", "sequences")
        return _only(client for client, sequence in sequences.items() if len(set(sequence)) == count)

    def figure(self, name: str, *path: str | int) -> Any:
        found: Any = _data(figure_file(name, self._root).read_text("utf-8"))
        for step in path:
            found = found[step]
        return found

    def total(self, name: str, *path: str | int) -> int:
        return sum(int(item[path[-1]]) for item in self.figure(name, *path[:-1]))

    def leader(self, run: str, partition: int) -> int:
        leader = self._seen(run, partition)[-1].leader
        if leader is None:
            raise ValueError("nobody leads it")
        return leader

    def offset(self, run: str, partition: int, value: str) -> int:
        result = self._result(run, value, partition)
        if not isinstance(result, Acknowledged):
            raise ValueError(f"it failed with {result.error}")
        return result.offset

    def error(self, run: str, value: str) -> str:
        result = self._result(run, value)
        if not isinstance(result, Failed):
            raise ValueError(f"it was acknowledged at offset {result.offset}")
        return result.error

    def visible(self, run: str, partition: int, value: str) -> int:
        acknowledged = self._result(run, value, partition).at
        before = [look.high_watermark for look in self._seen(run, partition) if look.at <= acknowledged]
        return [mark for mark in before if mark is not None][-1]

    def stored(self, run: str, partition: int | None = None) -> int:
        ends = {look.partition: look.high_watermark for look in self._seen(run, partition)}
        if None in ends.values():
            raise ValueError("nobody could tell the high watermark")
        return sum(end or 0 for end in ends.values())

    def fewest_in_sync(self, run: str) -> int:
        return min(len(look.in_sync) for look in self._seen(run))

    def printed(self, lab: str, pattern: str) -> str:
        return _only(match[1] for match in self._lines(lab, pattern))

    def most(self, lab: str, pattern: str) -> str:
        return max(self._lines(lab, pattern), key=lambda match: float(match[2]))[1]

    def least(self, lab: str, pattern: str) -> str:
        return min(self._lines(lab, pattern), key=lambda match: float(match[2]))[1]

    def _lines(self, lab: str, pattern: str) -> Iterator[re.Match[str]]:
        return re.finditer(pattern, output(read(self._root / f"docs/notebooks/{lab}.ipynb")), re.MULTILINE)

    def _events(self, run: str) -> tuple[Event, ...]:
        return Trace.loads(run_file(run, self._root).read_text("utf-8")).events

    def _seen(self, run: str, partition: int | None = None) -> list[PartitionSeen]:
        looks = [event for event in self._events(run) if isinstance(event, PartitionSeen)]
        return [look for look in looks if partition in (None, look.partition)]

    def _result(self, run: str, value: str, partition: int | None = None) -> Result:
        sends = [event for event in self._events(run) if isinstance(event, Send) and event.value == value]
        numbers = [send.id for send in sends if partition in (None, send.partition)]
        results = {event.id: event for event in self._events(run) if isinstance(event, Result)}
        return results[numbers[0]]


def _only(found: Iterator[str]) -> str:
    names = list(found)
    if len(names) != 1:
        raise ValueError(f"of {', '.join(names) or 'nobody'} one alone was expected")
    return names[0]


FUNCTIONS: dict[str, Callable[..., object]] = {
    answer.__name__: answer
    for answer in (
        *(
            Answers.default,
            Answers.duration,
            Answers.version,
            Answers.python_client,
            Answers.partition,
            Answers.keys_moved,
        ),
        *(
            Answers.client_in_partitions,
            Answers.figure,
            Answers.total,
            Answers.leader,
            Answers.offset,
            Answers.error,
        ),
        *(
            Answers.visible,
            Answers.stored,
            Answers.fewest_in_sync,
            Answers.printed,
            Answers.most,
            Answers.least,
        ),
    )
}


@lru_cache(maxsize=32)
def _data(text: str) -> Mapping[str, Any]:
    """The data of a figure; each answer of each quiz asks for some."""
    return FigureData.loads(text).data
