"""`publish images` with a real server: polite, interrupted and continued, and for people without a network."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest
from picture_server import Handler, picture
from PIL import Image as Pillow
from processes import PATIENCE, wait_for, within

from publish.cli import main
from publish.images.errors import ImageError
from publish.images.web import Rules, Web
from publish.images.web.politeness import GIVE_UP, Budget, retry_after
from publish.images.web.targets import Target
from publish.keep.vault import Vault

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def publish(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run a command in a project whose posts may name the server; its status and all it said."""
    (tmp_path / "posts").mkdir()
    (tmp_path / "publish.toml").write_text(f'[images]\nallow_hosts = ["{server}"]\nper_host = 4\n')
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str]:
        status = main(words)
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


def post(name: str, *pictures: str) -> None:
    text = "\n\n".join(each if each.startswith("!") else f"![]({each})" for each in pictures)
    Path(f"posts/{name}.md").write_text(f"---\ntitle: {name}\ndate: 2025-01-01\n---\n{text}\n")


def test_a_badge_is_fetched_listed_and_drawn(publish: Command, server: str) -> None:
    post("a", f"![](http://{server}/badge/build)")
    status, said = publish("images", "fetch", "--strict")
    assert status == 0, said
    assert "1 fetched" in said
    assert publish("epub", "posts", "--offline", "--strict", "-o", "out")[0] == 0
    with zipfile.ZipFile("out/a.epub") as book:
        chapter = book.read("EPUB/chapter-1.xhtml").decode()
    assert 'alt="build: passing" width="90" height="20"' in chapter


CHOICES = {
    "set": '<img src="{0}/{1}/small" srcset="{0}/{1}/wide 1200w, {0}/{1}/wider 2400w, {0}/{1}/widest 4000w" alt="A">',
    "late": '<img data-src="{0}/{1}/small" data-srcset="{0}/{1}/wide 1200w, {0}/{1}/wider 2400w" alt="A">',
    "dense": '<img src="{0}/{1}/small" srcset="{0}/{1}/wide 2x, {0}/{1}/wider 3x" alt="A">',
    "picture": '<picture><source srcset="{0}/{1}/wide 1200w, {0}/{1}/wider 2400w"><img src="{0}/{1}/small" alt="A"></picture>',
    "beside": '<img src="a.png" srcset="no.png 3000w, {0}/{1}/wider 2400w, {0}/{1}/wide 1200w" alt="A">',
}


@pytest.mark.parametrize("kind", CHOICES)
@pytest.mark.parametrize(("profile", "name"), [("full", "wider"), ("phone", "wide")])
def test_the_file_that_a_book_takes_is_fetched_and_listed(
    publish: Command, server: str, kind: str, profile: str, name: str
) -> None:
    settings = Path("publish.toml")
    settings.write_text(f'profile = "{profile}"\n{settings.read_text()}')
    name = "wider" if kind == "dense" else name
    Path("posts/a.md").write_text(
        f"---\ntitle: A\ndate: 2025-01-01\n---\nWords.\n\n{CHOICES[kind].format(f'http://{server}', kind)}\n"
    )
    assert f"missing  http://{server}/{kind}/{name}  posts/a.md:7" in publish("images", "list")[1]
    before = Handler.asked.copy()
    assert publish("images", "fetch", "--strict")[0] == 0
    assert Handler.asked - before == {f"/{kind}/{name}": 1}
    assert "1 kept, 0 missing" in publish("images", "list")[1]
    assert publish("epub", "posts", "--offline", "--strict", "-o", "out")[0] == 0
    assert publish("images", "alt")[0] == 0
    rows = list(csv.DictReader(io.StringIO(Path("vault/descriptions.csv").read_text("utf-8-sig"))))
    assert [(row["alt"], bool(row["thumbnail"])) for row in rows] == [("A", True)]
    assert Path("vault", rows[0]["thumbnail"]).is_file()


