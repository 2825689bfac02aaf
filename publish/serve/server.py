"""The server: GET and HEAD, a thread a reader, each file read from the edition that was there when it was asked for."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import sys
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Any

from publish.errors import UsageError
from publish.serve.opening import media_type, open_inside, segments
from publish.serve.ranges import NotSatisfiableError, is_fresh, wanted

__all__ = ["Shelf", "lan_address"]

READERS = 400
"""Connections at once; more wait their turn."""
IDLE, SENDING = 5.0, 60.0
"""Seconds that a connection may wait for its next request, and that a reader may take none of what is sent."""
PORT = 8000


class Shelf(ThreadingHTTPServer):
    """A folder on the network. Close it when done (it is a context manager)."""

    daemon_threads = False  # they are ended in an orderly way, see `server_close`
    request_queue_size = 512

    def __init__(
        self,
        folder: Path,
        host: str = "127.0.0.1",
        port: int | None = None,
        log: Callable[[str], None] | None = None,
    ) -> None:
        """Bind; `port` None takes 8000 or, when that is taken, any. Raises UsageError."""
        if not (folder / "index.html").is_file():
            raise UsageError(
                f"there is no shelf here: make one with `publish shelf {folder}`", path=str(folder)
            )
        self.folder = folder.resolve()
        self.log = log
        self._room = threading.BoundedSemaphore(READERS)
        self._open: set[socket.socket] = set()
        super().__init__((host, PORT if port is None else port), _Handler, bind_and_activate=False)
        try:
            self._bind(host, port)
        except OSError as error:
            self.server_close()
            raise UsageError(
                f"cannot listen on port {port}: {error.strerror}: give another --port"
            ) from error

    def _bind(self, host: str, port: int | None) -> None:
        try:
            self.server_bind()
        except OSError:
            if port is not None:
                raise
            self.server_address = (host, 0)
            self.server_bind()
        self.server_activate()

    def run(self) -> None:
        """Serve until this thread is interrupted, by Ctrl-C or a signal that raises: accepting goes on in another."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1})
        try:
            thread.start()
            threading.Event().wait()
        finally:
            self.shutdown()
            thread.join()

    def server_bind(self) -> None:
        """Bind without asking a name server what this machine is called."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Wait for room, then give the reader a thread."""
        self._room.acquire()
        self._open.add(request)
        try:
            super().process_request(request, client_address)
        except Exception:  # no thread could be started
            self._open.discard(request)
            self._room.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection, then make room."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.discard(request)
            self._room.release()

    def server_close(self) -> None:
        """Stop listening, hang up on every reader, and wait until their threads have ended."""
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that went away is no error of ours; others are said in one line."""
        error = sys.exc_info()[1]
        if self.log is not None and not isinstance(error, OSError):
            self.log(f"{client_address[0]}: error: {error!r}")


class _Handler(BaseHTTPRequestHandler):
    server: Shelf
    protocol_version = "HTTP/1.1"
    server_version = "publish"
    sys_version = ""
    timeout = IDLE

    def do_GET(self) -> None:  # http.server looks for this name
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        if not _is_ours(self.headers.get("Host", ""), socket.gethostname()):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        names = segments(self.path)
        file = open_inside(self.server.folder, names) if names else None
        if file is None or names is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.connection.settimeout(SENDING)
        with file:
            self._send(file, media_type(names), body)
        self.connection.settimeout(IDLE)

    def _send(self, file: IO[bytes], kind: str, body: bool) -> None:
        """Answer with a file, or the part of it that is wanted."""
        facts = os.fstat(file.fileno())
        size, modified = facts.st_size, int(facts.st_mtime)
        tag = f'"{facts.st_ino:x}-{size:x}-{facts.st_mtime_ns:x}"'
        if is_fresh(self.headers, tag, modified):
            self._head(HTTPStatus.NOT_MODIFIED, tag, modified)
            self.end_headers()
            return
        try:
            part = wanted(self.headers, size, tag, modified)
        except NotSatisfiableError:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        first, last = part or (0, size - 1)
        self._head(HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK, tag, modified)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(last - first + 1))
        if part:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.end_headers()
        if body and last >= first:
            sent = self.connection.sendfile(file, first, last - first + 1)
            self.close_connection |= sent < last - first + 1  # somebody cut the file short meanwhile

    def _head(self, status: HTTPStatus, tag: str, modified: int) -> None:
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", self.date_time_string(modified))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class's name
        if self.server.log is not None:
            self.server.log(f"{self.client_address[0]}: {format % args}")


def _is_ours(host: str, own: str) -> bool:
    """Whether a request was meant for this machine: its address or its name.

    A page elsewhere whose name was made to lead here (DNS rebinding) is refused.
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
    """The machine's address on the local network, or the empty string where there is none. Sends nothing."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # TEST-NET-1: only the routing table is asked
        return str(probe.getsockname()[0])
    return ""
