"""Is a port free on this machine, and if not, who has it?"""

import errno
import socket
import time
from collections.abc import Iterable

import psutil

from lab.compose import Node
from lab.errors import LabError

NOBODY = "a program that the lab didn't start"
NOBODY_S = 10.0  # a killed process can be a zombie while the last of its threads still hold its sockets
# A silent listener on ::1 beside a broker on 127.0.0.1 makes clients of `localhost` fail to bootstrap.
ADDRESSES = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def require_free(wanted: Iterable[tuple[Node, int]]) -> None:
    """Checks each port that a node wants, on 127.0.0.1 and ::1.

    Raises:
        LabError: naming the first port that is taken, and by whom where that can be known.
    """
    for node, port in wanted:
        for family, address in ADDRESSES:
            deadline = time.monotonic() + NOBODY_S
            while _taken(family, address, port):
                if (who := holder(port)) != NOBODY or time.monotonic() > deadline:
                    raise LabError(
                        f"Port {port} on {address} is taken by {who}, and {node.title} needs it: "
                        "stop that program, then try again."
                    )
                time.sleep(0.02)


def in_use(port: int) -> bool:
    """Does anybody listen on this port, on 127.0.0.1 or ::1?"""
    return any(_taken(family, address, port) for family, address in ADDRESSES)


def holder(port: int) -> str:
    """The program that listens on a port, as words for a sentence."""
    try:
        for connection in psutil.net_connections("tcp"):
            listens = (
                connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port
            )
            if listens and connection.pid:
                name = psutil.Process(connection.pid).name()
                return f"{name} (process {connection.pid}), which the lab didn't start"
    except psutil.Error:  # macOS tells this only to root
        pass
    return NOBODY


def _taken(family: socket.AddressFamily, address: str, port: int) -> bool:
    with socket.socket(family) as probe:
        # The waiting connections of a cluster that has ended don't count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    # Elsewhere than on Linux one may bind beside a listener on all addresses.
    with socket.socket(family) as probe:
        probe.settimeout(1)
        return probe.connect_ex((address, port)) == 0
