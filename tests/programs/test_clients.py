"""Each client is known in each place."""

from checks.project import ROOT
from checks.rules import clients


def test_each_client_has_its_entry_adapter_and_names() -> None:
    assert clients.problems(ROOT) == []
