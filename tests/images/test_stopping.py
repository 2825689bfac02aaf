"""Whoever stops fetching waits for nobody: not for a name server, a machine that takes no connection, or one that takes it
and says nothing.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from processes import PATIENCE, wait_for

from publish.errors import OutputError
from publish.images.errors import ImageError
from publish.images.web import Rules, Web
from publish.images.web.deadline import Watch, Watches
from publish.keep.vault import Vault

HOST = "127.0.0.1"
NEVER = 9 * PATIENCE
"""Seconds after which a request gives up by itself."""
CONNECTING = "02"
"""SYN_SENT, as Linux lists it."""

Fetching = Callable[[Web, str], threading.Thread]


@pytest.fixture
def fetching(monkeypatch: pytest.MonkeyPatch) -> Fetching:
    """Starts a thread that fetches, and fails."""
    monkeypatch.setattr("publish.images.web.fetch.SILENT", NEVER)
    monkeypatch.setattr("publish.images.web.targets.LOOK_UP", NEVER)

    def fetch(client: Web, address: str) -> None:
        with pytest.raises(ImageError):
            client.fetch(address)

    def begin(client: Web, address: str) -> threading.Thread:
        thread = threading.Thread(target=fetch, args=(client, address), daemon=True)
        thread.start()
        return thread

    return begin


def stops(client: Web, thread: threading.Thread) -> None:
    """The thread ends when the client is stopped."""
    assert thread.is_alive()
    client.stop()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_it_waits_for_no_name_server(fetching: Fetching) -> None:
    asked, hold = threading.Event(), threading.Event()

    def resolver(host: str, port: int) -> list[str]:
        asked.set()
        hold.wait(NEVER)
        return []

    client = Web(Rules(seconds=NEVER), resolver)
    thread = fetching(client, "https://slow.example/a.png")
    assert asked.wait(PATIENCE)
    stops(client, thread)
    hold.set()


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="connections are found as Linux lists them")
def test_it_waits_for_no_connection(fetching: Fetching) -> None:
    with ExitStack() as stack:
        full = stack.enter_context(socket.create_server((HOST, 0), backlog=0))
        port = full.getsockname()[1]
        for _ in range(2):  # nobody accepts them: there is no place for another
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex((HOST, port))
        client = Web(Rules((f"{HOST}:{port}",), seconds=NEVER))
        before = connecting(port)
        thread = fetching(client, f"http://{HOST}:{port}/a.png")
        assert wait_for(lambda: connecting(port) > before)
        stops(client, thread)


def connecting(port: int) -> int:
    """How many connections to a port nobody has answered."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(there.endswith(f":{port:04X}") and state == CONNECTING for _, _, there, state, *_ in rows)


def test_it_waits_for_no_greeting(fetching: Fetching) -> None:
    with socket.create_server((HOST, 0)) as silent:
        port = silent.getsockname()[1]
        client = Web(Rules((f"{HOST}:{port}",), seconds=NEVER))
        thread = fetching(client, f"https://{HOST}:{port}/a.png")
        silent.settimeout(PATIENCE)
        with silent.accept()[0] as taken:
            taken.settimeout(PATIENCE)
            assert taken.recv(1)  # it offers its keys
            stops(client, thread)


def test_a_request_that_begins_while_it_is_stopped_is_not_made(
    fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Watches.over

    def stopped_first(watches: Watches, seconds: float) -> AbstractContextManager[Watch]:
        client.stop()
        return begun(watches, seconds)

    monkeypatch.setattr(Watches, "over", stopped_first)
    with socket.create_server((HOST, 0)) as silent:
        port = silent.getsockname()[1]
        client = Web(Rules((f"{HOST}:{port}",), seconds=NEVER))
        thread = fetching(client, f"http://{HOST}:{port}/a.png")
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_a_vault_that_another_command_keeps_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.keep.vault.TURN", 0.2)
    vault = Vault(tmp_path / "vault")
    vault.prepare()
    with (vault.folder / ".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        with pytest.raises(OutputError) as told:
            vault.keep("https://example.org/a.png", b"bytes", "PNG", "https://example.org/a.png")
    assert str(told.value) == (
        f"{vault.folder}: error: another command has been writing here for 0.2 s: end it, or let it go on, and run this "
        "one again"
    )
    vault.keep("https://example.org/b.png", b"bytes", "PNG", "https://example.org/b.png")
    assert len(Vault(vault.folder).entries()) == 2
