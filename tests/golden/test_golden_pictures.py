"""A post with every kind of picture as EPUB, HTML and PDF: markup, sizes and places of the pictures, and messages.

`_pictures/expected` holds it. After a change that is meant: `pytest tests/golden --renew`, then read the difference.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageDraw

from publish.cli import main

CASE = Path(__file__).parent / "_pictures"
EXPECTED = CASE / "expected"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg"'
NAME = re.compile(r"images/[0-9a-f]{20}(?=\.)")


def photograph(width: int, height: int) -> Image.Image:
    """A soft picture of many colours."""
    red, green = (
        Image.linear_gradient("L").resize((width, height)),
        Image.radial_gradient("L").resize((width, height)),
    )
    return Image.merge("RGB", (red, green, red.rotate(180)))


def bars(ground: str) -> Image.Image:
    picture = Image.new("RGB", (600, 300), ground)
    for number, colour in enumerate(("#c33", "#3c3", "#33c", "#cc3", "#3cc")):
        box = (20 + 115 * number, 280 - 50 * number, 110 + 115 * number, 280)
        ImageDraw.Draw(picture).rectangle(box, colour)
    return picture


def draw_all(folder: Path) -> None:
    """The pictures of the post."""
    photograph(800, 500).save(folder / "photo.jpg")
    photograph(1600, 1000).save(folder / "photo-large.jpg")
    bars("white").save(folder / "bars.png")
    bars("black").save(folder / "dark.png")
    (folder / "pictures").mkdir()
    bars("#eee").resize((300, 150)).save(folder / "pictures" / "inner.png")
    frames = [Image.new("RGB", (60, 30), colour) for colour in ("red", "blue")]
    frames[0].save(folder / "moving.gif", save_all=True, append_images=frames[1:], duration=200)
    exif = Image.Exif()
    exif[0x112] = 6
    photograph(300, 150).save(folder / "turned.jpg", exif=exif)
    photograph(300, 200).convert("CMYK").save(folder / "inks.jpg")
    Image.linear_gradient("L").convert("I").point(lambda level: level * 257).convert("I;16").save(
        folder / "deep.png"
    )
    clear = photograph(200, 100).convert("RGBA")
    clear.putalpha(Image.radial_gradient("L").resize(clear.size))
    clear.save(folder / "clear.webp", lossless=True)
    Image.new("L", (600, 6), 128).save(folder / "rule.png")
    (folder / "anchor.svg").write_text(
        f'{HEAD} viewBox="0 0 24 24"><path d="M12 2v20M4 14q8 12 16 0" fill="none" stroke="currentColor" stroke-width="2"/></svg>'
    )
    (folder / "badge.svg").write_text(
        f'{HEAD} width="88" height="20"><rect width="88" height="20" rx="3" fill="#555"/><rect x="36" width="52" height="20" fill="#4c1"/><g fill="#fff" font-family="Verdana,sans-serif" font-size="11"><text x="5" y="14">build</text><text x="40" y="14">passing</text></g></svg>'
    )
    (folder / "boat.svg").write_text(
        f'{HEAD} width="300" height="120"><title>A boat</title><desc>It lies low in the water.</desc><path d="M40 60h220l-40 40H80z" fill="#a52"/><path d="M0 100h300" stroke="#36c" stroke-width="4"/></svg>'
    )
    (folder / "broken.svg").write_text("<svg><")


def told(build: Path) -> dict[str, str]:
    """What each file says of its pictures; names of files, which change with their bytes, are numbers."""
    with zipfile.ZipFile(build / "every-picture.epub") as book:
        chapter = book.read("EPUB/chapter-1.xhtml").decode()
        page = book.read("EPUB/titlepage.xhtml").decode() if "EPUB/titlepage.xhtml" in book.namelist() else ""
    html = re.sub(
        r"<style>.*?</style>", "<style></style>", (build / "every-picture.html").read_text(), flags=re.DOTALL
    )
    numbers: dict[str, str] = {}
    chapter = NAME.sub(lambda found: numbers.setdefault(found[0], f"images/{len(numbers) + 1}"), chapter)
    return {
        "chapter-1.xhtml": chapter,
        "titlepage.xhtml": page,
        "page.html": re.sub(r"base64,[\w+/=]+", "base64,", html),
        "pdf.txt": "\n".join(places(build / "every-picture.pdf")) + "\n",
    }


def places(file: Path) -> list[str]:
    """Page, place and size of each picture in whole millimetres, and the pixels of it."""
    rows = []
    for number, page in enumerate(pypdfium2.PdfDocument(file), 1):
        for item in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = (value / 72 * 25.4 for value in item.get_bounds())
            where = f"{left:.0f} from the left, {page.get_height() / 72 * 25.4 - top:.0f} from the top"
            pixels = "×".join(map(str, item.get_px_size()))
            rows.append(
                f"page {number}: {where}, {right - left:.0f} × {top - bottom:.0f} mm, {pixels} pixels"
            )
    return rows


def test_every_picture_is_shown_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], renew: bool
) -> None:
    shutil.copy(CASE / "every-picture.md", tmp_path)
    draw_all(tmp_path)
    monkeypatch.chdir(tmp_path)
    for kind in ("pdf", "epub", "html"):
        assert main([kind, "every-picture.md", "--offline", "--jobs", "1", "-o", "build"]) == 0
    said = [line for line in capsys.readouterr().err.splitlines() if "warning" in line or "image" in line]
    made = {**told(tmp_path / "build"), "console.txt": "\n".join([*dict.fromkeys(said), ""])}
    if renew:
        shutil.rmtree(EXPECTED, ignore_errors=True)
        EXPECTED.mkdir()
        for name, text in made.items():
            (EXPECTED / name).write_text(text, "utf-8")
    assert sorted(made) == sorted(path.name for path in EXPECTED.iterdir())
    for name, text in made.items():
        assert text == (EXPECTED / name).read_text("utf-8"), name
