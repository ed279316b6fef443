"""The clients that the programs run with are those of the lock."""

from programs.header import lock_problems
from programs.project import ROOT


def test_installed_clients_are_those_of_the_lock() -> None:
    assert lock_problems(ROOT) == []
