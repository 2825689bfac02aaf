"""Other people's books, hostile or broken, on a shelf and in `publish check`: reported, left out or made harmless."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
import pytest
from book_looks import CANARY
from corpus import _bomb
from lxml import etree
from shelf_samples import CONTAINER, epub, pdf

from publish import epub as writer
from publish.cli import main

Command = Callable[..., tuple[int, str, str]]
WORDS = (
    "<script>alert(1)</script>",
    "</title></head><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "]]><script/>",
    "../../x",
    "\u202e\u2066 \ufffe",
    "{{ 7 * 7 }}",
    "=HYPERLINK(1)",
    "W" * 9_000,
)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """A folder with a secret beside it, and the command run there: exit status, stdout, stderr; never a traceback."""
    monkeypatch.chdir(tmp_path)
    Path("secret.txt").write_text(CANARY)

    def run(*words: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = main(list(words))
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        assert "internal error" not in err
        assert CANARY not in out + err
        return status, out, err

    return run


def archive(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": CONTAINER.encode(),
            **files,
        }.items():
            book.writestr(name, data)


def package(title: str, more: str = "", head: str = "") -> bytes:
    return (
        f'{head}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">{more}</dc:identifier><dc:title>{title}'
        '</dc:title><dc:language>en</dc:language></metadata><manifest><item id="cover" href="cover.jpg" media-type="image/jpeg" '
        'properties="cover-image"/></manifest><spine/></package>'
    ).encode()


def lay_out(folder: Path) -> None:
    """One good book among hostile ones."""
    folder.mkdir()
    epub(folder / "good.epub", "A good book")
    pdf(folder / "fine.pdf", "A fine book")
    for number, words in enumerate(WORDS):
        epub(
            folder / f"words-{number}.epub", escape(words), given=escape(words), creators=(escape(words),), language=escape(words),
            date=escape(words), description=escape(words), publisher=escape(words), series=(escape(words), escape(words)),
        )  # fmt: skip
        pdf(
            folder / f"words-{number}.pdf",
            words.replace("\ufffe", ""),
            author=words,
            source="javascript:alert(1)",
            language=words[:90],
        )
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    archive(folder / "entities.epub", {"OEBPS/book.opf": package("&k;", "&k;", f"{bomb}]>")})
    secret = Path("secret.txt").resolve().as_uri()
    archive(
        folder / "outside.epub",
        {"OEBPS/book.opf": package("&e;", "x", f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]>')},
    )
    archive(
        folder / "climbs.epub",
        {"OEBPS/book.opf": package("Climbs"), "../../climbed.txt": b"x", "/tmp/x": b"x", "C:\\x": b"x"},
    )
    archive(folder / "huge.epub", {"OEBPS/book.opf": package("Huge"), "OEBPS/zeros.xhtml": bytes(70 << 20)})
    archive(folder / "package.epub", {"OEBPS/book.opf": b"<x>" + b" " * (17 << 20) + b"</x>"})
    archive(folder / "deep.epub", {"OEBPS/book.opf": b"<x>" * 100_000})
    archive(folder / "pixels.epub", {"OEBPS/book.opf": package("Pixels"), "OEBPS/cover.jpg": _bomb()})
    archive(folder / "container.epub", {"META-INF/container.xml": b"<container/>"})
    archive(folder / "crc.epub", {"OEBPS/book.opf": package("A title that is changed")})
    data = (folder / "crc.epub").read_bytes()
    (folder / "crc.epub").write_bytes(data[:60] + b"XXXX" + data[64:])
    (folder / "cut.epub").write_bytes((folder / "good.epub").read_bytes()[:500])
    (folder / "empty.epub").write_bytes(b"")
    (folder / "noise.epub").write_bytes(os.urandom(5_000))
    (folder / "cut.pdf").write_bytes((folder / "fine.pdf").read_bytes()[:300])
    (folder / "noise.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(5_000))
    (folder / "stream.pdf").write_bytes(flate_bomb())
    active(folder / "active.pdf")
    epub(folder / "new\nline & <b>.epub", "New line")
    epub(folder / "-rf.epub", "Dash")
    epub(folder / "\u202ebidi.epub", "Bidi")
    (folder / "link.epub").symlink_to(Path("secret.txt").resolve())
    (folder / "gone.pdf").symlink_to("nowhere.pdf")
    (folder / "folder.epub").mkdir()
    os.mkfifo(folder / "fifo.epub")
    os.mkfifo(folder / "fifo.pdf")


def active(path: Path) -> None:
    """A PDF that would do everything a PDF can do."""
    made = pikepdf.new()
    made.add_blank_page()
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    made.Root.AA = pikepdf.Dictionary(WC=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))
    made.attachments["x.exe"] = b"MZ"
    made.save(path)


def flate_bomb() -> bytes:
    """A PDF whose page unpacks to 200 MB."""
    data = zlib.compress(bytes(200 << 20), 9)
    made = pikepdf.new()
    made.add_blank_page()
    made.pages[0].Contents = pikepdf.Stream(made, b"")
    made.pages[0].Contents.write(data, filter=pikepdf.Name.FlateDecode)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_shelf_of_hostile_books(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    lay_out(folder)
    before = {path: path.lstat().st_size for path in folder.rglob("*")}
    status, _, said = command("shelf", str(folder))
    assert status == 0
    for name in ("package", "deep", "container", "crc", "cut", "empty", "noise", "link"):
        assert re.search(rf"{name}\.(?:epub|pdf): warning: ", said), name
    assert all(path.lstat().st_size == size for path, size in before.items())
    assert not Path("climbed.txt").exists()
    page = (folder / "index.html").read_text("utf-8")
    assert "A good book" in page
    assert "A fine book" in page
    document = etree.HTML(page)
    assert len(document.findall(".//script")) == 1  # the style's own
    for element in document.iter(etree.Element):
        assert not any(str(name).startswith("on") for name in element.attrib)
        if element.tag == "a":
            assert not re.match(
                r"\s*(?:javascript|data|file|vbscript):", element.get("href", ""), re.IGNORECASE
            )
        assert ".." not in element.get("href", "").split("/")
    feeds = [*folder.glob("shelf/**/*.xml"), folder / "opds.xml"]
    for feed in feeds:
        for link in etree.fromstring(feed.read_bytes()).iter("{http://www.w3.org/2005/Atom}link"):
            assert not link.get("href", "").lower().startswith(("javascript:", "file:", "data:"))
    for feed in [*folder.glob("shelf/**/*.json"), folder / "opds.json"]:
        assert not re.search(
            r'"href": ?"(?:javascript|file|data):', json.dumps(json.loads(feed.read_bytes()))
        )
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.suffix != ".epub":
            assert CANARY.encode() not in path.read_bytes(), path
    assert command("shelf", str(folder), "--verify")[0] == 0
    assert command("shelf", str(folder), "--zip", "-q")[0] == 0
    with zipfile.ZipFile(tmp_path / "books.zip") as handed:
        assert not any(name.startswith("/") or ".." in name.split("/") for name in handed.namelist())
        assert not any("link.epub" in name for name in handed.namelist())


def test_hostile_books_are_checked_in_plain_words(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    lay_out(folder)
    (folder / "folder.epub").rmdir()
    status, _, said = command("check", str(folder), "-q")
    assert status == 1
    for name, words in {
        "climbs.epub": "cannot open",
        "huge.epub": "unpacks to a file of 70 MB",
        "noise.epub": "not a readable EPUB",
        "empty.epub": "not a readable EPUB",
        "noise.pdf": "not a readable PDF",
        "active.pdf": "runs a script",
    }.items():
        assert any(f"/{name}" in line and words in line for line in said.splitlines()), name
    assert not [line for line in said.splitlines() if not line.isprintable() or len(line) > 11_000]


def test_an_archive_that_unpacks_without_end_is_named_not_read() -> None:
    """Its directory says 60 GB in a few kilobytes: entries that lie over each other."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for number in range(1_000):
            book.writestr(f"{number}.xhtml", b"")
    data = bytearray(out.getvalue())
    place = 0
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        data[place + 24 : place + 28] = struct.pack("<I", 60 << 20)
        place += 4
    found = writer.lint(bytes(data), "bomb.epub")
    assert [notice.code for notice in found if "unpacks" in notice.message] == ["epub-bomb"]
