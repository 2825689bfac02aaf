"""A listening server: one thread per reader up to a limit, and a shutdown that waits for nobody."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from publish.errors import UsageError
from publish.workers import interrupts

__all__ = ["LOOPBACK", "Listener"]

LOOPBACK = "127.0.0.1"
READERS = 400
"""Most connections at the same time; others wait."""
PORT = 8000
PATIENCE = 1.0
"""Seconds that closing waits for threads."""


class _OverError(Exception):
    """The server is ending; do not wait any more."""


class Listener(ThreadingHTTPServer):
    """The base of all our servers. Close it when done (it is a context manager)."""

    daemon_threads = True  # `server_close` ends them in an orderly way; as daemons, none can block the exit
    request_queue_size = 512

    def __init__(
        self,
        handler: type[BaseHTTPRequestHandler],
        host: str = LOOPBACK,
        port: int | None = None,
        log: Callable[[str], None] | None = None,
    ) -> None:
        """Bind to a port; `port` None means 8000, or a free one if that is taken. Raises UsageError."""
        self.log = log
        self._ending = threading.Event()
        self._room = threading.BoundedSemaphore(READERS)
        self._open: set[socket.socket] = set()
        self._readers: set[threading.Thread] = set()
        self._accepting: threading.Thread | None = None
        super().__init__((host, PORT if port is None else port), handler, bind_and_activate=False)
        try:
            self._bind(host, port)
        except OSError as error:
            self.server_close()
            raise UsageError(
                f"cannot listen on port {port}: {error.strerror}: use another --port, or leave --port out to get a free one"
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

    def begin(self) -> None:
        """Accept readers from now on, in threads that block signals; closing ends them."""
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        interrupts.begin(self._accepting)

    def _accept(self) -> None:
        # `shutdown` would wait for ever for a thread that a signal kept from starting.
        with contextlib.suppress(_OverError):
            self.serve_forever(poll_interval=0.1)

    def service_actions(self) -> None:
        """Between two readers: leave `serve_forever` when the server ends."""
        if self._ending.is_set():
            raise _OverError

    def server_bind(self) -> None:
        """Bind without a DNS lookup of this machine's name."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Wait for a free place, then start a thread for the reader; hang up when the server ends first."""
        while not self._room.acquire(timeout=0.1):
            if self._ending.is_set():
                self.shutdown_request(request)
                return
        self._open.add(request)
        try:
            super().process_request(request, client_address)
        except Exception:  # no thread could be started
            self._open.discard(request)
            self._room.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection, then free its place."""
        self._readers.add(threading.current_thread())
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.discard(request)
            self._readers.discard(threading.current_thread())
            self._room.release()

    def server_close(self) -> None:
        """Stop listening, close all connections, and wait for their threads, but not for one that is stuck."""
        self._ending.set()
        until = time.monotonic() + PATIENCE
        if self._accepting is not None and self._accepting.ident is not None:
            self._accepting.join(PATIENCE)
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()
        for thread in tuple(self._readers):
            thread.join(max(0.0, until - time.monotonic()))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that disconnects is not an error; other errors are printed in one line."""
        error = sys.exc_info()[1]
        if self.log is not None and not isinstance(error, OSError):
            self.log(f"{client_address[0]}: error: {error!r}")
