"""The preview's server: only for this machine, and only with the watched books."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import IO

from publish.errors import StyleError
from publish.project.style import Style
from publish.serve.listening import LOOPBACK, Listener
from publish.serve.opening import media_type
from publish.serve.sending import SENDING, Sender
from publish.text.patterns import late
from publish.watch.board import Board

__all__ = ["Preview"]

_FILE = late(r"/files/(\d{1,9})/\d{1,9}/[^/]*")
_ASSETS = {"/watch.css": "text/css; charset=utf-8", "/watch.js": "text/javascript; charset=utf-8"}
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_BOOK_POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; form-action 'none'; "
    "frame-ancestors 'self'"
)
PAUSE = 15.0
"""Seconds without news after which a browser gets a message, so that a closed connection is noticed."""


class Preview(Listener):
    """Shows a board. It answers after `begin`; leaving its context ends that."""

    def __init__(
        self, board: Board, style: Style, port: int | None = None, log: Callable[[str], None] | None = None
    ) -> None:
        """Bind to this machine only; see `Listener`."""
        self.board = board
        self.style = style
        super().__init__(_Handler, LOOPBACK, port, log)

    @property
    def address(self) -> str:
        """Its web address."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def server_close(self) -> None:
        """Close all connections."""
        self.board.close()
        super().server_close()


class _Handler(Sender):
    server: Preview

    def answer(self, *, body: bool) -> None:
        path = self.path.partition("?")[0]
        if not self._is_meant():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif self._is_from_elsewhere():
            self.send_error(HTTPStatus.FORBIDDEN)
        elif path == "/":
            self._page(body)
        elif path in _ASSETS:
            self._text(self.server.style.path(f"watch{path}").read_bytes(), _ASSETS[path], body)
        elif path == "/events":
            self._events(body)
        elif (found := _FILE.fullmatch(path)) and (book := self._opened(int(found[1]))):
            file, kind = book
            self.more = self._headers(_BOOK_POLICY if kind.startswith("text/html") else "")
            self.send_file(file, kind, body=body)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _is_meant(self) -> bool:
        """Whether the request was meant for this server; other host names are refused (DNS rebinding)."""
        port = self.server.server_port
        return self.headers.get("Host", "").lower() in {f"{name}:{port}" for name in (LOOPBACK, "localhost")}

    def _is_from_elsewhere(self) -> bool:
        """Whether a page from another origin made the request, except through a link (Fetch Metadata)."""
        site = self.headers.get("Sec-Fetch-Site", "none")
        return site not in {"none", "same-origin"} and self.headers.get("Sec-Fetch-Dest") != "document"

    def _opened(self, number: int) -> tuple[IO[bytes], str] | None:
        path = self.server.board.path(number)
        try:
            return (_regular(path), media_type((path.name,))) if path else None
        except OSError:
            return None

    def _page(self, body: bool) -> None:
        try:
            html = self.server.style.render("watch/index.html", {})
        except StyleError as error:  # the style is being edited
            self._text(str(error).encode(), "text/plain; charset=utf-8", body)
            return
        self._text(html.encode(), "text/html; charset=utf-8", body)

    def _text(self, data: bytes, kind: str, body: bool) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self._rest()
        if body:
            self.wfile.write(data)

    def _rest(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        for name, value in self._headers(_PAGE_POLICY).items():
            self.send_header(name, value)
        self.end_headers()

    @staticmethod
    def _headers(policy: str) -> dict[str, str]:
        same = {"Cross-Origin-Resource-Policy": "same-origin"}
        return same | ({"Content-Security-Policy": policy} if policy else {})

    def _events(self, body: bool) -> None:
        """Send changes of the board until the browser disconnects (HTML Standard, 9.2, server-sent events)."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self._rest()
        known = 0
        self.connection.settimeout(SENDING)
        while body:
            try:
                news = self.server.board.news(known, PAUSE)
            except EOFError:
                return
            if news is None:
                self.wfile.write(b": still here\n\n")
                continue
            known = news["revision"]
            self.wfile.write(b"data: " + json.dumps(news).encode() + b"\n\n")


def _regular(path: Path) -> IO[bytes]:
    """Open a book, unless it is a link or not a regular file. Raises OSError when it is missing."""
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError
    return os.fdopen(file, "rb")
