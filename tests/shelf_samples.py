"""Small books of many kinds for a shelf: EPUBs and PDFs made by hand, like other people's."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from PIL import Image

CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>{}</body></html>'
TEXT = "<p>Salt and rope, and a slow tide.</p>"


def picture(seed: int = 0, size: tuple[int, int] = (60, 90)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (seed * 37 % 256, seed * 91 % 256, 120)).save(out, "JPEG")
    return out.getvalue()


def identifier(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def epub(
    path: Path,
    title: str = "A Title",
    *,
    given: str = "",
    creators: Sequence[str] = ("Mara Ellison",),
    language: str = "en",
    date: str = "2026-03-14",
    description: str = "",
    publisher: str = "The Quay",
    series: tuple[str, str] = ("", ""),
    cover: bytes | None = b"",
    body: str = TEXT,
    files: dict[str, bytes] | None = None,
) -> Path:
    """Write an EPUB. An empty cover is made up, None is no cover."""
    people = "".join(
        f'<dc:creator id="c{n}">{escape(name)}</dc:creator><meta refines="#c{n}" property="role">aut</meta>'
        for n, name in enumerate(creators)
    )
    collection = (
        f'<meta property="belongs-to-collection" id="s">{escape(series[0])}</meta>'
        f'<meta refines="#s" property="collection-type">series</meta>'
        f'<meta refines="#s" property="group-position">{series[1]}</meta>'
        if series[0]
        else ""
    )
    item = '<item id="cover" href="cover.jpg" media-type="image/jpeg" properties="cover-image"/>'
    more = "".join(
        f'<item id="f{n}" href="{name}" media-type="image/{name.rpartition(".")[2].replace("jpg", "jpeg")}"/>'
        for n, name in enumerate(files or {})
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">{escape(given or identifier(title))}</dc:identifier>'
        f"<dc:title>{escape(title)}</dc:title><dc:language>{language}</dc:language>{people}"
        + (f"<dc:date>{date}</dc:date>" if date else "")
        + (f"<dc:description>{escape(description)}</dc:description>" if description else "")
        + (f"<dc:publisher>{escape(publisher)}</dc:publisher>" if publisher else "")
        + f'{collection}<meta property="dcterms:modified">2026-03-15T08:00:00Z</meta></metadata><manifest>'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'<item id="t" href="t.xhtml" media-type="application/xhtml+xml"/>{item if cover is not None else ""}{more}'
        '</manifest><spine><itemref idref="t"/></spine></package>'
    )
    nav = '<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><ol><li><a href="t.xhtml">Text</a></li></ol></nav>'
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/book.opf", package)
        archive.writestr("OEBPS/nav.xhtml", PAGE.format(nav))
        archive.writestr("OEBPS/t.xhtml", PAGE.format(body))
        if cover is not None:
            archive.writestr("OEBPS/cover.jpg", cover or picture(len(title)))
        for name, data in (files or {}).items():
            archive.writestr(f"OEBPS/{name}", data)
    return path


def pdf(
    path: Path,
    title: str = "",
    *,
    given: str = "",
    author: str = "",
    pages: int = 1,
    size: tuple[float, float] = (419.53, 595.28),
    source: str = "",
    language: str = "",
) -> Path:
    """Write a PDF whose pages say their number."""
    made = pikepdf.new()
    font = made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for number in range(1, pages + 1):
        page = made.add_blank_page(page_size=size)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = made.make_stream(f"BT /F 24 Tf 60 {size[1] / 2} Td (page {number}.) Tj ET".encode())
    if title:
        made.docinfo["/Title"] = title
    if author:
        made.docinfo["/Author"] = author
    if language:
        made.Root.Lang = language
    if given or source:
        with made.open_metadata() as packet:
            packet["dc:title"] = title
            for name, value in (("dc:identifier", given), ("dc:source", source)):
                if value:
                    packet[name] = value
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(path)
    return path


def magazine(folder: Path, count: int = 12) -> Path:
    """A folder as a magazine builds it: collections, two formats, a volume, three languages, odd and hostile books."""
    tongues = (("en", "The Weight of a Letter"), ("zh-Hant", "離線的書架"), ("zh-Hans", "没有信号的地方"))
    for number in range(count):
        language, title = tongues[number % 3]
        title, name = f"{title} {number}", f"2026-{number % 12 + 1:02}-01-book-{number:03}"
        place = folder / ("_essays" if number % 2 else "_columns")
        authors = ("Mara Ellison", "Tomas Reyes") if number % 2 else ("長平",)
        date = f"{2020 + number % 6}-{number % 12 + 1:02}-01"
        epub(
            place / f"{name}.epub", title, creators=authors, language=language, date=date,
            description="What a page is for, when no network reaches it. " * 2, cover=picture(number),
        )  # fmt: skip
        if number % 3:
            pdf(place / f"{name}.pdf", title, given=identifier(title), pages=number % 5 + 1)
    epub(folder / "quay-67.epub", "The Quay 67", series=("The Quay", "67"))
    pdf(folder / "quay-67.pdf", "The Quay 67", pages=4)
    epub(folder / "quay-9.epub", "The Quay 9", series=("The Quay", "9"))
    epub(
        folder / "a & b's <odd> ?#%.epub",
        'A <script>alert("1")</script> & \u202e\x85 more',
        creators=("Ann <b>Lee</b>",),
        description="<p>Good <b>words</b> &amp; more</p><script>alert(2)</script>",
        cover=None,
    )
    return folder
