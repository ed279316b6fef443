"""The defaults that the pages show are those of the installed libraries."""

import json
from collections.abc import Mapping
from concurrent.futures import Future

import pytest

from checks.defaults.record import differences
from checks.defaults.values import Values
from checks.project import ROOT
from content.clients import Client, clients
from content.recordings import VALUES


@pytest.mark.parametrize("client", clients(), ids=lambda client: client.name)
def test_defaults_on_the_pages_are_the_client_s_own(client: Client, defaults: Mapping[str, Future[Values]]) -> None:
    stored = json.loads((ROOT / VALUES).read_text("utf-8"))
    found = differences(stored.get(client.name, {}), defaults[client.name].result().as_json())
    if found:
        sentence = f"{VALUES}: {client.name} has other defaults; run `make values` and read the change:"
        pytest.fail("\n".join([sentence, *found]), pytrace=False)
