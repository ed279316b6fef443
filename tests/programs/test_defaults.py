"""The defaults that the pages show are those of the installed libraries."""

import json

import pytest

from checks.clients import adapter_of
from checks.defaults.record import differences
from checks.project import ROOT
from content.clients import Client, clients
from website.page.values import FILE


@pytest.mark.parametrize("client", clients(), ids=lambda client: client.name)
def test_defaults_on_the_pages_are_the_client_s_own(client: Client) -> None:
    stored = json.loads((ROOT / FILE).read_text("utf-8"))
    found = differences(stored.get(client.name, {}), adapter_of(client).defaults().as_json())
    if found:
        sentence = f"{FILE}: {client.name} has other defaults; run `make values` and read the change:"
        pytest.fail("\n".join([sentence, *found]), pytrace=False)
