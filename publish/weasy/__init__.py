"""WeasyPrint, which gets text and bytes only from us, and nothing from disk or network.

The PDF writer and the cover's picture both use this module. Importing it loads the engine (a third of a second).
"""

from __future__ import annotations

import gc
import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Self

# This must load the engine before any other module does.
from publish.weasy.libraries import CSS, HTML, Document, URLFetcher, URLFetcherResponse

# isort: split

from publish.errors import RenderError
from publish.fonts import faces
from publish.model import Image
from publish.weasy import (
    balance,
    columns,
    defaults,
    directions,
    endings,
    glyphstrings,
    glyphtexts,
    margins,
    packing,
    patches,
    placement,
    sheets,
)
from publish.weasy.fontfolder import OwnFonts
from publish.weasy.formulas import Pictures, lay_out_formulas
from publish.weasy.paragraphs import compose_paragraphs

__all__ = ["IMAGE_SCHEME", "quiet_collector", "set_pages", "stylesheet", "stylesheet_anew", "write"]

IMAGE_SCHEME = "book:"
"""Prefix of addresses for a book's own pictures, `book:NAME`."""
_MEDIUM = "print"

logging.getLogger(
    "weasyprint"
).propagate = False  # its messages become our errors and must not reach a terminal
logging.getLogger("fontTools").propagate = False
patches.mend()
balance.mend()
columns.mend()
defaults.mend()
directions.mend()
endings.mend()
glyphstrings.mend()
glyphtexts.mend()
margins.mend()
packing.mend()
placement.mend()
compose_paragraphs()
lay_out_formulas()


class Door(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Gives the engine the pictures of the book, and nothing else."""

    def __init__(self, pictures: Mapping[str, Image]) -> None:
        super().__init__(allowed_protocols=())
        self._pictures = pictures

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The bytes at one of our addresses. Raises ValueError for any other."""
        if url.startswith(IMAGE_SCHEME) and (image := self._pictures.get(url.removeprefix(IMAGE_SCHEME))):
            return URLFetcherResponse(url, image.data, {"Content-Type": image.media_type})
        raise ValueError(f"not one of the book's own files: {url[:100]}")


@lru_cache(maxsize=1)
def font_configuration() -> OwnFonts:
    """Our fonts and the system's, loaded once per process."""
    return OwnFonts(faces.FACES)


@lru_cache(maxsize=32)
def stylesheet(text: str) -> CSS:
    """A parsed style sheet, cached for the next book of this process."""
    return sheets.read(text, _MEDIUM, **_files())


def stylesheet_anew(text: str) -> CSS:
    """The same, parsed now, so that the engine warns about it."""
    return CSS(string=text, media_type=_MEDIUM, **_files())


@lru_cache(maxsize=1)
def _files() -> Mapping[str, Any]:
    """Where a style sheet finds fonts and other files."""
    return {"font_config": font_configuration(), "url_fetcher": Door({})}


@contextmanager
def quiet_collector() -> Iterator[None]:
    """No garbage collection during layout: it costs a fifth of the time and frees little."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def write(pages: Document, **options: Any) -> bytes:
    """The pages as a PDF; options are WeasyPrint's. Raises RenderError when it fails."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", ResourceWarning
            )  # WeasyPrint leaves the file of its colour profile open
            data: bytes = pages.write_pdf(**options)
    except (RenderError, MemoryError):
        raise
    except Exception as error:  # the engine may raise anything, even for a correct document
        raise RenderError(f"the PDF engine failed: {type(error).__name__}: {error}") from error
    return data


class _Lost(logging.Handler):
    """Collects pictures that the engine skips: it only logs that, and the page looks complete."""

    def __init__(self, carried: Iterable[str]) -> None:
        super().__init__(logging.ERROR)
        self.carried = frozenset(carried)
        self.pictures: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Remember why a picture is not shown."""
        address = record.args[0] if isinstance(record.args, tuple) and record.args else ""
        if isinstance(address, str) and address.removeprefix(IMAGE_SCHEME) in self.carried:
            self.pictures.append(record.getMessage())

    def __enter__(self) -> Self:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)


def set_pages(html: str, styles: tuple[str, ...], images: tuple[Image, ...]) -> Document:
    """Lay out pages from HTML and style sheets, without writing them. Raises RenderError when WeasyPrint fails or
    skips a picture.
    """
    door = Door({image.name: image for image in images})
    try:
        with _Lost(image.name for image in images) as lost:
            page = HTML(string=html, url_fetcher=door, media_type=_MEDIUM)
            parsed = [stylesheet(style) for style in styles]
            made = page.render(font_configuration(), stylesheets=parsed, cache=Pictures())
    except (RenderError, MemoryError):
        raise
    except Exception as error:  # the engine may raise anything, even for a correct document
        raise RenderError(f"the PDF engine failed: {type(error).__name__}: {error}") from error
    if lost.pictures:
        raise RenderError(f"the PDF engine skipped a picture: {lost.pictures[0][:200]}")
    return made
