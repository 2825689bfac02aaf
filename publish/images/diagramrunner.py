"""A process of its own that becomes a program which draws a diagram, under bounds of the operating system and, where Linux
allows it, on a network of its own that leads nowhere. Run as a file, it imports nothing of ours.

Arguments: seconds of processor time, bytes of memory, bytes of a file, the program and its arguments.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import struct
import sys

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
"""`unshare(2)`."""
_SET_FLAGS, _UP = 0x8914, 0x1
"""`netdevice(7)`: SIOCSIFFLAGS, IFF_UP."""
_DIE_WITH_PARENT = 1
"""`prctl(2)`: PR_SET_PDEATHSIG."""


def _bound(seconds: int, memory: int, size: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where the clock of whoever has started this is the bound
        return
    for name, most in (
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_DATA", memory),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", size),
    ):
        which = getattr(resource, name)
        _, highest = resource.getrlimit(which)
        lowered = most if highest == resource.RLIM_INFINITY else min(most, highest)
        resource.setrlimit(which, (lowered, lowered))


def _end_with_parent() -> None:
    """Be killed when the process that started this one is: a worker whose time is over cannot end what it has started."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, int(signal.SIGKILL), 0, 0, 0)


def _cut_off() -> None:
    """Leave every network. The loopback of the new one is set up, for a program may speak to its own parts."""
    user, group = os.getuid(), os.getgid()
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NET):
        return
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with contextlib.suppress(OSError), open(f"/proc/self/{name}", "w") as file:  # noqa: PTH123  # no Path: it starts at once
            file.write(text)
    from fcntl import ioctl

    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        ioctl(asked, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP))


def main() -> None:
    """Become the program."""
    seconds, memory, size, *command = sys.argv[1:]
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            _end_with_parent()
            _cut_off()
    _bound(int(seconds), int(memory), int(size))
    os.execv(command[0], command)  # noqa: S606  # no shell is meant


if __name__ == "__main__":
    main()
