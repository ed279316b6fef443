"""The clients that the programs run with are those of the lock."""

from checks.project import ROOT
from checks.rules.header import lock_problems


def test_installed_clients_are_those_of_the_lock() -> None:
    assert lock_problems(ROOT) == []
