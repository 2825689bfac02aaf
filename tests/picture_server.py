"""A web server with pictures, correct and broken ones, on the loopback interface."""

from __future__ import annotations

import gzip
import io
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image as Pillow


def picture() -> bytes:
    file = io.BytesIO()
    Pillow.new("RGB", (30, 20), "teal").save(file, "PNG")
    return file.getvalue()


class Gate:
    """Holds every answer below `/gated` until a test lets it go."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: Counter[str]
    at_once: int
    most_at_once: int
    gate: Gate
    lock = threading.Lock()

    def do_GET(self) -> None:
        with self.lock:
            self.asked[self.path] += 1
            Handler.at_once += 1
            Handler.most_at_once = max(self.at_once, self.most_at_once)
        try:
            self.answer_by_name()
        finally:
            with self.lock:
                Handler.at_once -= 1

    def answer_by_name(self) -> None:
        name = self.path.strip("/").split("/")[0].partition("?")[0]
        getattr(self, f"get_{name}", self.get_picture)()

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def get_badge(self) -> None:
        drawing = (
            b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'><title>build: passing</title>"
        )
        self.answer(
            200, drawing + b"<rect width='90' height='20' fill='red'/></svg>", Content_Type="image/svg+xml"
        )

    def get_slow(self) -> None:
        time.sleep(0.1)
        self.get_picture()

    def get_gated(self) -> None:
        self.gate.reached.set()
        self.gate.opened.wait(60)
        self.get_picture()

    def get_stalled(self) -> None:
        time.sleep(60)  # in a thread that ends with the tests, and without an answer

    def get_busy(self) -> None:
        if self.asked[self.path] == 1:
            self.answer(429, b"slow down", Retry_After="1")
        else:
            self.get_picture()

    def get_broken(self) -> None:
        self.answer(503, b"")

    def get_far(self) -> None:
        self.answer(503, b"", Retry_After="3600")

    def get_picture(self) -> None:
        self.answer(200, picture(), Content_Type="image/png")

    def get_page(self) -> None:
        self.answer(200, b"<html>an error page in a picture's clothes</html>", Content_Type="image/png")

    def get_missing(self) -> None:
        self.answer(404, b"")

    def get_flaky(self) -> None:
        if self.asked[self.path] == 1:
            self.answer(503, b"", Retry_After="0")
        else:
            self.get_picture()

    def get_away(self) -> None:
        self.answer(302, b"", Location=self.path.partition("?to=")[2])

    def get_mapped(self) -> None:
        self.answer(302, b"", Location="//[::ffff:127.0.0.1]/x")

    def get_loop(self) -> None:
        self.answer(302, b"", Location="/loop")

    def get_bomb(self) -> None:
        self.answer(200, gzip.compress(b"\0" * 5_000_000), Content_Encoding="gzip")

    def get_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"short")
        self.close_connection = True

    def get_trickle(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self._drip(b"x")

    def get_headtrickle(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self._drip(b"X-A: b\r\n")

    def _drip(self, drop: bytes) -> None:
        try:
            for _ in range(200):
                self.wfile.write(drop)
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's word
        return


class Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        return  # a client that hangs up is what some tests are about
