"""A recording is read as it was written, and nothing else is taken for one."""

import json
from pathlib import Path
from typing import Any

import pytest

from content.figure_data import FigureData
from content.notebook import is_sealed, notebooks, read
from content.recordings import FIGURES, RUNS
from content.seals import seal
from content.trace import Trace, UnreadableTrace
from tests.support.sites import ROOT
from tests.support.traces import LOST, trace

RECORDED = sorted((ROOT / RUNS).glob("*.json"))
DRAWN = sorted((ROOT / FIGURES).glob("*.json"))


def test_a_trace_is_read_as_it_was_written() -> None:
    text = trace(*LOST).dumps()
    assert Trace.loads(text) == trace(*LOST)
    assert Trace.loads(text).dumps() == text


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_a_recorded_run_is_written_as_it_was_read(file: Path) -> None:
    text = file.read_bytes().decode()
    assert Trace.loads(text).dumps() == text


@pytest.mark.parametrize("file", DRAWN, ids=lambda file: file.stem)
def test_a_figure_s_data_are_written_as_they_were_read(file: Path) -> None:
    text = file.read_bytes().decode()
    assert FigureData.loads(text).dumps() == text


def test_there_are_recordings_and_each_notebook_is_sealed() -> None:
    assert RECORDED and DRAWN and notebooks(ROOT)
    assert [path.name for path in notebooks(ROOT) if not is_sealed(read(path))] == []


TEXT = trace(*LOST).dumps()


@pytest.mark.parametrize(
    "broken",
    ["", "[]", "{}", TEXT[:-20], TEXT.replace("2026", "2027"), TEXT.replace('"first"', '"else"')],
    ids=["nothing", "list", "empty", "cut off", "another date", "another value"],
)
def test_what_is_no_trace_is_refused(broken: str) -> None:
    with pytest.raises(UnreadableTrace):
        Trace.loads(broken)


def edited(number: int, new: dict[str, Any], *gone: str) -> str:
    """A trace with another event, sealed as the recorder would."""
    data = json.loads(TEXT)
    event = data["events"][number]
    data["events"][number] = {key: value for key, value in (event | new).items() if key not in gone}
    head = {key: value for key, value in data.items() if key not in ("events", "replicas", "seal")}
    return json.dumps(data | {"seal": seal([head, data["replicas"], data["events"]])})


def test_a_sealed_edit_that_keeps_the_types_is_read() -> None:
    """Or the next test would see the seal alone."""
    assert Trace.loads(edited(1, {"value": "else"})) != trace(*LOST)
    assert Trace.loads(edited(1, {"at": 0.5})) != trace(*LOST)


@pytest.mark.parametrize(
    ("number", "new", "gone", "sentence"),
    [
        (1, {}, ["at"], "TypeError: Send.__init__() missing 1 required positional argument: 'at'"),
        (1, {}, ["what"], "KeyError: 'what'"),
        (1, {"what": "sent"}, [], "KeyError: 'sent'"),
        (1, {"key": "a"}, [], "TypeError: Send.__init__() got an unexpected keyword argument 'key'"),
        (1, {"at": "0"}, [], "ValueError: an event's at is '0'"),
        (1, {"id": True}, [], "ValueError: an event's id is True"),
        (1, {"value": None}, [], "ValueError: an event's value is None"),
        (2, {"error": "KafkaTimeoutError"}, [], "TypeError: Failed.__init__() got an unexpected keyword"),
        (2, {"offset": 0.5}, [], "ValueError: an event's offset is 0.5"),
        (4, {"nodes": ["102"]}, [], "ValueError: an event's nodes is ('102',)"),
        (4, {"nodes": 102}, [], "ValueError: an event's nodes is 102"),
        (4, {"verb": ["kill"]}, [], "ValueError: an event's verb is ('kill',)"),
    ],
)
def test_an_event_of_another_shape_is_refused(
    number: int, new: dict[str, Any], gone: list[str], sentence: str
) -> None:
    with pytest.raises(UnreadableTrace) as refused:
        Trace.loads(edited(number, new, *gone))
    assert str(refused.value).startswith(sentence)
