"""Fetching and the vault, with a real server on the loopback interface."""

from __future__ import annotations

import errno
import json
import shutil
import socket
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from picture_server import Handler, picture

from publish.images.errors import ImageError
from publish.images.profiles import Profile
from publish.images.sources import Sources
from publish.images.web import Rules, Web
from publish.images.web.targets import is_public, target_of
from publish.keep.store import Store
from publish.keep.vault import Vault
from publish.model import Limits


def web(server: str, **rules: float) -> Web:
    return Web(
        Rules(
            allow_hosts=(server,),
            seconds=rules.get("seconds", 60),
            max_bytes=int(rules.get("max_bytes", 1 << 20)),
        )
    )


def test_fetch_and_follow(server: str) -> None:
    assert web(server).fetch(f"http://{server}/a.png").data == picture()
    answer = web(server).fetch(f"http://{server}/away?to=/b.png")
    assert answer.address == f"http://{server}/b.png"


def test_a_machine_without_ipv6_asks_the_other_address(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = socket.socket

    def without_ipv6(family: int = socket.AF_INET, *more: int, **words: Any) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")
        return plain(family, *more, **words)

    port = int(server.rpartition(":")[2])
    client = Web(Rules(allow_hosts=(f"both.example:{port}",)), lambda host, port: ["::1", "127.0.0.1"])
    monkeypatch.setattr(socket, "socket", without_ipv6)
    assert client.fetch(f"http://both.example:{port}/a.png").data == picture()


def test_one_failure_is_tried_again(server: str) -> None:
    assert web(server).fetch(f"http://{server}/flaky").data == picture()
    assert Handler.asked["/flaky"] == 2


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("missing", "answered 404"),
        ("loop", "redirects"),
        ("bomb", "larger than"),
        ("cut", "did not answer properly"),
        ("away?to=http://127.0.0.1:1/x", "port 1 is not allowed"),
        ("away?to=http://localhost/x", "not a public host"),
        ("away?to=file:///etc/passwd", "not a plain http"),
        ("mapped", "not a public host"),
    ],
)
def test_what_is_refused(server: str, path: str, why: str) -> None:
    with pytest.raises(ImageError, match=why):
        web(server).fetch(f"http://{server}/{path}")


@pytest.mark.parametrize("path", ["trickle", "headtrickle"])
def test_one_deadline_for_an_answer_that_never_ends(server: str, path: str) -> None:
    with pytest.raises(ImageError, match=r"no complete answer in 0\.6 s"):  # it would go on for 10 s and more
        web(server, seconds=0.6).fetch(f"http://{server}/{path}")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "0.0.0.0", "localhost", "localhost.", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
        "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "１２７.０.０.１", "224.0.0.1", "255.255.255.255",
        "user@127.0.0.1", "example.org@127.0.0.1",
    ],
)  # fmt: skip
def test_private_addresses_in_any_spelling(host: str) -> None:
    with pytest.raises(ImageError):
        Web(Rules(seconds=2)).fetch(f"http://{host}/x.png")


@pytest.mark.parametrize(
    ("number", "public"),
    [("93.184.216.34", True), ("2606:2800:220:1::1", True), ("64:ff9b::5db8:d822", True), ("64:ff9b::a00:1", False),
     ("2002:5db8:d822::", True), ("2002:a00:1::", False), ("192.0.2.1", False), ("::", False)],
)  # fmt: skip
def test_is_public(number: str, public: bool) -> None:
    assert is_public(number) is public


def test_every_number_of_a_name_is_checked() -> None:
    def resolver(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34", "127.0.0.1"]

    with pytest.raises(ImageError, match="not a public host"):
        target_of("https://example.org/x", (), resolver)


def test_the_number_that_was_checked_is_the_one_connected_to(server: str) -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])  # a name that changes its mind
    seen = []

    def resolver(host: str, port: int) -> Sequence[str]:
        return next(answers)

    def pool_for(target: object) -> object:
        seen.append(target)
        raise OSError("no network in this test")

    client = Web(Rules(seconds=0.5), resolver, pool_for)  # type: ignore[arg-type]  # it only has to fail
    with pytest.raises(ImageError):
        client.fetch("http://rebind.example/x")
    assert [getattr(target, "number", "") for target in seen] == ["93.184.216.34"]


