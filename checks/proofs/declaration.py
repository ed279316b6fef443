"""Connects a test to the sentence of a page that it proves.

It also connects the test to a change of the conditions under which it has to fail.
"""

from collections.abc import Callable
from typing import Any

import pytest

TRUE, CHANGED = "true", "changed"


def breaks_brokers(test: Callable[..., None]) -> Callable[..., None]:
    """For a proof that kills, stops or freezes brokers, itself or in a program."""
    return pytest.mark.breaks_brokers(test)  # type: ignore[no-any-return]


def alone(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a proof that must run alone.

    It measures times or counts threads, so no other proof may run beside it.
    """
    return pytest.mark.alone(test)  # type: ignore[no-any-return]


def proves(sentence: str, **world: tuple[Any, Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare what a test proves.

    The test runs twice. In the true world it has to pass; in the changed one an assertion of it has to fail,
    or it proves nothing. A page names it behind the sentence: `**The sentence.**{: proof=name_of_the_test }`,
    without `test_`.

    Args:
        sentence: the statement as it stands in the page's Markdown, links as their text alone.
        world: arguments of the test, each with two values: the one for which the sentence is true, and
            another one.
    """
    true, changed = ([values[place] for values in world.values()] for place in (0, 1))

    def mark(test: Callable[..., None]) -> Callable[..., None]:
        values = [
            pytest.param(*true, id=TRUE),
            pytest.param(*changed, id=CHANGED, marks=pytest.mark.changed_world),
        ]
        return pytest.mark.proves(sentence)(pytest.mark.parametrize(list(world), values)(test))  # type: ignore[no-any-return]

    return mark
