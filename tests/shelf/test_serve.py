"""`publish serve` on a real socket: whole books to many readers at once, ranges, and nothing from outside the folder."""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import shelf_samples as samples

from publish.cli import main
from publish.files import write_atomically
from publish.serve import Shelf

READERS = 200


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    place = tmp_path_factory.mktemp("serve")
    folder = samples.magazine(place / "books", 3)
    assert main(["shelf", str(folder), "-q"]) == 0
    (place / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(place / "secret.txt")
    (folder / "up").symlink_to(place)
    (folder / ".hidden").write_text("secret")
    os.mkfifo(folder / "pipe.epub")
    (folder / "big.bin").write_bytes(bytes(range(256)) * 20_000)
    with Shelf(folder, port=None) as shelf:
        thread = threading.Thread(target=shelf.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield shelf
        shelf.shutdown()
        thread.join()


class Answer:
    """One request on a connection of its own."""

    def __init__(self, server: Shelf, target: str, method: str = "GET", **headers: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
        try:
            connection.putrequest(method, target, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            self.status, self.headers, self.data = answer.status, answer.headers, answer.read()
        finally:
            connection.close()


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html?x=1", "text/html; charset=utf-8"),
        ("/quay-67.epub", "application/epub+zip"),
        ("/quay-67.pdf", "application/pdf"),
        ("/opds.xml", "application/atom+xml;profile=opds-catalog;kind=navigation"),
        ("/shelf/opds/all.xml", "application/atom+xml;profile=opds-catalog;kind=acquisition"),
        ("/opds.json", "application/opds+json"),
        ("/SHA256SUMS", "text/plain; charset=utf-8"),
        ("/a%20%26%20b%27s%20%3Codd%3E%20%3F%23%25.epub", "application/epub+zip"),
    ],
)
def test_files_come_with_their_media_type(server: Shelf, target: str, kind: str) -> None:
    answer = Answer(server, target)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert int(answer.headers["Content-Length"]) == len(answer.data) > 0
    head = Answer(server, target, "HEAD")
    assert (head.status, head.data, head.headers["Content-Length"]) == (200, b"", str(len(answer.data)))


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/%2E./secret.txt", "/..%2fsecret.txt", "/%252e%252e/secret.txt",
        "/..%252fsecret.txt", "/_essays/../../secret.txt", "/_essays/%2e%2e/%2e%2e/secret.txt", "//secret.txt",
        "//../secret.txt", "/..\\secret.txt", "/..%5csecret.txt", "/%c0%ae%c0%ae/secret.txt", "/link.txt",
        "/up/secret.txt", "/up/books/index.html", "/.hidden", "/%2ehidden", "/pipe.epub", "/_essays", "/_essays/",
        "/index.html/", "/index.html%00.epub", "/nowhere", "secret.txt", "../secret.txt", "*",
        "http://127.0.0.1/../secret.txt", "/" + "a" * 5000, "/" + "../" * 40 + "etc/passwd",
    ],
)  # fmt: skip
def test_nothing_outside_the_folder_is_handed_out(server: Shelf, target: str) -> None:
    answer = Answer(server, target)
    assert answer.status == 404
    assert b"secret" not in answer.data.replace(b"secret.txt", b"")
    assert b"root:" not in answer.data


def test_it_is_read_only(server: Shelf) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"):
        assert Answer(server, "/index.html", method).status == 501


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-99", 206, 0, 99), ("bytes=1000-", 206, 1000, 5_119_999), ("bytes=-5", 206, 5_119_995, 5_119_999),
        ("bytes=5119999-9999999999999999999999", 206, 5_119_999, 5_119_999), ("bytes=-99999999", 206, 0, 5_119_999),
        ("bytes=5-1", 200, 0, 5_119_999), ("bytes=a-b", 200, 0, 5_119_999), ("bytes=0-1,4-5", 200, 0, 5_119_999),
        ("bytes=5120000-", 416, 0, 0), ("bytes=-0", 416, 0, 0), ("pages=1-2", 200, 0, 5_119_999),
    ],
)  # fmt: skip
def test_ranges(server: Shelf, asked: str, status: int, first: int, last: int) -> None:
    answer = Answer(server, "/big.bin", Range=asked)
    assert answer.status == status
    if status == 416:
        assert answer.headers["Content-Range"] == "bytes */5120000"
        return
    assert answer.data == (server.folder / "big.bin").read_bytes()[first : last + 1]
    if status == 206:
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/5120000"


def test_a_copy_that_is_still_good_is_not_sent_again(server: Shelf) -> None:
    first = Answer(server, "/index.html").headers
    assert Answer(server, "/index.html", If_None_Match=f'"x", {first["ETag"]}').status == 304
    assert Answer(server, "/index.html", If_Modified_Since=first["Last-Modified"]).status == 304
    assert Answer(server, "/index.html", If_None_Match='"other"').status == 200
    assert Answer(server, "/index.html", Range="bytes=0-9", If_Range=first["ETag"]).status == 206
    assert Answer(server, "/index.html", Range="bytes=0-9", If_Range='"other"').status == 200


def test_pages_elsewhere_cannot_read_it_under_their_name(server: Shelf) -> None:
    assert Answer(server, "/", Host="evil.example").status == 421
    for host in (
        f"127.0.0.1:{server.server_port}",
        "localhost:1",
        "[::1]:80",
        socket.gethostname(),
        "192.168.1.7",
    ):
        assert Answer(server, "/", Host=host).status == 200


def test_two_hundred_readers_get_whole_books_while_one_is_replaced(server: Shelf) -> None:
    book = server.folder / "replaced.epub"
    editions = [bytes([number]) * (300_000 + number * 50_000) for number in range(4)]
    known = {hashlib.sha256(data).digest() for data in editions}
    write_atomically(book, editions[0])
    gate, done = threading.Barrier(READERS + 1), threading.Event()

    def read(_: int) -> list[bytes]:
        gate.wait(60)
        return [hashlib.sha256(Answer(server, "/replaced.epub").data).digest() for _ in range(3)]

    def replace() -> int:
        gate.wait(60)
        count = 0
        while not done.is_set():
            count += 1
            write_atomically(book, editions[count % 4])
        return count

    with ThreadPoolExecutor(READERS + 1) as pool:
        writer = pool.submit(replace)
        readers = [pool.submit(read, number) for number in range(READERS)]
        got = [digest for reader in readers for digest in reader.result()]
        done.set()
        assert writer.result() > 1
    assert len(got) == 3 * READERS
    assert set(got) <= known
    assert len(set(got)) > 1


def test_the_command_binds_to_loopback_and_shows_a_code_for_the_network(tmp_path: Path) -> None:
    samples.epub(tmp_path / "a.epub")
    assert main(["shelf", str(tmp_path), "-q"]) == 0
    for words, shown in (([], "Only this machine"), (["--lan"], "█")):
        process = subprocess.Popen(
            [sys.executable, "-m", "publish", "serve", str(tmp_path), *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1"},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )  # fmt: skip
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        port = int(address.rpartition(":")[2].rstrip("/"))
        with socket.create_connection(("127.0.0.1", port), timeout=10):
            pass
        said = [process.stdout.readline()]
        while "Ctrl-C" not in said[-1]:
            said.append(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
        assert shown in "".join(said)
        assert (process.returncode, err.strip()) == (0, "stopped")


def test_a_folder_that_is_no_shelf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(tmp_path)]) == 2
    assert "make one with `publish shelf" in capsys.readouterr().err