def test_hosts_that_cannot_be_found_are_asked_once() -> None:
    asked = []

    def resolver(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        raise OSError

    client = Web(Rules(), resolver)
    for name in ("a", "b"):
        with pytest.raises(ImageError, match="was not found"):
            client.fetch(f"https://gone.example/{name}")
    assert asked == ["gone.example"]


def sources(folder: Path, client: Web | None) -> Sources:
    return Sources(Vault(folder / "vault"), Store(folder / ".publish"), client, Limits(), Profile())


def test_a_picture_is_fetched_once_and_read_from_the_vault_for_ever(server: str, tmp_path: Path) -> None:
    address = f"http://{server}/a.png"
    first = sources(tmp_path, web(server)).remote(address)
    assert (first[0].width, first[0].height) == (30, 20)
    assert sources(tmp_path, web(server)).remote(address) == first
    assert Handler.asked["/a.png"] == 1
    assert sources(tmp_path, None).remote(address) == first
    (entry,) = Vault(tmp_path / "vault").entries()
    assert (entry.address, entry.type, entry.bytes, entry.width, entry.height) == (
        address, "PNG", len(picture()), 30, 20
    )  # fmt: skip
    assert Vault(tmp_path / "vault").read(entry) == picture()


def test_offline_opens_no_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(ImageError, match="not in the vault"):
        sources(tmp_path, None).remote("https://example.org/a.png")


def test_only_pictures_get_into_the_vault(server: str, tmp_path: Path) -> None:
    here = sources(tmp_path, web(server))
    for _ in range(2):
        with pytest.raises(ImageError, match="not a picture"):
            here.remote(f"http://{server}/page")
    assert Handler.asked["/page"] == 1
    assert here.vault.entries() == ()


def test_a_poisoned_vault_is_noticed_and_mended(server: str, tmp_path: Path) -> None:
    here = sources(tmp_path, web(server))
    entry = here.fetch(f"http://{server}/a.png")
    here.vault.path(entry).write_bytes(b"something else")
    with pytest.raises(ImageError, match="was changed"):
        sources(tmp_path, None).remote(entry.address)
    assert sources(tmp_path, web(server)).remote(entry.address)[1] == entry.sha256
    assert here.vault.read(entry) == picture()
    here.vault.path(entry).unlink()
    shutil.rmtree(tmp_path / ".publish")  # where the picture is kept as books carry it
    with pytest.raises(ImageError, match="is missing"):
        sources(tmp_path, None).remote(entry.address)


def test_the_manifest_survives_a_cut_line_and_sorts_itself(server: str, tmp_path: Path) -> None:
    here = sources(tmp_path, web(server))
    here.fetch_all(f"http://{server}/{name}.png" for name in "dbca")
    manifest = tmp_path / "vault" / "manifest.jsonl"
    with manifest.open("ab") as file:
        file.write(b'{"address": "http://cut')
    vault = Vault(tmp_path / "vault")
    vault.tidy()
    lines = [json.loads(line) for line in manifest.read_text().splitlines()]
    assert [line["address"][-5] for line in lines] == list("abcd")
    assert len({line["sha256"] for line in lines}) == 1
    assert lines[0]["type"] == "PNG"
    assert len(list((tmp_path / "vault").glob("*/*.png"))) == 1


def test_many_processes_may_keep_at_once(server: str, tmp_path: Path) -> None:
    vaults = [sources(tmp_path, web(server)) for _ in range(4)]
    threads = [
        threading.Thread(
            target=one.fetch_all, args=([f"http://{server}/{number}-{i}.png" for i in range(10)],)
        )
        for number, one in enumerate(vaults)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Vault(tmp_path / "vault").entries()) == 40


def test_a_name_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    hold = threading.Event()

    def asked(*_: object, **__: object) -> list[object]:
        hold.wait()
        return []

    monkeypatch.setattr("publish.images.web.targets.socket.getaddrinfo", asked)
    monkeypatch.setattr("publish.images.web.targets.LOOK_UP", 0.1)
    client = Web(Rules())
    try:
        for _ in range(2):  # the second time, nobody is asked
            with pytest.raises(ImageError, match=r"no name server answered for slow\.example in 0\.1 s"):
                client.fetch("https://slow.example/a.png")
    finally:
        hold.set()
