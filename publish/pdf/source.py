"""The HTML document that becomes a PDF: cover, a volume's title page, contents, chapters, colophon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import groupby

from publish import covers
from publish.books import colophon as last_page
from publish.books.byline import byline, day
from publish.books.neighbours import CHAPTER_SCHEME
from publish.books.titlepage import title_page
from publish.errors import StyleError
from publish.frozen import frozen
from publish.language import direction, is_chinese, label, label_language, language_of
from publish.model import Book, Chapter
from publish.pdf import body, tokens
from publish.pdf.runninghead import in_capitals, running_head
from publish.pdf.sheetsizes import MILLIMETRE, Sizes, applied, sizes_of
from publish.project.style import Style
from publish.text.characters import without_hints
from publish.text.patterns import late

__all__ = ["Around", "Preset", "around", "back", "document", "front", "opening", "part", "preset", "sheets"]

_SIZE = late(r"\bsize:\s*([\d.]+)mm\s+([\d.]+)mm")
_BLEED = late(r"\bbleed:\s*([\d.]+)mm")
_LINK_NOTES = late(r"--links:\s*notes\b")
_LONG = 20_000
"""From this many characters, about eight A5 pages, a chapter gets a contents page; a Han character counts as two."""
_MANY_HEADINGS = 6
_NOTE_SHARE = 0.43
_OWN_LIST = ' id="markdown-toc"'
"""kramdown's id for a list of contents in the text."""


@frozen
class Preset:
    """A page size with margins: a file in the style's `pages` folder."""

    name: str
    css: str
    width: float
    """Millimetres."""
    height: float
    """Millimetres."""
    bleed: float = 0.0
    """Millimetres by which the cover extends over each edge, for paper that is cut after printing."""
    link_notes: bool = False
    """Whether addresses of links are printed, because paper has no links."""
    sizes: Sizes = field(default_factory=Sizes)

    @property
    def room(self) -> body.Room:
        """What the page offers, counted in characters of half an em. A footnote may take two fifths of a page."""
        (width, height), sizes = self._area, self.sizes
        measure = width / (0.5 * sizes.text)
        note = _NOTE_SHARE * width / (0.5 * sizes.notes) * height / (1.4 * sizes.notes)
        return body.Room(measure, int(note), sizes.tables, self.link_notes)

    @property
    def _area(self) -> tuple[float, float]:
        """Width and height of the text area in points."""
        width, height = self.width * MILLIMETRE, self.height * MILLIMETRE
        if self.sizes.margins is None:
            return 0.75 * width, 0.75 * height
        top, right, bottom, left = self.sizes.margins
        return max(1.0, width - left - right), max(1.0, height - top - bottom)


@frozen
class Entry:
    """One line of the contents page."""

    target: str
    """Target of the line: `#` and the heading's id, or a chapter elsewhere in the bound file."""
    text: str
    note: str = ""
    """The authors, when the line is a chapter."""
    level: int = 1
    language: str = ""
    page: str = ""
    """The page number if it is known; else it is counted at the target."""


@frozen
class Group:
    """A group of lines in the contents: a volume's section, or all lines."""

    entries: tuple[Entry, ...]
    title: str = ""


@frozen
class Around:
    """What a chapter's pages take from its volume. Together with the chapter, this decides its pages."""

    language: str
    publisher: str
    accent: str
    """Accent colour, `#rrggbb`."""
    title: str = ""
    """Not for chapters, which do not depend on it."""


def preset(style: Style, name: str) -> Preset:
    """The page preset with that name. Raises StyleError when the style has none, or it gives no size in millimetres."""
    known = style.listing("pages", ".css")
    if name not in known:
        raise StyleError(f"no page {name!r}: use one of {', '.join(known)}", path=str(style.folder))
    css = style.text(f"pages/{name}.css")
    read = applied(css)
    found = _SIZE.search(read)
    if found is None:
        raise StyleError(f"pages/{name}.css must give the page's size as `size: WIDTHmm HEIGHTmm`")
    bleed = _BLEED.search(read)
    if bleed is not None:
        css += style.text("printer.css")
    theme = style.text("theme.css") if style.has("theme.css") else ""
    links = _LINK_NOTES.search(applied(css)) is not None
    wide, high, over = float(found[1]), float(found[2]), float(bleed[1]) if bleed else 0.0
    return Preset(name, css, wide, high, over, links, sizes_of((style.text("print.css"), css, theme)))


def document(book: Book, style: Style, page: Preset) -> str:
    """The HTML of the whole book, for a single WeasyPrint run."""
    chapters = [_chapter(chapter, _is_volume(book), page) for chapter in book.chapters]
    return _fill(style, page, around(book, style), book=book, cover=True, colophon=True, chapters=chapters)


def front(book: Book, style: Style, page: Preset, numbers: Mapping[str, int]) -> str:
    """Front matter of a volume. `numbers` are the first pages of chapters, by id."""
    return _fill(style, page, around(book, style), book=book, cover=True, numbers=numbers)


def part(chapter: Chapter, frame: Around, style: Style, page: Preset) -> str:
    """One chapter of a volume, for binding."""
    return _fill(style, page, frame, chapters=[_chapter(chapter, True, page)])


