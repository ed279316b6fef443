"""Moves a process into a network namespace of its own (Linux only).

The lab's ports are free in it, although a cluster uses them outside. It contains only the loopback interface.
It needs root, or a system that lets everybody create namespaces; it needs no command and no package.
"""

import ctypes
import fcntl
import os
import socket
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER and CLONE_NEWNET of sched.h
SET_FLAGS, IS_UP = 0x8914, 0x1  # SIOCSIFFLAGS and IFF_UP of net/if.h


def enter() -> None:
    """Move this process and all that it starts into a new network namespace.

    The process must not have a second thread yet.

    Raises:
        OSError: if the system can't or won't create the namespace.
    """
    user, group = os.getuid(), os.getgid()
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        raise OSError("only Linux has networks of a process's own")
    if unshare(NEW_NETWORK) and unshare(NEW_USER | NEW_NETWORK):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    if os.getuid() != user:  # a new user namespace maps no user until this is written
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh", b"lo", IS_UP))


@cache
def missing() -> str:
    """Why no process can have a network of its own here; empty if one can.

    Tried, because no setting tells it.
    """
    tried = subprocess.run(
        [sys.executable, __file__], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    return "" if tried.returncode == 0 else tried.stderr.strip().rpartition("\n")[2] or "no reason given"


if __name__ == "__main__":
    try:
        enter()
        with socket.create_server(("127.0.0.1", 0)), socket.create_server(("::1", 0), family=socket.AF_INET6):
            pass
    except OSError as error:
        sys.exit(error.strerror or str(error))