FAILING = {
    "best": (
        '<img src="{0}/a/src" srcset="{0}/missing/b 2400w, {0}/c/next 1200w, {0}/d/small 300w" alt="A">',
        "missing/b", "answered 404", "c/next",
    ),
    "all but the source": (
        '<img src="{0}/a/src" srcset="{0}/missing/b 2400w, {0}/page/c 1200w" alt="A">',
        "missing/b", "answered 404", "a/src",
    ),
    "densities": (
        '<img src="{0}/a/src" srcset="{0}/page/b 3x, {0}/c/next 2x" alt="A">',
        "page/b", "a web page, not a picture", "c/next",
    ),
    "picture": (
        '<picture><source srcset="{0}/missing/b 2400w, {0}/c/next 1200w"><img src="{0}/a/src" alt="A"></picture>',
        "missing/b", "answered 404", "c/next",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAILING)
@pytest.mark.parametrize("form", ["epub", "html"])
def test_a_file_that_fails_is_replaced_by_the_next_best(
    publish: Command, server: str, kind: str, form: str
) -> None:
    markup, failing, reason, instead = FAILING[kind]
    text = markup.format(f"http://{server}")
    Path("posts/a.md").write_text(f"---\ntitle: A\ndate: 2025-01-01\n---\nWords.\n\n{text}\n\n{text}\n")
    status, said = publish(form, "posts", "-o", "out")
    told = [line for line in said.splitlines() if "image" in line]
    place = f"posts/a.md:7: warning: image http://{server}/{failing}: "
    (warning,) = [line for line in told if line.startswith(place)]
    assert status == 0
    assert reason in warning
    assert warning.endswith(f"; image http://{server}/{instead} takes its place")
    assert "missing in" not in said
    assert len([line for line in told if "warning" in line]) == 1


def test_where_all_files_fail_one_notice_names_the_best(publish: Command, server: str) -> None:
    text = '<img src="{0}/missing/a" srcset="{0}/missing/b 2400w, {0}/missing/c 1200w" alt="A">'
    Path("posts/a.md").write_text(
        f"---\ntitle: A\ndate: 2025-01-01\n---\nWords.\n\n{text.format(f'http://{server}')}\n"
    )
    status, said = publish("html", "posts", "-o", "out")
    assert status == 0
    (warning,) = [line for line in said.splitlines() if "warning:" in line]
    assert f"posts/a.md:7: warning: image http://{server}/missing/b: " in warning
    assert warning.endswith("; a stand-in takes its place")


def test_a_choice_among_files_beside_the_post_is_made_anew(publish: Command, server: str) -> None:
    Path("posts/a.md").write_text(
        "---\ntitle: A\ndate: 2025-01-01\n---\n"
        f'<img src="http://{server}/src" srcset="b.png 2400w, http://{server}/wide 1200w" alt="A">\n'
    )
    assert f"{server}/wide" in publish("images", "list")[1]
    Path("posts/b.png").write_bytes(picture())
    status, said = publish("images", "list", "--verbose")
    assert status == 0
    assert "there    posts/b.png" in said


def test_the_status_is_1_when_nothing_could_be_fetched(publish: Command, server: str) -> None:
    post("a", f"http://{server}/missing")
    status, said = publish("images", "fetch")
    assert (status, "0 fetched" in said, "1 could not be fetched" in said) == (1, True, True)
    post("a", f"http://{server}/missing", f"http://{server}/1.png")
    assert publish("images", "fetch")[0] == 0
    assert publish("images", "fetch")[0] == 1  # what is left cannot be fetched


def test_pictures_are_fetched_once_listed_and_kept_for_ever(publish: Command, server: str) -> None:
    addresses = [f"http://{server}/{number}.png" for number in range(12)]
    post("a", *addresses)
    post("b", addresses[0], f"http://{server}/missing")
    status, said = publish("images", "fetch")
    assert status == 0
    assert "12 fetched" in said
    assert "1 could not be fetched" in said
    assert f"http://{server}/missing: warning: 127.0.0.1 answered 404" in said
    assert publish("images", "fetch", "--strict")[0] == 1
    assert max(Handler.asked[f"/{number}.png"] for number in range(12)) == 1
    vault = Vault(Path("vault"))
    entry = vault.find(addresses[0])
    assert entry is not None
    vault.path(entry).write_bytes(b"spoiled")  # the one file of all twelve, whose pictures are the same
    status, said = publish("images")
    assert status == 1
    assert f"changed  {addresses[0]}  posts/a.md:5" in said
    assert "13 pictures on the web: 0 kept, 1 missing, 12 changed" in said
    assert "12 fetched" in publish("images", "fetch", "posts/a.md")[1]
    assert vault.state(entry) == "kept"


def test_again_fetches_what_is_kept(publish: Command, server: str) -> None:
    post("a", f"http://{server}/a.png")
    assert "1 fetched" in publish("images", "fetch")[1]
    assert "nothing to fetch" in publish("images", "fetch")[1]
    assert "1 fetched" in publish("images", "fetch", "--again")[1]
    assert Handler.asked["/a.png"] == 2


def test_one_host_is_asked_for_no_more_at_once_than_is_polite(publish: Command, server: str) -> None:
    post("a", *(f"http://{server}/slow/{number}" for number in range(16)))
    assert "16 fetched" in publish("images", "fetch")[1]
    assert Handler.most_at_once == 4
    shutil.rmtree("vault")
    assert "16 fetched" in publish("images", "fetch", "--per-host", "1")[1]
    assert Handler.most_at_once == 4


def test_a_server_that_asks_for_rest_gets_it(server: str) -> None:
    client = Web(Rules((server,), retries=1, pause=0.01, patience=5, seconds=PATIENCE))
    started = time.monotonic()
    assert client.fetch(f"http://{server}/busy").data == picture()
    assert time.monotonic() - started >= 1
    with pytest.raises(ImageError, match=r"asks us to wait 3[56]\d\d s"):
        client.fetch(f"http://{server}/far")
    with pytest.raises(ImageError, match="asks us to wait"):  # the others of that host too
        client.fetch(f"http://{server}/a.png")
    assert "/a.png" not in Handler.asked


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("", 0), ("7", 7), (" 7 ", 7), ("-7", 0), ("soon", 0), ("٣", 0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0)],
)
def test_what_retry_after_says(header: str, seconds: float) -> None:
    assert retry_after(header) == seconds


