"""Asks the Java client ahead of the tests that compare its answers: its two JVMs start while other tests run."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from checks.defaults.clients import CLIENTS, Values
from checks.recording import keys

# What is asked, by the fixture that gives the answer.
QUESTIONS: dict[str, Callable[[], Any]] = {"installed_keys": keys.installed, "java_values": CLIENTS["java"]}

_asked = pytest.StashKey[dict[str, "Future[Any]"]]()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Ask what a chosen test needs; nothing, where tests are only listed."""
    wanted = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    pool = ThreadPoolExecutor(1)
    names = [] if session.config.option.collectonly else [name for name in QUESTIONS if name in wanted]
    session.config.stash[_asked] = {name: pool.submit(QUESTIONS[name]) for name in names}
    pool.shutdown(wait=False)


@pytest.fixture(scope="session")
def installed_keys(request: pytest.FixtureRequest) -> Mapping[str, keys.Data]:
    """What the installed libraries make of each recorded key."""
    found: Mapping[str, keys.Data] = request.config.stash[_asked]["installed_keys"].result()
    return found


@pytest.fixture(scope="session")
def java_values(request: pytest.FixtureRequest) -> Values:
    """The defaults of the Java client."""
    found: Values = request.config.stash[_asked]["java_values"].result()
    return found
