"""Asks the clients ahead of the tests that compare their answers: Java's two JVMs start while other tests run."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from checks.clients import adapter_of
from checks.defaults.values import Values
from checks.recording import keys
from content.clients import clients

_asked = pytest.StashKey[dict[str, "Future[Any]"]]()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Ask what a chosen test needs; nothing, where tests are only listed."""
    wanted = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    questions: dict[str, Callable[[], Any]] = {"installed_keys": keys.installed} if "installed_keys" in wanted else {}
    if "defaults" in wanted:
        questions |= {client.name: adapter_of(client).defaults for client in clients()}
    pool = ThreadPoolExecutor(1)
    ahead = {} if session.config.option.collectonly else questions
    session.config.stash[_asked] = {name: pool.submit(question) for name, question in ahead.items()}
    pool.shutdown(wait=False)


@pytest.fixture(scope="session")
def installed_keys(request: pytest.FixtureRequest) -> Mapping[str, keys.Data]:
    """What the installed libraries make of each recorded key."""
    found: Mapping[str, keys.Data] = request.config.stash[_asked]["installed_keys"].result()
    return found


@pytest.fixture(scope="session")
def defaults(request: pytest.FixtureRequest) -> Mapping[str, "Future[Values]"]:
    """The defaults of each client by its name, which may still be on their way."""
    asked = request.config.stash[_asked]
    return asked
