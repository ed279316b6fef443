"""The clients that the programs run with are those of the lock."""

import pytest

from checks.project import ROOT
from checks.rules.header import lock_problems


def test_installed_clients_are_those_of_the_lock() -> None:
    if found := lock_problems(ROOT):
        pytest.fail("\n".join(found), pytrace=False)
