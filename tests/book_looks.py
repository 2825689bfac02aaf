"""What no finished book may contain: one check function for each format."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pikepdf
import pypdfium2
from lxml import etree
from PIL import Image

__all__ = ["CANARY", "CANARY_COLOUR", "LOOKS", "look_at_epub", "look_at_html", "look_at_pdf"]

CANARY = "canary-3f9d1c"
"""Stands in files that no post may show."""
CANARY_COLOUR = (255, 0, 170)
"""Of a picture outside that no book may hold."""
_SCRIPTS = re.compile(
    r"<(?:\w+:)?(?:script|iframe|object|embed|form|input|button|base|link rel=.attachment|foreignObject)\b"
    r"|<[^>]*\son\w+\s*="
    r"|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*\s(?:\w+:)?(?:href|src|action)\s*=\s*[\"']?\s*(?:java|vb)script:"
    r"|http-equiv=.refresh|srcdoc",
    re.IGNORECASE,
)


def look_at_epub(path: Path, shows: Iterable[str] = ()) -> None:
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        names = book.namelist()
        assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) and ".." not in name for name in names)
        words = []
        for name in names:
            data = book.read(name)
            assert CANARY.encode() not in data, name
            if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
                root = etree.fromstring(data)
                assert not _SCRIPTS.search(data.decode()), f"{name}: {_SCRIPTS.search(data.decode())}"
                words.append("".join(map(str, root.itertext())))
            elif name.endswith((".jpg", ".png")):
                holds_no_canary(data)
    assert all(shown in " ".join(words) for shown in shows)


def look_at_pdf(path: Path, shows: Iterable[str] = ()) -> None:
    assert CANARY.encode() not in path.read_bytes()
    with pikepdf.open(path) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                forbidden = {
                    "/JS",
                    "/JavaScript",
                    "/EmbeddedFiles",
                    "/EF",
                    "/AA",
                    "/XFA",
                    "/RichMedia",
                } & set(thing.keys())
                assert not forbidden
                if isinstance(thing.get("/S"), pikepdf.Name):
                    assert str(thing["/S"]) not in {
                        "/JavaScript",
                        "/Launch",
                        "/SubmitForm",
                        "/ImportData",
                        "/GoToR",
                    }
                if isinstance(thing.get("/URI"), pikepdf.String):
                    assert not re.match(
                        r"\s*(?:java|vb)script:|data:|file:", str(thing["/URI"]), re.IGNORECASE
                    )
                if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                    with contextlib.suppress(pikepdf.UnsupportedImageTypeError):
                        stream = io.BytesIO()
                        pikepdf.PdfImage(thing).as_pil_image().convert("RGB").save(stream, "PNG")
                        holds_no_canary(stream.getvalue())
    file = pypdfium2.PdfDocument(path)
    text = " ".join(file[number].get_textpage().get_text_range() for number in range(min(len(file), 99)))
    file.close()
    assert CANARY not in text
    assert all(shown in text for shown in shows)


def look_at_html(path: Path, shows: Iterable[str] = ()) -> None:
    page = path.read_text("utf-8")
    assert CANARY not in page
    assert not _SCRIPTS.search(page), _SCRIPTS.search(page)
    assert all(shown in page for shown in shows)
    assert not re.search(
        r"<[^>]*(?:src|srcset|poster|data)=[\"']?(?!data:image/(?:png|jpeg);base64,)[^\s\"'>]", page
    )


def holds_no_canary(data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format in {"PNG", "JPEG"}
        assert not picture.getexif()
        middle = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(middle, tuple)
    assert sum(abs(a - b) for a, b in zip(middle, CANARY_COLOUR, strict=True)) > 40


LOOKS = {"epub": look_at_epub, "pdf": look_at_pdf, "html": look_at_html}
"""Format → what looks at a file and the words that it must show."""
