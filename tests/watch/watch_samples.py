"""A site with `publish watch` as a separate process; tests read its output as a terminal and as a browser."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from processes import Command

__all__ = ["PNG", "Watched", "post", "site", "until"]

PATIENCE = 120.0
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001"
    "f61738550000000049454e44ae426082"
)


def post(title: str, text: str) -> str:
    return f"---\ntitle: {title}\nauthor: Ann Lee\ndate: 2026-03-01\n---\n\n{text}\n"


def site(folder: Path) -> Path:
    """Two posts of a site with an include, and a style of its own."""
    (folder / "posts").mkdir(parents=True)
    (folder / "_includes").mkdir()
    (folder / "mine").mkdir()
    (folder / "_config.yml").write_text("title: The Site\n")
    (folder / "_includes" / "box.html").write_text("<p>From the include.</p>\n")
    (folder / "mine" / "screen.css").write_text("body { margin: 1px }\n")
    (folder / "posts" / "a.md").write_text(post("First", "Some words.\n\n{% include box.html %}"))
    (folder / "posts" / "b.md").write_text(post("Second", "Other words. ![A drawing](p.png)"))
    return folder


def until(condition: Callable[[], Any]) -> Any:
    """What a condition comes to once it is true."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it never came to that")


class Watched:
    """`publish watch` in a folder; leaving the context ends it with Ctrl-C."""

    def __init__(self, folder: Path, *words: str, ready: int = 1, offline: bool = True) -> None:
        self.folder = folder
        self.out: list[str] = []
        self.err: list[str] = []
        self.news: list[dict[str, Any]] = []
        options = ["--offline"] if offline else []
        self.process = Command("watch", *options, *words, stdout=subprocess.PIPE, cwd=folder)
        streams = ((self.process.stdout, self.out), (self.process.stderr, self.err))
        self.threads = [threading.Thread(target=self._read, args=each) for each in streams]
        for thread in self.threads:
            thread.start()
        try:
            self.address = until(lambda: self.out or self.process.poll() is not None) and self.out[0]
            self.port = int(self.address.rpartition(":")[2].rstrip("/"))
            self.threads.append(threading.Thread(target=self._listen))
            self.threads[-1].start()
            until(lambda: self.rounds() >= ready)
        except BaseException:
            self.end(signal.SIGINT)
            raise

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        self.end(signal.SIGINT)

    def end(self, number: signal.Signals) -> int:
        """Send a signal, and wait: the exit status. One that does not end is killed, and named."""
        try:
            return self.process.end(number)[0] if self.process.poll() is None else self.process.wait()
        finally:
            self.process.kill_all()
            for thread in self.threads:
                thread.join()

    def rounds(self) -> int:
        """How many rounds of building had something to say."""
        return sum(" unchanged" in line and line.endswith(" s") for line in self.out)

    def books(self) -> dict[str, dict[str, Any]]:
        """What a browser knows of books by now."""
        known: dict[str, dict[str, Any]] = {}
        for message in tuple(self.news):
            if message["whole"]:
                known.clear()
            known |= {book["name"]: book for book in message["books"]}
        return known

    def book(self, name: str) -> dict[str, Any]:
        """What a browser knows of one; nothing when there is none."""
        return self.books().get(name, {})

    def file(self, name: str, kind: str = "html") -> str:
        """Address of a book's file, empty when there is none."""
        found = [each["address"] for each in self.book(name).get("files", []) if each["format"] == kind]
        return found[0] if found else ""

    def get(self, target: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask the server."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, target, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read()
        finally:
            connection.close()

    def _listen(self) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port)) as connection:
            try:
                connection.request("GET", "/events")
                with connection.getresponse() as answer:
                    for line in answer:
                        if line.startswith(b"data: "):
                            self.news.append(json.loads(line[6:]))
            except (OSError, http.client.HTTPException):
                pass  # it was ended

    @staticmethod
    def _read(stream: Any, lines: list[str]) -> None:
        with stream:
            for line in stream:
                lines.append(line.rstrip("\n"))
