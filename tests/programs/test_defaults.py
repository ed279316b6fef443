"""The defaults that the pages show are those of the installed libraries."""

import json

import pytest

from checks.defaults.clients import CLIENTS, as_json
from checks.defaults.record import differences
from checks.project import ROOT
from content.recordings import VALUES


@pytest.mark.parametrize("client", CLIENTS)
def test_defaults_on_the_pages_are_those_that_the_client_has(client: str) -> None:
    stored = json.loads((ROOT / VALUES).read_text("utf-8"))
    found = differences(stored.get(client, {}), as_json(CLIENTS[client]()))
    if found:
        pytest.fail("\n".join([f"{VALUES}: {client} has other defaults; run `make values` and read the change:", *found]), pytrace=False)