def test_retry_after_may_be_a_date() -> None:
    day = 86_400
    assert day - PATIENCE <= retry_after(formatdate(time.time() + day, usegmt=True)) <= day + 1


def test_patience_ends() -> None:
    budget = Budget(time.monotonic() + 1_000, patience=10_000)
    assert budget.grants(8_000)
    assert not budget.grants(80_000)
    assert 8_000 < budget.left <= 9_000


def test_a_host_that_answers_nothing_is_left_alone_and_one_that_says_no_is_not(server: str) -> None:
    client = Web(Rules((server,), retries=0))
    for number in range(GIVE_UP + 5):
        with pytest.raises(ImageError, match="404"):
            client.fetch(f"http://{server}/missing/{number}")
    for number in range(GIVE_UP):
        with pytest.raises(ImageError, match="503"):
            client.fetch(f"http://{server}/broken/{number}")
    with pytest.raises(ImageError, match=f"failed {GIVE_UP} times in a row"):
        client.fetch(f"http://{server}/a.png")
    assert "/a.png" not in Handler.asked


def test_a_host_is_reached_by_any_of_its_numbers(server: str) -> None:
    closed = socket.socket()
    closed.bind(("127.0.0.2", 0))
    port = int(server.partition(":")[2])

    def resolver(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.2", "127.0.0.1"]

    with closed:
        client = Web(Rules((f"many.example:{port}",)), resolver)
        assert client.fetch(f"http://many.example:{port}/a.png").data == picture()
        assert client.fetch(f"http://many.example:{port}/b.png").data == picture()


def test_a_redirect_is_looked_up_and_checked_like_any_address() -> None:
    asked: list[Target] = []

    def resolver(host: str, port: int) -> Sequence[str]:
        return {"open.example": ["93.184.216.34"], "inner.example": ["10.0.0.8"]}[host]

    class Answer:
        """A transport that leads from a public host to a private one."""

        def urlopen(self, *_: object, **__: object) -> Answer:
            return self

        status, closed = 302, True
        headers = {"Location": "http://inner.example/secret.png"}  # noqa: RUF012  # never changed

        def release_conn(self) -> None:
            return

    def pool_for(target: Target) -> object:
        asked.append(target)
        return Answer()

    client = Web(Rules(), resolver, pool_for)  # type: ignore[arg-type]  # as much of a pool as is used
    with pytest.raises(ImageError, match=r"inner\.example is not a public host"):
        client.fetch("http://open.example/a.png")
    assert [target.number for target in asked] == ["93.184.216.34"]


def test_ctrl_c_ends_at_once_keeps_what_came_and_the_same_command_goes_on(
    publish: Command, server: str
) -> None:
    quick = [f"http://{server}/{number}.png" for number in range(20)]
    post("a", *quick, *(f"http://{server}/stalled/{number}" for number in range(8)))
    # More turns than there are stalled answers: these must not keep a quick one waiting.
    command = [sys.executable, "-m", "publish", "images", "fetch", "--per-host", "16"]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # a background job ignores it
    ) as process:
        assert wait_for(lambda: len(Vault(Path("vault")).entries()) == len(quick))
        with within(15):  # the stalled answers would hold it for longer
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 130
    assert "20 of 28 fetched and kept: run the same command again to continue" in said
    assert len(Vault(Path("vault")).entries()) == 20
    assert not list(Path("vault").rglob("*.publish-part"))
    post("a", *quick, f"http://{server}/last.png")
    assert "1 fetched" in publish("images", "fetch")[1]


