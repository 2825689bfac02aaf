"""The sheets as a PDF: two pages on each side, scaled to fit and shifted for creep; the last page shows the source."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from publish.booklet.order import Side, sheets
from publish.errors import ContentError, UsageError, reason_of
from publish.keep.files import is_file, is_folder

if TYPE_CHECKING:
    from pikepdf import Page, Pdf

__all__ = ["PAPERS", "impose"]

MM = 72 / 25.4
"""Points per millimetre."""
PAPERS = {"a4": (297.0, 210.0), "letter": (279.4, 215.9), "a3": (420.0, 297.0)}
"""Width and height of a sheet in landscape, in millimetres; pages are A5, half-letter or A4."""


def impose(
    path: Path,
    *,
    paper: str = "a4",
    signature: int = 0,
    creep: float = 0.1,
    flip_long: bool = False,
    source: str = "",
) -> bytes:
    """A PDF of sheets to print on both sides, flipped on the short edge (or on the long one).

    `creep` is the thickness of a sheet in millimetres: each inner sheet sticks out by that much, so its pages move
    towards the fold. `source` is the address that the last page shows as a QR code; the file's own `dc:source` when
    empty. Raises ContentError when it is not a PDF, UsageError for a signature that cannot be folded.
    """
    import pikepdf

    try:
        _require_pdf(path)
        with pikepdf.open(path) as book:
            _end_with(book, source or _source_of(book))
            right_bound = _opens_from_the_right(book)
            sides = sheets(len(book.pages), signature, right_bound=right_bound)
            return _draw(book, sides, paper, creep * MM, flip_long)
    except ValueError as error:
        raise UsageError(str(error)) from error
    except pikepdf.PasswordError as error:
        raise ContentError("asks for a password: save it without one", path=str(path)) from error
    except pikepdf.PdfError as error:
        raise ContentError("is a broken PDF: make it again", path=str(path)) from error
    except OSError as error:
        raise ContentError(f"cannot be read: {reason_of(error)}", path=str(path)) from error


def _require_pdf(path: Path) -> None:
    """Raise UsageError where no file is, ContentError for one that is no PDF. OSError for one that cannot be read."""
    if not is_file(path):
        raise UsageError("is a folder: name a PDF" if is_folder(path) else "no such file", path=str(path))
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):  # where readers look for it (ISO 32000-1, annex H, 3.4.1)
            raise ContentError("is not a PDF", path=str(path))


def _draw(book: Pdf, sides: tuple[Side, ...], paper: str, creep: float, flip_long: bool) -> bytes:
    import pikepdf

    width, height = (side * MM for side in PAPERS[paper])
    made = pikepdf.new()
    for side in sides:
        sheet = made.add_blank_page(page_size=(width, height))
        shift = side.depth * creep
        for number, left in ((side.left, shift), (side.right, width / 2 - shift)):
            if number:
                place = pikepdf.Rectangle(left, 0, left + width / 2, height)
                sheet.add_overlay(book.pages[number - 1], place)
        if flip_long and not side.front:
            sheet.rotate(180, relative=False)
    for name in ("/Title", "/Author", "/CreationDate"):
        if name in book.docinfo:
            made.docinfo[name] = book.docinfo[name]
    if "/Lang" in book.Root:
        made.Root.Lang = book.Root.Lang
    made.docinfo["/SheetsOf"] = (
        _described(book, "dc:identifier") or "-"
    )  # so that a shelf knows sheets from books
    out = io.BytesIO()
    made.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _opens_from_the_right(book: Pdf) -> bool:
    """Whether the file says that pages are turned from right to left (ISO 32000-1, 12.2)."""
    wishes: Any = book.Root.get("/ViewerPreferences")
    return wishes is not None and str(wishes.get("/Direction", "")) == "/R2L"


def _source_of(book: Pdf) -> str:
    """The book's web address in its XMP packet."""
    value = _described(book, "dc:source")
    return value if value.startswith(("http://", "https://")) else ""


def _described(book: Pdf, name: str) -> str:
    """A text in the book's XMP packet, or empty."""
    try:
        with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as packet:
            value: Any = packet.get(name, "")
    except Exception:  # lxml and pikepdf raise many kinds of errors for broken XMP
        return ""
    return value if isinstance(value, str) else ""


def _end_with(book: Pdf, source: str) -> None:
    """Add blank pages up to whole sheets; the last page shows the source, if it is known."""
    count = len(book.pages)
    box = book.pages[-1].trimbox if count else None
    if box is None:
        raise ValueError("a PDF without pages")
    size = (float(box[2]) - float(box[0]), float(box[3]) - float(box[1]))
    total = -(-(count + bool(source)) // 4) * 4
    while len(book.pages) < total:
        book.add_blank_page(page_size=size)
    if source:
        _show(book, book.pages[-1], source, size)


def _show(book: Pdf, page: Page, source: str, size: tuple[float, float]) -> None:
    """Draw an address as a QR code, with its text below."""
    import pikepdf
    import segno

    matrix = segno.make(source, micro=False, error="m").matrix
    side = min(size) * 0.3
    dot = side / len(matrix)
    left, bottom = (size[0] - side) / 2, size[1] * 0.35
    squares = [
        f"{left + column * dot:.3f} {bottom + (len(matrix) - row - 1) * dot:.3f} {dot:.3f} {dot:.3f} re"
        for row, dots in enumerate(matrix)
        for column, dark in enumerate(dots)
        if dark
    ]
    words = quote(source, safe="".join(map(chr, range(33, 127))))  # the font has ASCII only
    rows = [words[start : start + 50] for start in range(0, min(len(words), 200), 50)]
    text = [
        f"BT /F 8 Tf {(size[0] - len(row) * 4.8) / 2:.2f} {bottom - 20 - number * 11:.2f} Td <{row.encode().hex()}> Tj ET"
        for number, row in enumerate(rows)
    ]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier
    )
    page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    page.obj["/Contents"] = book.make_stream("\n".join((*squares, "f", *text)).encode())
