"""Listening on a port: a thread a reader, no more of them than there is room for, and an end that waits for nobody."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from publish.errors import UsageError

__all__ = ["LOOPBACK", "Listener"]

LOOPBACK = "127.0.0.1"
READERS = 400
"""Connections at once; more wait their turn."""
PORT = 8000


class Listener(ThreadingHTTPServer):
    """What every server of ours has in common. Close it when done (it is a context manager)."""

    daemon_threads = False  # they are ended in an orderly way, see `server_close`
    request_queue_size = 512

    def __init__(
        self,
        handler: type[BaseHTTPRequestHandler],
        host: str = LOOPBACK,
        port: int | None = None,
        log: Callable[[str], None] | None = None,
    ) -> None:
        """Bind; `port` None takes 8000 or, when that is taken, any. Raises UsageError."""
        self.log = log
        self._ending = threading.Event()
        self._room = threading.BoundedSemaphore(READERS)
        self._open: set[socket.socket] = set()
        super().__init__((host, PORT if port is None else port), handler, bind_and_activate=False)
        try:
            self._bind(host, port)
        except OSError as error:
            self.server_close()
            raise UsageError(
                f"cannot listen on port {port}: {error.strerror}: give another --port, or none to take a free one"
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
        thread = threading.Thread(target=self._accept)
        try:
            thread.start()
            threading.Event().wait()
        finally:
            # `shutdown` would wait for ever for a thread that the signal kept from starting.
            self._ending.set()
            if thread.ident is not None:
                thread.join()

    def _accept(self) -> None:
        if not self._ending.is_set():
            self.serve_forever(poll_interval=0.1)

    def service_actions(self) -> None:
        """Between two readers: leave `serve_forever` when it is time, and with it the thread."""
        if self._ending.is_set():
            raise SystemExit

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