def test_progress_is_told_where_there_is_no_terminal(
    publish: Command, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.cli.reporting.LOG_EVERY", 0.2)
    post("a", *(f"http://{server}/slow/{number}" for number in range(24)))
    said = publish("images", "fetch")[1]
    assert " of 24 pictures, " in said
    assert "/s, " in said
    assert " left" in said


def test_a_colleagues_vault_is_all_it_takes(publish: Command, server: str, tmp_path: Path) -> None:
    post("a", *(f"http://{server}/{number}.png" for number in range(4)))
    publish("images", "fetch")
    publish("images", "alt")
    sheet = Path("vault/descriptions.csv")
    sheet.write_text(sheet.read_text("utf-8-sig").replace("/2.png,,", "/2.png,,A teal field"), "utf-8-sig")
    Path("vault").rename(tmp_path / "theirs")
    theirs = Vault(tmp_path / "theirs")
    # A picture that was tampered with does not come over, nor one whose hash is right but is none.
    bad = theirs.keep("https://example.org/bad.png", b"no picture", "PNG", "https://example.org/bad.png")
    assert bad in theirs.entries()
    status, said = publish("images", "import", str(tmp_path / "theirs"))
    assert status == 1
    assert "4 imported" in said
    assert "https://example.org/bad.png: warning: not a picture that publish can open" in said
    assert "1 description imported" in said
    asked = Handler.asked.total()
    assert publish("images")[0] == 0
    assert publish("epub", "--strict")[0] == 0
    assert Handler.asked.total() == asked
    with zipfile.ZipFile("build/a.epub") as book:
        assert b"A teal field" in b"".join(book.read(n) for n in book.namelist() if n.endswith(".xhtml"))
    assert publish("images", "import", "posts")[0] == 2


def test_a_rebuild_opens_no_socket(publish: Command, server: str) -> None:
    post("a", f"http://{server}/a.png", f"http://{server}/missing")
    publish("images", "fetch")
    asked = Handler.asked.total()
    guard = Path("guard")
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(
        "import socket\n"
        "class Refused(socket.socket):\n"
        "    def __init__(self, family=-1, *rest, **named):\n"
        "        if family != socket.AF_UNIX and named.get('fileno') is None and not (len(rest) > 2 and rest[2]):\n"
        "            open('opened', 'a').write('socket\\n')\n"
        "        super().__init__(family, *rest, **named)\n"
        "socket.socket = Refused\n"
        "def refused(*_, **__):\n"
        "    open('opened', 'a').write('name\\n')\n"
        "    raise OSError('no network in this test')\n"
        "socket.getaddrinfo = refused\n"
    )
    command = [sys.executable, "-m", "publish", "html"]
    environment = {**os.environ, "PYTHONPATH": str(guard.resolve())}

    def build(*words: str) -> str:
        run = subprocess.run([*command, *words], env=environment, capture_output=True, text=True, check=False)
        return run.stdout + run.stderr

    assert "1 made" in build("--offline")
    assert not Path("opened").exists()
    assert "1 unchanged" in build()
    assert not Path("opened").exists()
    assert "1 made" in build("--force")  # the missing picture is asked for: the guard itself works
    assert Path("opened").exists()
    assert Handler.asked.total() == asked


def test_addresses_that_all_lead_to_one_picture_are_named(publish: Command, server: str) -> None:
    post("a", *(f"http://{server}/away/{number}?to=/removed.png" for number in range(3)))
    publish("images", "fetch")
    assert f"3 addresses all redirect to http://{server}/removed.png" in publish("images")[1]


def test_the_worksheet_has_thumbnails_and_is_read_back_from_any_spreadsheet(
    publish: Command, server: str
) -> None:
    Pillow.new("RGB", (900, 600), "navy").save("posts/local.png")
    address = f"http://{server}/a.png"
    post(
        "a",
        f"![image01]({address})\n_▲ Ferries at dawn_",
        "![A drawing of a boat](local.png)",
        "![](gone.png)",
    )
    post("b", f"![]({address})")
    publish("images", "fetch")
    assert "3 pictures, 2 without a description" in publish("images", "alt")[1]
    sheet = Path("vault/descriptions.csv")
    rows = list(csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"))))
    assert [row["address"] for row in rows] == [address, "posts/local.png", "posts/gone.png"]
    assert [(row["post"], row["alt"], row["caption"]) for row in rows[:2]] == [
        ("posts/a.md", "image01", "Ferries at dawn"),
        ("posts/a.md", "A drawing of a boat", ""),
    ]
    for row in rows[:2]:
        with Pillow.open(Path("vault") / row["thumbnail"]) as small:
            assert max(small.size) <= 320
    assert rows[2]["thumbnail"] == ""
    # As a German spreadsheet saves it, and as one saves "Unicode text".
    for encoding, mark in (("utf-8-sig", ";"), ("utf-16", "\t")):
        rows[0]["description"] = f"Three ferries, {encoding}"
        file = io.StringIO()
        writer = csv.DictWriter(file, list(rows[0]), delimiter=mark)
        writer.writeheader()
        writer.writerows(rows)
        sheet.write_bytes(file.getvalue().encode(encoding))
        assert publish("epub", "--offline")[0] == 0
        for name in "ab":
            with zipfile.ZipFile(f"build/{name}.epub") as book:
                assert f'alt="Three ferries, {encoding}"'.encode() in book.read("EPUB/chapter-1.xhtml")
    assert "3 pictures, 1 without" in publish("images", "alt")[1]
    assert "Three ferries, utf-16" in sheet.read_text("utf-8-sig")


def test_a_description_renews_the_books_that_show_the_picture_and_no_others(
    publish: Command, server: str
) -> None:
    post("a", f"http://{server}/a.png")
    post("b", f"http://{server}/b.png")
    publish("images", "fetch")
    publish("images", "alt")
    publish("html", "--offline")
    assert "0 made, 2 unchanged" in publish("html", "--offline")[1]
    sheet = Path("vault/descriptions.csv")
    sheet.write_text(sheet.read_text("utf-8-sig").replace("/b.png,,", "/b.png,,A field"), "utf-8-sig")
    assert "1 made, 1 unchanged" in publish("html", "--offline")[1]


def test_the_manifest_of_a_vault_that_was_shared_is_not_believed(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    entry = vault.keep("https://example.org/a.png", picture(), "PNG", "https://example.org/a.png", (30, 20))
    manifest = tmp_path / "vault" / "manifest.jsonl"
    good = manifest.read_text()
    assert good.endswith("\n")
    line = json.loads(good)
    nonsense: list[object] = [
        {**line, "sha256": "../../../etc/passwd"}, {**line, "address": ["x"]}, {**line, "bytes": "many"},
        {**line, "type": {}}, {"address": "x"}, [], None,
    ]  # fmt: skip
    conflict = "<<<<<<< ours\n" + "".join(f"{json.dumps(each)}\n" for each in nonsense) + "=======\n"
    later = {**line, "address": "https://example.org/b.png", "colour": "from a later version"}
    manifest.write_text(conflict + good + json.dumps(later))
    assert [each.address[-5] for each in Vault(tmp_path / "vault").entries()] == ["a", "b"]
    vault.add(replace(entry, address="https://example.org/c.png"), picture())  # after the cut line
    assert [each.address[-5] for each in Vault(tmp_path / "vault").entries()] == ["a", "b", "c"]
    place = vault.path(entry)
    place.unlink()
    os.mkfifo(place)
    assert vault.state(entry) == "changed"
    assert (tmp_path / "vault").stat().st_mode & 0o077 == 0
