"""The part of a figure's data that depends on no chance and no clock.

A new recording must have the same values.
"""

from collections.abc import Callable, Mapping
from typing import Any

Data = Mapping[str, Any]


def _all(data: Data) -> object:
    return data


def _order(data: Data) -> object:
    """The future is done after send() has returned."""
    return data["returned_ms"] < data["done_ms"]


REPRODUCIBLE: dict[str, Callable[[Data], object]] = {
    "batches": _all,
    "message_keys": _all,
    "producers": _all,
    "recap": _all,
    "send_and_confirm": _order,
}
UNCERTAIN = {
    "acks": "its times are those of one machine",
    "keys": "not recorded anew, as that takes long: tests/programs/test_figures.py compares it with the installed clients",
    "without_a_key": "chance decides; tests/programs/test_figures.py holds it against what its page says",
}
