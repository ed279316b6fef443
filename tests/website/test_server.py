"""The small server serves this machine alone.

It is quiet, and clear about a port that it can't have.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.support.sites import ROOT, serving


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("home")
    (tmp_path / "404.html").write_text("not here")
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that this test run itself listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize(
    "path, status, body", [("/", 200, "home"), ("/none/", 404, "not here"), ("/empty/", 404, "not here")]
)
def test_serves_pages_and_the_sites_own_page_for_wrong_addresses(
    folder: Path, path: str, status: int, body: str
) -> None:
    with serving(folder) as address:
        answer = HTTPConnection(address.split("/")[2])
        answer.request("GET", path)
        response = answer.getresponse()
        assert (response.status, response.read().decode()) == (status, body)


@pytest.mark.parametrize("option", [["--probe"], []])
def test_busy_port_is_one_sentence_that_names_who_has_it(folder: Path, taken: int, option: list[str]) -> None:
    run = subprocess.run(
        _command(folder, taken) + option, cwd=ROOT, capture_output=True, text=True, timeout=20
    )
    assert run.returncode == 1
    assert run.stderr.startswith(f"Port {taken} on 127.0.0.1 is taken by ")
    assert run.stderr.endswith(f"; stop it or choose another port: make site PORT={taken + 1}\n")
    if sys.platform == "linux":
        assert f"(process {os.getpid()})" in run.stderr


def test_free_port_passes_the_probe_silently(tmp_path: Path) -> None:
    run = subprocess.run(
        [*_command(tmp_path, 0), "--probe"], cwd=ROOT, capture_output=True, text=True, timeout=20
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_missing_site_is_one_sentence(tmp_path: Path) -> None:
    run = subprocess.run(_command(tmp_path, 0), cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert (run.returncode, run.stderr) == (1, f"{tmp_path}/ holds no site; build it first: make build\n")


def test_ctrl_c_ends_it_without_a_traceback(folder: Path) -> None:
    with subprocess.Popen(
        _command(folder, 0), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None and server.stderr is not None
        said = server.stdout.readline()
        server.send_signal(signal.SIGINT)
        try:
            assert server.wait(10) == 0
        finally:
            server.kill()
        assert said.startswith("Learning Kafka is at http://127.0.0.1:")
        assert server.stderr.read() == ""


def _command(folder: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "website.server", "--site", str(folder), "--port", str(port)]
