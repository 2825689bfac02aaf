"""Smaller copies of any EPUB and PDF, without pictures or with smaller ones: valid, with true metadata."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import epub_samples
import pdf_samples
import pikepdf
import pytest
import shelf_samples as samples
from decoders import differing, pictures_of
from lxml import etree
from PIL import Image as Pillow
from writing import as_pdf

from publish import check
from publish.cli import main
from publish.epub.lint import lint
from publish.model import Image
from publish.project import style
from publish.shelf.lighter import PROFILES

Epubcheck = Callable[[Iterable[Path | str]], dict[Path, list[check.Message]]]
Verapdf = Callable[[Iterable[Path | str]], dict[Path, dict[str, list[str]]]]

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
  xmlns:xlink="http://www.w3.org/1999/xlink" lang="en" xml:lang="en">
<head><title>t</title><link rel="stylesheet" type="text/css" href="s.css"/></head><body>{}</body></html>"""
BODY = """<p><img role="doc-cover" src="cover.png" alt="Cover: Salt"/></p><h1>Salt</h1><!-- kept -->
<p>A <img id="pier" src="img/a%2Bb.jpg" alt="A pier in fog" srcset="img/a%2Bb.jpg 1x, img/c.png 2x"/> tail.</p>
<p><img src="img/c.png" alt=""/><img src="img/d.gif" alt="image01"/></p>
<figure><img src="img/c.png" alt="The harbour at dawn."/><figcaption>The harbour at dawn</figcaption></figure>
<p lang="zh-Hant" xml:lang="zh-Hant"><img src="img/c.png" alt="碼頭的一盞燈"/></p>
<p><a href="t.xhtml#pier"><img src="img/c.png" alt=""/></a> <a href="img/a%2Bb.jpg">large</a></p>
<div style="background-image: url('img/c.png')"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<title>A lamp on a wall</title><image width="9" height="9" xlink:href="img/c.png"/></svg></div>
<picture><source srcset="img/d.gif" type="image/gif"/><img src="img/c.png" alt="A gull above the roofs"/></picture>"""
META = "".join(
    f'<meta property="schema:{name}">{value}</meta>'
    for name, value in (
        ("accessMode", "textual"), ("accessMode", "visual"), ("accessModeSufficient", "textual,visual"),
        ("accessibilityFeature", "alternativeText"), ("accessibilityFeature", "tableOfContents"),
        ("accessibilityHazard", "unknownFlashingHazard"), ("accessibilityHazard", "noSoundHazard"),
        ("accessibilityHazard", "noMotionSimulationHazard"), ("accessibilitySummary", "Pictures are described."),
    )
) + (
    '<meta property="dcterms:conformsTo" id="conf">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>'
    '<meta property="a11y:certifiedBy" refines="#conf" id="cert">Somebody</meta>'
    '<meta property="a11y:certifierCredential" refines="#cert">Some</meta>'
)  # fmt: skip


