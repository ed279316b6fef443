"""The lab's notes are read as they were written, or not at all."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from lab.processes import Ticket
from lab.state import State


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"engine": 1}', json.dumps(asdict(State("embedded", "x")) | {"nodes": 5})]
)
def test_a_state_file_that_says_nothing_is_no_cluster(text: str, tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text(text)
    assert State.load(tmp_path) is None


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    state = State(
        "embedded", "x", nodes={"broker-101": Ticket(1, 2.5)}, ready=True, started=3.5, owner=Ticket(4, 5.5)
    )
    state.save(tmp_path)
    assert State.load(tmp_path) == state
