"""`publish serve` on a real socket: complete books for many readers, ranges, and nothing outside the folder."""

from __future__ import annotations

import hashlib
import http.client
import os
import random
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest
import shelf_samples as samples
from processes import PATIENCE, Command

from publish.cli import main
from publish.keep.files import write_atomically
from publish.serve import Shelf
from publish.serve import listening as listening_of

READERS = 200
MOMENTS = int(os.environ.get("MOMENTS", "6"))
"""At how many moments a server is ended with each signal."""
LATE = PATIENCE
"""Seconds after which it will not end any more, however busy the machine is; two are the most where it is not."""
ENDS = [(signal.SIGINT, 0, "stopped"), (signal.SIGTERM, 143, "terminated")]


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
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=LATE)
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
        gate.wait(PATIENCE)
        return [hashlib.sha256(Answer(server, "/replaced.epub").data).digest() for _ in range(3)]

    def replace() -> int:
        gate.wait(PATIENCE)
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


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A shelf with a file that no connection takes at once."""
    samples.epub(tmp_path / "a.epub")
    assert main(["shelf", str(tmp_path), "-q"]) == 0
    (tmp_path / "big.bin").write_bytes(bytes(64 << 20))
    return tmp_path


def listening(process: Command) -> int:
    """The port that a server says it listens on."""
    assert process.stdout is not None
    return int(process.stdout.readline().strip().rpartition(":")[2].rstrip("/"))


def test_the_command_binds_to_loopback_and_shows_a_code_for_the_network(shelf: Path) -> None:
    for words, shown in (([], "Only this machine"), (["--lan"], "█")):
        with Command("serve", str(shelf), *words, stdout=subprocess.PIPE) as process:
            port = listening(process)
            with socket.create_connection(("127.0.0.1", port), timeout=LATE):
                pass
            assert process.stdout is not None
            said = [process.stdout.readline()]
            while "Ctrl-C" not in said[-1]:
                said.append(process.stdout.readline())
            status, _ = process.end(signal.SIGINT)
            assert shown in "".join(said)
            assert process.stderr is not None
            assert (status, process.stderr.read().strip()) == (0, "stopped")


def stalled(port: int) -> socket.socket:
    """A reader that asks for much and takes nothing."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", port))
    connection.sendall(b"GET /big.bin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    return connection


@pytest.mark.parametrize(("number", "status", "word"), ENDS)
@pytest.mark.parametrize(
    "crowd", [0, 3, listening_of.READERS + 20], ids=["nobody", "some", "more than there is room for"]
)
@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_it_ends_whatever_its_readers_do(
    shelf: Path, number: signal.Signals, status: int, word: str, crowd: int, twice: bool
) -> None:
    with Command("serve", str(shelf), "-q", stdout=subprocess.PIPE) as process, ExitStack() as readers:
        port = listening(process)
        for _ in range(crowd):
            readers.enter_context(closing(stalled(port)))
        if crowd:  # one that says nothing, and one that was answered and waits
            readers.enter_context(closing(socket.create_connection(("127.0.0.1", port))))
        if twice:
            process.send_signal(number)
        assert process.end(number, LATE)[0] == status
        assert process.stderr is not None
        assert process.stderr.read().splitlines() == [word]
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))


def test_it_ends_though_nobody_reads_what_it_says(shelf: Path) -> None:
    with Command("serve", str(shelf), "-v", stdout=subprocess.PIPE) as process:
        port = listening(process)
        with (
            closing(http.client.HTTPConnection("127.0.0.1", port, timeout=LATE)) as connection,
            suppress(TimeoutError),
        ):
            for _ in range(40):  # each line of the log is as long as its address
                connection.timeout = 2.0
                connection.request("GET", f"/{'x' * 60_000}")
                connection.getresponse().read()
        assert process.end(signal.SIGINT, LATE)[0] == 0


@pytest.mark.parametrize(("number", "status", "word"), ENDS)
def test_it_ends_at_any_moment(shelf: Path, number: signal.Signals, status: int, word: str) -> None:
    chance = random.Random(word)  # moments, no secrets
    for _ in range(MOMENTS):
        with Command("serve", str(shelf), "-q", stdout=subprocess.PIPE) as process:
            time.sleep(chance.uniform(0, 1.0))
            found, seconds = process.end(number, LATE)
            assert seconds < LATE
            assert process.stderr is not None
            said = process.stderr.read().strip()
            # Before the server is there it is a command like any other, and before that, Python's own loading.
            early = {130: "interrupted", 143: "terminated"}
            assert (found, said) == (status, word) or found < 0 or said == early.get(found), said


def test_a_folder_that_is_no_shelf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(tmp_path)]) == 2
    assert "there is no shelf here: build books there, then make one with" in capsys.readouterr().err
    samples.epub(tmp_path / "a.epub")
    assert main(["serve", str(tmp_path)]) == 2
    assert "make one with `publish shelf" in capsys.readouterr().err
