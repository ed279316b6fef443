"""A small project to run the whole check in."""

import pytest

from tests.support import check_run


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Two good programs on a page, this project's checks, and a lab without a cluster."""
    for variable in ("CI", "UP", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(variable, raising=False)
    check_run.make(pytester)
    return pytester
