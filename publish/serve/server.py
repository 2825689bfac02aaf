"""The server: GET and HEAD, one thread per reader. A file that changes during a download is sent in its old edition."""

from __future__ import annotations

import contextlib
import ipaddress
import shlex
import socket
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from publish.errors import UsageError
from publish.keep.files import is_file, is_folder
from publish.serve.listening import LOOPBACK, Listener
from publish.serve.opening import media_type, open_inside, segments
from publish.serve.sending import Sender

__all__ = ["Shelf", "lan_address"]


class Shelf(Listener):
    """A folder on the network. Close it when done (it is a context manager)."""

    def __init__(
        self,
        folder: Path,
        host: str = LOOPBACK,
        port: int | None = None,
        log: Callable[[str], None] | None = None,
    ) -> None:
        """Bind to a port; `port` None means 8000, or a free one if that is taken. Raises UsageError."""
        if not is_file(folder / "index.html"):
            what = "is a file, not a shelf" if is_file(folder) else "there is no shelf here"
            raise UsageError(f"{what}: {_hint(folder)}", path=str(folder))
        self.folder = folder.resolve()
        super().__init__(_Handler, host, port, log)


_BOOKS = {".epub", ".pdf"}


def _hint(folder: Path) -> str:
    if is_file(folder):
        return "name a folder of books"
    paths = folder.rglob("*") if is_folder(folder) else ()
    first = "" if any(path.suffix.lower() in _BOOKS for path in paths) else "build books there, then "
    return f"{first}make one with `publish shelf {shlex.quote(str(folder))}`"


class _Handler(Sender):
    server: Shelf

    def answer(self, *, body: bool) -> None:
        if not _is_ours(self.headers.get("Host", ""), socket.gethostname()):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        names = segments(self.path)
        file = open_inside(self.server.folder, names) if names else None
        if file is None or names is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_file(file, media_type(names), body=body)


def _is_ours(host: str, own: str) -> bool:
    """Whether a request was meant for this machine: for its address or its name.

    This refuses pages elsewhere whose name was made to lead here (DNS rebinding).
    """
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    if (
        not name
        or name.lower() == "localhost"
        or name.split(".")[0].lower() == own.split(".", maxsplit=1)[0].lower()
    ):
        return True
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(name.strip("[]"))
        return True
    return False


def lan_address() -> str:
    """The machine's address on the local network; empty when there is none. Sends nothing."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # TEST-NET-1: this only looks at the routing table
        return str(probe.getsockname()[0])
    return ""
