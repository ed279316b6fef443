"""The defaults that the pages show are those of the installed libraries."""

import json
from collections.abc import Mapping

import pytest

from checks.defaults.record import differences
from checks.defaults.values import Values
from checks.project import ROOT
from content.clients import clients
from content.recordings import VALUES


@pytest.mark.parametrize("client", [client.name for client in clients()])
def test_defaults_on_the_pages_are_the_client_s_own(
    client: str, client_defaults: Mapping[str, Values]
) -> None:
    stored = json.loads((ROOT / VALUES).read_text("utf-8"))
    if found := differences(stored.get(client, {}), client_defaults[client].as_json()):
        sentence = f"{VALUES}: {client} has other defaults; run `make values` and read the change:"
        pytest.fail("\n".join([sentence, *found]), pytrace=False)
