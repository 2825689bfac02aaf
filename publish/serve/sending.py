"""Sends files, whole or a range, or 304 when the client has them already. The base of all our request handlers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import IO, Any

from publish.serve.listening import Listener
from publish.serve.ranges import NotSatisfiableError, is_fresh, wanted

__all__ = ["Sender"]

IDLE, SENDING = 5.0, 60.0
"""Seconds that a connection may wait for its next request, and that a client may stop receiving."""


class Sender(BaseHTTPRequestHandler):
    """Answers GET and HEAD, and nothing else, through `answer`."""

    server: Listener
    protocol_version = "HTTP/1.1"
    server_version = "publish"
    sys_version = ""
    timeout = IDLE
    more: Mapping[str, str] = {}
    """Headers of all files."""

    def do_GET(self) -> None:  # http.server calls this name
        self.answer(body=True)

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def answer(self, *, body: bool) -> None:
        """Answer the request, with or without a body."""
        raise NotImplementedError

    def send_file(self, file: IO[bytes], kind: str, *, body: bool) -> None:
        """Answer with a file, and close it."""
        self.connection.settimeout(SENDING)
        with file:
            self._send(file, kind, body)
        self.connection.settimeout(IDLE)

    def _send(self, file: IO[bytes], kind: str, body: bool) -> None:
        """Send a file, or the requested range of it."""
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
            self.close_connection |= sent < last - first + 1  # the file was cut short meanwhile

    def _head(self, status: HTTPStatus, tag: str, modified: int) -> None:
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", self.date_time_string(modified))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        for name, value in self.more.items():
            self.send_header(name, value)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name in the base class
        if self.server.log is not None:
            self.server.log(f"{self.client_address[0]}: {format % args}")
