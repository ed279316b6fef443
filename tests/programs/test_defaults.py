"""The defaults that the pages show are those of the installed libraries."""

import json

import pytest

from checks.defaults.clients import CLIENTS, Values, as_json
from checks.defaults.record import differences
from checks.project import ROOT
from content.recordings import VALUES


@pytest.mark.parametrize("client", [client for client in CLIENTS if client != "java"])
def test_defaults_on_the_pages_are_those_that_the_client_has(client: str) -> None:
    _compare(client, CLIENTS[client]())


def test_defaults_on_the_pages_are_those_of_the_java_client(java_values: Values) -> None:
    _compare("java", java_values)


def _compare(client: str, live: Values) -> None:
    stored = json.loads((ROOT / VALUES).read_text("utf-8"))
    found = differences(stored.get(client, {}), as_json(live))
    if found:
        pytest.fail("\n".join([f"{VALUES}: {client} has other defaults; run `make values` and read the change:", *found]), pytrace=False)