def back(book: Book, style: Style, page: Preset) -> str:
    """Back matter of a volume."""
    return _fill(style, page, around(book, style), book=book, colophon=True)


def around(book: Book, style: Style) -> Around:
    """What all pages of a book have in common."""
    return Around(book.language, book.publisher, covers.accent(book.cover, style), book.title)


def sheets(style: Style, page: Preset, *, several: bool, cover: str = "") -> tuple[str, ...]:
    """The style sheets in order. `cover` is the cover's own, `several` adds the one for volumes."""
    volume = style.text("volume.css") if several else ""
    theme = style.text("theme.css") if style.has("theme.css") else ""
    found = (style.text("text.css"), style.text("print.css"), volume, page.css, cover, theme)
    return tuple(sheet for sheet in found if sheet)


def _is_volume(book: Book) -> bool:
    return len(book.chapters) > 1


def _fill(
    style: Style,
    page: Preset,
    frame: Around,
    *,
    book: Book | None = None,
    cover: bool = False,
    colophon: bool = False,
    numbers: Mapping[str, int] | None = None,
    chapters: Sequence[Mapping[str, object]] = (),
) -> str:
    """The template with some of its parts; whole books and parts use the same template."""
    width, height = page.width + 2 * page.bleed, page.height + 2 * page.bleed
    volume = book is None or _is_volume(book)
    values: Mapping[str, object] = {
        "book": frame,
        "preset": page,
        "accent": frame.accent,
        "volume": volume,
        "cover": covers.page(book.cover, style, width=width, height=height) if book and cover else "",
        "titles": title_page(book) if book and cover and volume else None,
        "contents": contents(book, numbers) if book and cover else (),
        "chapters": chapters,
        "heads": _language_of_heads(chapters),
        "colophon": last_page.colophon(book) if book and colophon else None,
        "marked": tokens.marked,
        "spoken": label_language(frame.language),
        "direction": direction(frame.language),
        "words": {key: label(key, frame.language) for key in ("contents", "colophon", "texts", "editor")},
    }
    return style.render("book.html", values)


def _language_of_heads(chapters: Sequence[Mapping[str, object]]) -> str:
    """The language of running heads: the first title's, or empty without chapters."""
    return next((language_of(str(each["title"]), str(each["language"])) for each in chapters), "")


def opening(book: Book) -> str:
    """Id of the first chapter's title."""
    return f"{_prefix(book.chapters[0], len(book.chapters) > 1)}title" if book.chapters else ""


def _prefix(chapter: Chapter, several: bool) -> str:
    """Prefix of a chapter's ids, so that chapters do not clash in one file."""
    return f"{chapter.id}-" if several else ""


def _chapter(chapter: Chapter, several: bool, page: Preset) -> Mapping[str, object]:
    prefix = _prefix(chapter, several)
    prepared = body.prepare(chapter, prefix, page.room)
    return {
        "id": f"{prefix}title",
        "title": chapter.title,
        "name": without_hints(chapter.title),
        "head": running_head(chapter.title),
        "capitals": in_capitals(chapter.title),
        "language": chapter.language,
        "direction": direction(chapter.language),
        "section": chapter.section,
        "byline": byline(chapter),
        "date": day(chapter),
        "datetime": chapter.date.date().isoformat() if chapter.date else "",
        "address": last_page.web_address(chapter.address) if several else "",
        "source": label("source", chapter.language),
        "spoken": label_language(chapter.language),
        "lead": prepared.lead,
        "text": prepared.text,
    }


def contents(book: Book, numbers: Mapping[str, int] | None = None) -> tuple[Group, ...]:
    """The lines of the contents page; none for a short book with one chapter, or one with its own list of contents.

    `numbers` gives the first pages of a volume's chapters, if these are laid out separately; then links go to
    `chapter:ID`, which binding replaces by places in the file.
    """
    if not _is_volume(book):
        entries = tuple(_headings(book.chapters[0])) if book.chapters else ()
        return (Group(entries),) if entries else ()
    groups = groupby(book.chapters, lambda chapter: chapter.section)
    return tuple(
        Group(tuple(_line(chapter, numbers) for chapter in chapters), section) for section, chapters in groups
    )


def _line(chapter: Chapter, numbers: Mapping[str, int] | None) -> Entry:
    target = f"#{chapter.id}-title" if numbers is None else f"{CHAPTER_SCHEME}{chapter.id}"
    number = "" if numbers is None else str(numbers.get(chapter.id, 0))
    return Entry(target, chapter.title, byline(chapter), 1, chapter.language, number)


def _headings(chapter: Chapter) -> Iterator[Entry]:
    if _OWN_LIST in chapter.body:
        return
    headings = [heading for heading in chapter.headings if heading.level <= 3]
    if len(headings) < 2 or (len(headings) < _MANY_HEADINGS and _length(chapter) < _LONG):
        return
    if len(headings) > 40:
        headings = [heading for heading in headings if heading.level == 2]
    for heading in headings:
        yield Entry(f"#{heading.id}", heading.text, "", heading.level - 1, chapter.language)


def _length(chapter: Chapter) -> int:
    return len(chapter.body) * (2 if is_chinese(chapter.language) else 1)