@cache
def noise(size: tuple[int, int], kind: str = "JPEG") -> bytes:
    """A picture as heavy as a photograph, in colours."""
    channels = [Pillow.effect_noise(size, 60).point(lambda value, by=by: value // by) for by in (1, 2, 3)]
    out = io.BytesIO()
    Pillow.merge("RGB", channels).save(out, kind, **({"quality": 95} if kind == "JPEG" else {}))
    return out.getvalue()


@cache
def moving() -> bytes:
    out = io.BytesIO()
    frames = [Pillow.effect_noise((300, 300), 60) for _ in range(3)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=50)
    return out.getvalue()


def foreign(
    path: Path, *, more_meta: str = "", spine: str = "", extra: dict[str, bytes] | None = None
) -> Path:
    """Somebody else's EPUB, which shows pictures in every way there is."""
    files = {
        "img/a+b.jpg": noise((1800, 1400)), "img/c.png": noise((300, 200), "PNG"), "img/d.gif": moving(),
        "cover.png": noise((700, 1000), "PNG"),
    }  # fmt: skip
    kinds = {"jpg": "jpeg", "png": "png", "gif": "gif"}
    is_cover = {"cover.png": 'properties="cover-image"'}
    items = "".join(
        f'<item id="i{n}" href="{name.replace("+", "%2B")}" media-type="image/{kinds[name[-3:]]}" '
        f"{is_cover.get(name, '')}/>"
        for n, name in enumerate(files)
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:uuid:'
        "2d5a4e64-19c5-5a8e-8b6a-6f3b3f4b2a11</dc:identifier><dc:title>Salt</dc:title><dc:language>en</dc:language>"
        f'<meta property="dcterms:modified">2026-03-15T08:00:00Z</meta><meta name="cover" content="i3"/>'
        f'{META}{more_meta}</metadata><manifest><item id="nav" href="nav.xhtml" properties="nav" '
        'media-type="application/xhtml+xml"/><item id="t" href="t.xhtml" properties="svg" '
        f'media-type="application/xhtml+xml"/><item id="s" href="s.css" media-type="text/css"/>{items}'
        f'</manifest><spine><itemref idref="t"/>{spine}</spine></package>'
    )
    nav = '<nav epub:type="toc"><ol><li><a href="t.xhtml">Salt</a></li></ol></nav>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", samples.CONTAINER)
        archive.writestr("OEBPS/book.opf", package)
        archive.writestr("OEBPS/nav.xhtml", PAGE.format(nav))
        archive.writestr("OEBPS/t.xhtml", PAGE.format(BODY))
        archive.writestr("OEBPS/s.css", "h1 { background: url(img/c.png) no-repeat }")
        for name, data in files.items():
            archive.writestr(f"OEBPS/{name}", data)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return path


def lighter(folder: Path, profile: str) -> Path:
    """The shelf of lighter copies of a folder, which is whole."""
    place = folder.with_name(f"{folder.name}-{profile}")
    assert main(["shelf", str(folder), "--profile", profile]) == 0
    assert main(["shelf", "--verify", str(place)]) == 0
    return place


def meta(package: etree._Element, name: str) -> list[str | None]:
    return [e.text for e in package.iter("{*}meta") if e.get("property") == name]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "books"
    made.mkdir()
    return made


def test_words_stand_where_pictures_stood(folder: Path, epubcheck: Epubcheck) -> None:
    before = foreign(folder / "salt.epub")
    original = before.read_bytes()
    after = lighter(folder, "light") / "salt.epub"
    found = epubcheck([before, after])
    assert [message.code for message in found[before]] == ["RSC-010"]  # the link to a picture
    assert list(map(str, found[after])) == []
    assert before.read_bytes() == original
    with zipfile.ZipFile(after) as book:
        assert [name for name in book.namelist() if name.endswith((".jpg", ".png", ".gif"))] == [
            "OEBPS/cover.jpg"
        ]
        assert book.infolist()[0].filename == "mimetype"
        assert book.infolist()[0].compress_type == zipfile.ZIP_STORED
        page, package = (etree.fromstring(book.read(f"OEBPS/{name}")) for name in ("t.xhtml", "book.opf"))
        assert book.read("OEBPS/s.css") == b"h1 { background: none no-repeat }"
        assert b"<!-- kept -->" in book.read("OEBPS/t.xhtml")
    assert " ".join("".join(map(str, page.itertext())).split()) == (
        "tSalt A [Picture: A pier in fog] tail. [Picture left out] [Picture left out]The harbour at dawn "
        "〔圖片：碼頭的一盞燈〕 [Picture left out] large [Picture: A lamp on a wall] [Picture: A gull above the roofs]"
    )
    assert page.find(".//{*}span[@id='pier']") is not None
    assert [meta(package, f"schema:{name}") for name in ("accessMode", "accessModeSufficient")] == [
        ["textual"]
    ] * 2
    assert meta(package, "schema:accessibilityFeature") == ["tableOfContents"]
    assert meta(package, "schema:accessibilityHazard") == ["none"]
    assert meta(package, "schema:accessibilitySummary") == [
        "Size, typeface and colours of the text are the reader's to choose. This light copy has texts in place of 7 pictures. "
        "2 of them had no description."
    ]
    assert not [
        e for e in package.iter() if "onf" in str(e.get("property")) or "certif" in str(e.get("property"))
    ]


def test_pictures_for_e_ink_are_grey_and_found_under_their_new_names(
    folder: Path, epubcheck: Epubcheck
) -> None:
    foreign(folder / "salt.epub")
    after = lighter(folder, "eink") / "salt.epub"
    assert [message.code for message in epubcheck([after])[after]] == ["RSC-010"]  # as the book itself
    with zipfile.ZipFile(after) as book:
        pictures = {name: Pillow.open(io.BytesIO(book.read(name))) for name in book.namelist() if "xhtml" not in name
                    and name[-4:] in {".jpg", ".png", ".gif"}}  # fmt: skip
        page = book.read("OEBPS/t.xhtml").decode()
        package = etree.fromstring(book.read("OEBPS/book.opf"))
        sheet = book.read("OEBPS/s.css").decode()
    assert {(name, picture.mode, max(picture.size) <= 1264) for name, picture in pictures.items()} == {
        (f"OEBPS/{name}", "L", True) for name in ("img/a+b.jpg", "img/c.jpg", "img/d.jpg", "cover.jpg")
    }
    assert ".png" not in page + sheet
    assert page.count("img/c.jpg") == 8
    assert 'alt="A pier in fog"' in page
    assert meta(package, "schema:accessMode") == ["textual", "visual"]
    assert meta(package, "schema:accessibilityHazard") == ["none"]  # nothing moves any more
    assert meta(package, "dcterms:conformsTo") == []


def test_our_own_books_stay_true(folder: Path, epubcheck: Epubcheck) -> None:
    books = epub_samples.sample_books()
    for name in ("full", "chinese", "volume"):
        epub_samples.write(books[name]).save(folder / f"{name}.epub")
    files = [file for profile in PROFILES for file in sorted(lighter(folder, profile).glob("*.epub"))]
    assert len(files) == 9
    found = epubcheck(files)
    said = {str(path): epub_samples.faults(messages) for path, messages in found.items()}
    assert {path: lines for path, lines in said.items() if lines} == {}
    shown = {f"{path}/{name}": data for path in files for name, data in pictures_of(path).items()}
    assert len(shown) > len(files)
    assert {name: why for name, data in shown.items() if (why := differing(data))} == {}
    assert {str(path): own for path in files if (own := lint(path.read_bytes(), path.name))} == {}


def test_a_pdf_stays_what_it_was(folder: Path, verapdf: Verapdf) -> None:
    data = noise((1900, 1300))
    picture = Image("ab12.jpg", "image/jpeg", data, 1900, 1300, "images/pier.jpg")
    body = '<p>Words.</p><figure><img src="ab12.jpg" alt="A pier"/></figure>'
    book = pdf_samples.book(pdf_samples.chapter(body), images=(picture,))
    given = folder / "alone.pdf"
    given.write_bytes(as_pdf(book, style.load("journal")))
    made_for = {profile: lighter(folder, profile) / "alone.pdf" for profile in PROFILES}
    assert made_for["light"].read_bytes() == made_for["eink"].read_bytes()
    found = verapdf([given, made_for["eink"], made_for["phone"]])
    assert list(found.values()) == [{"ua1": [], "2a": []}] * 3
    for profile, side, space in (("eink", 1264, "/DeviceGray"), ("phone", 1200, "RGB")):
        after = made_for[profile]
        assert after.stat().st_size < given.stat().st_size / 2
        with pikepdf.open(after) as made, pikepdf.open(given) as before:
            assert [page.Contents.read_bytes() for page in made.pages] == [
                page.Contents.read_bytes() for page in before.pages
            ]
            largest = max((each for each in made.objects if isinstance(each, pikepdf.Stream)
                           and each.get("/Subtype") == "/Image"), key=lambda each: int(each.Width))  # fmt: skip
            assert (int(largest.Width), str(space) in repr(largest.ColorSpace)) == (side, True)


def test_what_cannot_be_copied_lighter_is_handed_out_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fixed = '<meta property="rendition:layout">pre-paginated</meta>'
    foreign(folder / "fixed.epub", more_meta=fixed)
    foreign(folder / "drawn.epub", spine='<itemref idref="i0"/>')
    foreign(folder / "signed.epub", extra={"META-INF/signatures.xml": b"<signatures/>"})
    locked = b'<e><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></e>'
    foreign(folder / "locked.epub", extra={"META-INF/encryption.xml": locked})
    foreign(folder / "torn.epub", extra={"OEBPS/more.xhtml": b""})
    place = lighter(folder, "light")
    said = capsys.readouterr().err
    for name, why in (
        ("fixed", "has pages that consist of pictures"), ("drawn", "has pages that consist of pictures"),
        ("signed", "is signed or locked"), ("locked", "is signed or locked"),
    ):  # fmt: skip
        assert f"{name}.epub: warning: {why}: handed out unchanged\n" in said
        assert (place / f"{name}.epub").read_bytes() == (folder / f"{name}.epub").read_bytes()
    assert (place / "torn.epub").stat().st_size < (folder / "torn.epub").stat().st_size


def test_the_table_says_what_is_saved_before_anything_is_made(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign(folder / "salt.epub")
    samples.pdf(folder / "salt.pdf", "Salt", given="urn:uuid:2d5a4e64-19c5-5a8e-8b6a-6f3b3f4b2a11")
    place = lighter(folder, "light")
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows[:3]] == ["books", "salt.epub", "salt.pdf"]
    assert rows[2][-2:] == ["left", "out"]
    assert rows[3][:3] == ["2", "files,", "1"]
    assert rows[4][0] == "made"
    assert [path.name for path in sorted(place.glob("salt.*"))] == ["salt.epub"]
    page = (place / "index.html").read_text("utf-8")
    assert "These are light copies: they have texts in place of pictures." in page
    assert main(["shelf", str(folder), "--profile", "light", "-o", str(folder)]) == 2
    assert {path.name for path in folder.iterdir()} == {"salt.epub", "salt.pdf"}
