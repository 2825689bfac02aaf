"""The preview's server: only for this machine, only the watched books, and no requests from other sites."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from watch_samples import Watched, site

from publish.cli import main


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = site(tmp_path_factory.mktemp("preview"))
    (folder / "secret.txt").write_text("secret")
    with Watched(folder) as process:
        yield process


def test_it_shows_the_books(watched: Watched) -> None:
    status, headers, page = watched.get("/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    for asset in ("/watch.css", "/watch.js"):
        assert asset.encode() in page
        assert watched.get(asset)[0] == 200
    status, headers, book = watched.get(f"{watched.file('a')}a.html")
    assert (status, book) == (200, (watched.folder / "build" / "a.html").read_bytes())
    assert "default-src 'none'; img-src data:; font-src data:;" in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "target",
    [
        "/secret.txt", "/../secret.txt", "/%2e%2e/secret.txt", "/build/a.html", "/posts/a.md", "/files/", "/files/0/0/a",
        "/files/99/1/a.html", "/files/1/1/../../../secret.txt", "/files/1/1/%2e%2e/x", "//secret.txt", "/watch.py",
        "/watch.css/../../../secret.txt", "http://127.0.0.1/secret.txt", "secret.txt", "*", "/files/" + "9" * 400 + "/1/a",
    ],
)  # fmt: skip
def test_nothing_else_can_be_reached(watched: Watched, target: str) -> None:
    status, _, data = watched.get(target)
    assert status in {404, 421}  # an absolute target names another host
    assert b"secret" not in data.replace(b"secret.txt", b"")


def test_it_is_read_only(watched: Watched) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert watched.get("/", method)[0] == 501


def test_it_answers_to_its_own_names_only(watched: Watched) -> None:
    for host in (f"127.0.0.1:{watched.port}", f"localhost:{watched.port}", f"LOCALHOST:{watched.port}"):
        assert watched.get("/", Host=host)[0] == 200
    for host in (
        "evil.example",
        f"evil.example:{watched.port}",
        f"127.0.0.1:{watched.port + 1}",
        "localhost",
        "",
        "[::1]",
    ):
        for target in ("/", "/events", f"{watched.file('a')}a.html"):
            assert watched.get(target, Host=host)[0] == 421


def test_pages_of_other_sites_get_nothing(watched: Watched) -> None:
    for site_ in ("cross-site", "same-site"):
        for target in ("/events", "/", f"{watched.file('a')}a.html"):
            assert watched.get(target, Sec_Fetch_Site=site_, Sec_Fetch_Dest="empty")[0] == 403
            assert watched.get(target, Sec_Fetch_Site=site_, Sec_Fetch_Dest="iframe")[0] == 403
    assert watched.get("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="document")[0] == 200


def test_it_listens_on_loopback_alone(watched: Watched) -> None:
    assert watched.address == f"http://127.0.0.1:{watched.port}/"
    listening = {
        line.split()[1]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[3] == "0A"
    }
    ours = {address for address in listening if address.endswith(f":{watched.port:04X}")}
    assert ours == {f"0100007F:{watched.port:04X}"}


def test_a_book_that_became_a_link_or_a_pipe_is_not_followed(watched: Watched) -> None:
    book = watched.folder / "build" / "b.html"
    address = f"{watched.file('b')}b.html"
    kept = book.read_bytes()
    book.unlink()
    book.symlink_to(watched.folder / "secret.txt")
    assert watched.get(address)[0] == 404
    book.unlink()
    os.mkfifo(book)
    assert watched.get(address)[0] == 404
    book.unlink()
    assert watched.get(address)[0] == 404
    book.write_bytes(kept)
    assert watched.get(address)[2] == kept


def test_a_port_that_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site(tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["watch", "--port", str(taken.getsockname()[1])]) == 2
    assert "use another --port" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"), [(["nowhere"], "no such file or folder"), (["--format", "doc"], "no format 'doc'")]
)
def test_what_cannot_be_watched_at_all(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(site(tmp_path))
    assert main(["watch", *words]) == 2
    assert message in capsys.readouterr().err
