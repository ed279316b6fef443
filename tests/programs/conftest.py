"""Asks the clients ahead of the tests that compare their answers.

Java's two JVMs start while other tests run.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest

from checks.clients import adapter_of
from checks.defaults.values import Values
from checks.recording import keys
from content.clients import Client, clients


def _defaults(known: Sequence[Client]) -> Mapping[str, Values]:
    return {client.name: adapter_of(client).defaults() for client in known}


HERE = Path(__file__).parent
# What is asked, by the fixture that gives the answer.
QUESTIONS: dict[str, Callable[[Sequence[Client]], Any]] = {
    "installed_keys": keys.installed,
    "client_defaults": _defaults,
}

_asked = pytest.StashKey[dict[str, "Future[Any]"]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Puts tests that wait for an answer after those of texts.

    Tests that wait for all programs come last.
    """
    places = [place for place, item in enumerate(items) if item.path.is_relative_to(HERE)]
    if not config.getoption("update_examples"):
        for place, item in zip(places, sorted((items[place] for place in places), key=_turn), strict=True):
            items[place] = item


def _turn(item: pytest.Item) -> int:
    names = getattr(item, "fixturenames", ())
    return 2 if "results" in names else 1 if QUESTIONS.keys() & set(names) else 0


def pytest_collection_finish(session: pytest.Session) -> None:
    """Ask what a chosen test needs; nothing, where tests are only listed."""
    wanted = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    pool = ThreadPoolExecutor(1)
    names = [] if session.config.option.collectonly else [name for name in QUESTIONS if name in wanted]
    session.config.stash[_asked] = {name: pool.submit(QUESTIONS[name], clients()) for name in names}
    pool.shutdown(wait=False)


@pytest.fixture(scope="session")
def installed_keys(request: pytest.FixtureRequest) -> Mapping[str, keys.Data]:
    """What the installed libraries make of each recorded key."""
    return cast("Mapping[str, keys.Data]", _answer(request, "installed_keys"))


@pytest.fixture(scope="session")
def client_defaults(request: pytest.FixtureRequest) -> Mapping[str, Values]:
    """The defaults of each client, by name."""
    return cast("Mapping[str, Values]", _answer(request, "client_defaults"))


def _answer(request: pytest.FixtureRequest, question: str) -> Any:
    try:
        return request.config.stash[_asked][question].result()
    except ImportError as error:
        sentence = f"no client could be asked: {error}; the test of clients.toml says what is missing."
        return pytest.fail(sentence, pytrace=False)
