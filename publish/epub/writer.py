"""From a Book to an EPUB: chapters, pages around them, navigation, metadata, container."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from ebooklib import epub

from publish import covers
from publish.books.byline import book_byline, byline
from publish.books.colophon import colophon
from publish.books.titlepage import editors
from publish.epub import accessibility, chapters, code, navigation, resources
from publish.epub.documents import Document, render
from publish.epub.links import outside
from publish.epub.lint import verify
from publish.epub.metadata import describe
from publish.epub.namespaces import COLOPHON, COVER_ID, IMAGES
from publish.epub.navigation import Entry
from publish.epub.package import item, pack
from publish.epub.pages import Numbered, marker_id
from publish.epub.sitelinks import SiteLink, connect
from publish.epub.tidy import plain, tidy
from publish.language import format_date, label, label_language
from publish.model import Book, Manuscript, Rendered
from publish.project.style import Style

__all__ = ["write"]

_XHTML = "application/xhtml+xml"
_ENTRIES_WORTH_A_PAGE = 4
"""A contents page with fewer lines is useless; the reader's own menu has the entries anyway."""


def write(manuscript: Manuscript, style: Style) -> Rendered:
    """An EPUB 3.3 file. A cover that was not drawn before is drawn.

    Raises RenderError for a chapter that is not well-formed or shows a picture the book does not carry, and for a
    finished file that holds a script, needs the network or has a name that some readers cannot open; StyleError for a
    template that is missing or broken.
    """
    book = manuscript.book
    drawn = covers.picture(book.cover, style) if manuscript.picture is None else None
    data = _package(manuscript, style, drawn or manuscript.picture or b"")
    return Rendered(verify(data, book.chapters[0].label), picture=drawn)


def _package(manuscript: Manuscript, style: Style, cover_picture: bytes) -> bytes:
    book, pages = tidy(manuscript.book), manuscript.pages
    carried = frozenset(image.name for image in book.images)
    numbered = list(enumerate(pages.breaks, start=1))
    classes = code.styled(resources.css(book, style))
    laid = [
        chapters.lay(
            chapter,
            number,
            carried,
            [each for each in numbered if each[1].chapter == chapter.id],
            classes,
            pictured=manuscript.pictured,
        )
        for number, chapter in enumerate(book.chapters, start=1)
    ]
    where = chapters.places(laid)
    site_links = connect(laid, COLOPHON)
    texts = [document for each in laid for document in chapters.documents(each, book, style, where)]
    entries = _entries(book, laid)
    page_list = _page_list(numbered, laid)
    cover, title, last = _around(book, style, site_links)
    listing = _listing(book, style, laid, entries)
    to_contents = listing[0].name if listing else ""
    nav = _navigation(book, style, entries, page_list, {"start": texts[0].name, "contents": to_contents})
    access = accessibility.assess(
        [each.found for each in laid],
        resources.css(book, style),
        book.language,
        page_source=(plain(pages.source) or "none") if page_list else "",
        certifier=plain(manuscript.certifier),
    )
    package = epub.EpubBook()
    describe(package, book, access, COVER_ID)
    package.add_item(item("ncx", "toc.ncx", "application/x-dtbncx+xml", navigation.ncx(book, entries)))
    documents = [cover, title, nav, *listing, *texts, last]
    resources.add(package, book, style, cover_picture, documents)
    _add_documents(package, documents, nav)
    # The navigation document is not in the reading order: old readers would show its landmarks as text.
    package.spine = [each.id for each in documents if each is not nav]
    guide = [("cover", "cover", cover), *(("toc", "contents", each) for each in listing)]
    package.guide = [
        {"type": kind, "title": label(word, book.language), "href": document.name}
        for kind, word, document in (*guide, ("text", "start", texts[0]))
    ]
    return pack(package, book.modified)


def _add_documents(package: epub.EpubBook, documents: Sequence[Document], nav: Document) -> None:
    for document in documents:
        properties = (*(["nav"] if document is nav else ()), *document.properties)
        package.add_item(item(document.id, document.name, _XHTML, document.content, properties))


def _page_list(numbered: Sequence[Numbered], laid: Sequence[chapters.Laid]) -> tuple[Entry, ...]:
    """The pages that have markers in the text."""
    targets = {each.chapter.id: each.targets for each in laid}
    found = (
        (number, each, targets.get(each.chapter, {}).get(marker_id(number))) for number, each in numbered
    )
    return tuple(Entry(each.label, f"{name}#{marker_id(number)}") for number, each, name in found if name)


def _entries(book: Book, laid: Sequence[chapters.Laid]) -> tuple[Entry, ...]:
    """The contents: sections, chapters with their headings, then the colophon."""
    made: list[Entry] = []
    for section, group in groupby(laid, lambda each: each.chapter.section):
        rows = [
            Entry(
                each.chapter.title,
                each.first,
                navigation.nest(each.chapter.headings, each.targets, each.chapter.language),
                each.chapter.language,
            )
            for each in group
        ]
        made += [Entry(section, rows[0].href, tuple(rows))] if section else rows
    return (*made, Entry(label("colophon", book.language), COLOPHON, language=label_language(book.language)))


def _lines(entries: Sequence[Entry]) -> int:
    return sum(1 + _lines(entry.children) for entry in entries)


def _navigation(
    book: Book, style: Style, entries: tuple[Entry, ...], pages: tuple[Entry, ...], marks: Mapping[str, str]
) -> Document:
    """`marks` gives the start of the text (`start`) and of the contents page, if any (`contents`)."""
    values = {"title": label("contents", book.language), "entries": entries, "pages": pages, **marks}
    return render(style, "nav", book.language, "nav.xhtml", values)


def _listing(
    book: Book, style: Style, laid: Sequence[chapters.Laid], entries: tuple[Entry, ...]
) -> list[Document]:
    """The contents as a page: for a volume with sections, titles and authors; else the same as in readers' menus."""
    if _lines(entries) < _ENTRIES_WORTH_A_PAGE:
        return []
    groups = [
        (section, [(each.chapter, each.first, byline(each.chapter)) for each in group])
        for section, group in groupby(laid, lambda each: each.chapter.section)
    ]
    values = {
        "title": label("contents", book.language),
        "groups": groups if len(laid) >= _ENTRIES_WORTH_A_PAGE - 1 else (),
        "entries": entries,
    }
    return [render(style, "contents", book.language, "contents.xhtml", values)]


def _around(book: Book, style: Style, site_links: Sequence[SiteLink]) -> tuple[Document, Document, Document]:
    """Cover, title page and colophon."""
    values = {
        "book": book,
        "title": book.title,
        "byline": book_byline(book),
        "date": "" if book.date is None else format_date(book.date, book.language),
        "date_iso": "" if book.date is None else book.date.date().isoformat(),
        "cover": f"{IMAGES}cover.jpg",
        "cover_alt": book.cover.alt or label("cover-of", book.language).format(title=book.title),
        "site_links": site_links,
        "editors": editors(book),
        "colophon": colophon(book),
        "href": outside,
    }
    cover, title, last = (
        render(style, name, book.language, f"{name}.xhtml", values)
        for name in ("cover", "titlepage", "colophon")
    )
    return cover, title, last
