"""A port that is taken is named with its holder."""

import socket

import pytest

from lab import ports
from lab.compose import Definition
from tests.support.own_cluster import Lab


@pytest.mark.parametrize(
    ("family", "address"),
    [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"), (socket.AF_INET, "0.0.0.0")],
)
def test_a_port_in_use_is_named_with_its_holder(
    family: socket.AddressFamily, address: str, definition: Definition, lab: Lab
) -> None:
    with socket.create_server((address, 20192), family=family):
        ended = lab("up")
    assert ended.returncode == 1
    assert ended.stderr.startswith(
        f"lab: Port 20192 on {'::1' if ':' in address else '127.0.0.1'} is taken by python"
    )
    assert (
        "which the lab didn't start, and broker 102 needs it: stop that program, then try again."
        in ended.stderr
    )
    ports.require_free((node, port) for node in definition.nodes for port in node.ports)
