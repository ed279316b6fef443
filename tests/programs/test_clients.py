"""Each client is known in each place."""

import pytest

from checks.project import ROOT
from checks.rules import clients


def test_each_client_has_its_entry_adapter_and_names() -> None:
    if found := clients.problems(ROOT):
        pytest.fail("\n".join(found), pytrace=False)
