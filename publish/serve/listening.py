"""Listening on a port: a thread a reader, no more of them than there is room for, and an end that waits for nobody."""

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
"""Connections at once; more wait their turn."""
PORT = 8000
PATIENCE = 1.0
"""Seconds in which closing waits for threads."""


class _OverError(Exception):
    """Nobody is waited for any more."""


class Listener(ThreadingHTTPServer):
    """What every server of ours has in common. Close it when done (it is a context manager)."""

    daemon_threads = (
        True  # they are ended in an orderly way, see `server_close`, and none can hold the end up
    )
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
        self._readers: set[threading.Thread] = set()
        self._accepting: threading.Thread | None = None
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

    def begin(self) -> None:
        """Accept readers from now on, in threads that take no signals; closing ends them."""
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        interrupts.begin(self._accepting)

    def _accept(self) -> None:
        # `shutdown` would wait for ever for a thread that a signal kept from starting.
        with contextlib.suppress(_OverError):
            self.serve_forever(poll_interval=0.1)

    def service_actions(self) -> None:
        """Between two readers: leave `serve_forever` when it is time."""
        if self._ending.is_set():
            raise _OverError

    def server_bind(self) -> None:
        """Bind without asking a name server what this machine is called."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Wait for room, then give the reader a thread; hang up when there is none before the end."""
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
        """Serve one connection, then make room."""
        self._readers.add(threading.current_thread())
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.discard(request)
            self._readers.discard(threading.current_thread())
            self._room.release()

    def server_close(self) -> None:
        """Stop listening, hang up on every reader, and wait for their threads, but not for one that nothing moves."""
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
        """A reader that went away is no error of ours; others are said in one line."""
        error = sys.exc_info()[1]
        if self.log is not None and not isinstance(error, OSError):
            self.log(f"{client_address[0]}: error: {error!r}")
