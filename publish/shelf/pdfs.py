"""Metadata of a PDF, from XMP first, then from its Info dictionary; its first page is its cover."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from publish.errors import ContentError, PublishError, reason_of
from publish.frozen import frozen
from publish.language import normalise, parse_people
from publish.model import Options
from publish.model.options import Limits
from publish.shelf.epubs import UnreadableError
from publish.shelf.plaintext import described, parse_moment, plain, short_date
from publish.shelf.thumbnails import HEIGHT, save
from publish.shelf.works import Facts
from publish.workers.pool import Pool

__all__ = ["FirstPage", "draw_first_page", "facts_of"]

READING = 20.0
"""Seconds that reading a PDF's metadata may take: anybody's PDF may stand on a shelf."""
SECONDS = 20.0
"""Seconds that drawing its first page may take."""


@frozen
class Reading:
    """A PDF to read, as a job of a worker."""

    path: Path

    @property
    def label(self) -> str:
        """The file as the user typed it."""
        return str(self.path)

    @property
    def options(self) -> Options:
        """The limits of the worker."""
        return Options(jobs=1, limits=Limits(seconds=READING))


@frozen
class FirstPage(Reading):
    """A PDF whose first page is its cover, as a job of a worker."""

    is_sheet: bool = False
    """Whether it is a sheet to fold, whose outer half is the cover."""

    @property
    def options(self) -> Options:
        """The limits of the worker."""
        return Options(jobs=1, limits=Limits(seconds=SECONDS))


def facts_of(path: Path, pool: Pool) -> Facts:
    """Metadata of a PDF, read by a worker in bounds of time and memory. Raises UnreadableError."""
    ((_, facts),) = pool.spread(_read, [Reading(path)])
    if isinstance(facts, ContentError):  # over a limit
        raise UnreadableError(
            f"not a readable PDF: it takes more than {READING:g} s to read, or too much memory"
        )
    if isinstance(facts, PublishError):
        raise UnreadableError(facts.message)
    if isinstance(facts, UnreadableError):
        raise facts
    return facts


def _read(job: Reading, _: Path) -> Facts | UnreadableError:
    try:
        return read_pdf(job.path)
    except UnreadableError as error:
        return error


def read_pdf(path: Path) -> Facts:
    """Metadata of a PDF. Raises UnreadableError."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            pages = len(pdf.pages)
            if not pages:
                raise UnreadableError("the PDF has no pages")
            info = {str(key): str(value) for key, value in pdf.docinfo.items()}
            language = str(pdf.Root.get("/Lang", ""))
            return _facts(_xmp(pdf), info, language, pages)
    except pikepdf.PasswordError as error:
        raise UnreadableError("it is locked with a password") from error
    except (
        pikepdf.PdfError,
        OSError,
        ValueError,
        RuntimeError,
        TypeError,
        KeyError,
        AttributeError,
    ) as error:
        raise UnreadableError(f"not a readable PDF: {reason_of(error)}") from error


def _xmp(pdf: Any) -> dict[str, Any]:
    """Values of the XMP packet by prefixed name; none when the packet is broken."""
    names = (
        "dc:title", "dc:creator", "dc:description", "dc:language", "dc:identifier", "dc:publisher", "dc:rights",
        "dc:source", "dc:subject", "dc:date", "xmp:CreateDate", "xmp:ModifyDate",
    )  # fmt: skip
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as packet:
            return {name: packet[name] for name in names if name in packet}
    except Exception:  # lxml and pikepdf raise many kinds of errors for broken XMP
        return {}


def _facts(xmp: Mapping[str, Any], info: Mapping[str, str], language: str, pages: int) -> Facts:
    creators = [str(name) for name in _row(xmp.get("dc:creator"))] or [info.get("/Author", "")]
    people, _ = parse_people([plain(name, 200) for name in creators if name])
    born = parse_moment(info.get("/CreationDate", ""))
    date = short_date(_first(xmp.get("dc:date"))) or _known(
        short_date(_first(xmp.get("xmp:CreateDate"))) or (born.date().isoformat() if born else "")
    )
    # A set has no order: the document's own language is the first.
    tags = (normalise(language), *sorted(normalise(str(tag)) for tag in _row(xmp.get("dc:language"))))
    languages = tuple(dict.fromkeys(tag for tag in tags if tag))
    return Facts(
        identifier=plain(_first(xmp.get("dc:identifier")), 200),
        title=plain(_first(xmp.get("dc:title")) or info.get("/Title", ""), 400),
        creators=tuple(person.name for person in people),
        sort_name=people[0].file_as if people else "",
        language=languages[0] if languages else "",
        languages=languages,
        date=date,
        modified=parse_moment(_first(xmp.get("xmp:ModifyDate"))) or parse_moment(info.get("/ModDate", "")),
        description=described(_first(xmp.get("dc:description")) or info.get("/Subject", "")),
        publisher=plain(_first(xmp.get("dc:publisher")), 200),
        rights=plain(_first(xmp.get("dc:rights")), 400),
        source=plain(_first(xmp.get("dc:source")), 1_000),
        subjects=tuple(sorted(filter(None, (plain(str(s), 100) for s in _row(xmp.get("dc:subject"))))))[:20],
        pages=pages,
        sheets_of=plain(info.get("/SheetsOf", ""), 200),
    )


def _known(date: str) -> str:
    """A date of creation; empty for the one that we and other programs write where none is known."""
    return "" if date == "1980-01-01" else date


def _row(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | set | tuple) else [value] if value else []


def _first(value: Any) -> str:
    return next((str(each) for each in _row(value)), "")


def draw_first_page(page: FirstPage, pool: Pool) -> bytes:
    """The first page as a small JPEG; empty when a worker cannot draw it in time."""
    ((_, drawn),) = pool.spread(_draw, [page])
    return b"" if isinstance(drawn, PublishError) else drawn


def _draw(job: FirstPage, _: Path) -> bytes:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(job.path)
        try:
            page = document[0]
            width, height = page.get_size()
            # A very long page must not become a very long picture.
            scale = min(HEIGHT * 2 / max(height, 1.0), HEIGHT * 2 / max(width, 1.0))
            drawn = page.render(scale=scale).to_pil()
            return save(
                drawn.crop((drawn.width // 2, 0, drawn.width, drawn.height)) if job.is_sheet else drawn
            )
        finally:
            document.close()
    except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError):
        return b""
