"""Package metadata: Dublin Core, its refinements, and entries for Calibre and Kindle (EPUB 3.3, 5.5)."""

from __future__ import annotations

from ebooklib import epub

from publish.books.bare import bare
from publish.books.makers import makers
from publish.epub.accessibility import CONFORMS, Access
from publish.language import direction
from publish.model import Book, Person, Series
from publish.text.patterns import late

__all__ = ["describe"]

_POSITION = late(r"[0-9]+(?:\.[0-9]+)*")
"""Valid values of `group-position` (EPUB 3.3, D.3.6)."""


def describe(package: epub.EpubBook, book: Book, access: Access, cover_id: str) -> None:
    """Fill in a package's metadata."""
    book = bare(book)
    package.IDENTIFIER_ID = "book-id"
    package.set_identifier(book.identifier)
    package.set_title(book.title)
    package.set_language(book.language)
    for tag in book.languages[1:]:
        package.add_metadata("DC", "language", tag)
    if direction(book.language) == "rtl":
        package.set_direction("rtl")  # pages are turned from the right
    _people(package, book)
    texts = {
        "date": "" if book.date is None else book.date.date().isoformat(),
        "publisher": book.publisher,
        "description": book.description,
        "source": book.source,
        "rights": book.rights,
    }
    for name, text in texts.items():
        if text:
            package.add_metadata("DC", name, text)
    for subject in book.subjects:
        package.add_metadata("DC", "subject", subject)
    if book.series is not None:
        _series(package, book.series)
    _named(package, "cover", cover_id)  # the EPUB 2 way, which Kindle and older readers still need
    for name, value in access.properties:
        _meta(package, value, name)
    if access.certifier:
        _meta(package, CONFORMS, "dcterms:conformsTo", id="conformance")
        _meta(package, access.certifier, "a11y:certifiedBy", "conformance")


def _people(package: epub.EpubBook, book: Book) -> None:
    for kind, people in zip(("creator", "contributor"), makers(book), strict=True):
        for count, person in enumerate(people, start=1):
            _person(package, person, kind, f"{kind}-{count}")


def _person(package: epub.EpubBook, person: Person, kind: str, uid: str) -> None:
    package.add_metadata("DC", kind, person.name, {"id": uid})
    if person.role:
        _meta(package, person.role, "role", uid, scheme="marc:relators")
    if person.file_as:
        _meta(package, person.file_as, "file-as", uid)


def _series(package: epub.EpubBook, series: Series) -> None:
    _meta(package, series.name, "belongs-to-collection", id="series")
    _meta(package, "series", "collection-type", "series")
    _named(package, "calibre:series", series.name)
    if _POSITION.fullmatch(series.position):
        _meta(package, series.position, "group-position", "series")
        _named(package, "calibre:series_index", series.position)


def _meta(package: epub.EpubBook, value: str, name: str, refines: str = "", **attributes: str) -> None:
    about = {"refines": f"#{refines}"} if refines else {}
    package.add_metadata("OPF", "meta", value, about | {"property": name} | attributes)


def _named(package: epub.EpubBook, name: str, content: str) -> None:
    package.add_metadata("OPF", "meta", "", {"name": name, "content": content})
