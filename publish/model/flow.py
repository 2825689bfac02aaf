"""Frozen data, importing nothing of ours: Site and Post come in, a Chapter is a Post converted, a writer takes a Book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

__all__ = [
    "Book",
    "Chapter",
    "Cover",
    "Format",
    "Heading",
    "Image",
    "Notice",
    "PageBreak",
    "Person",
    "Post",
    "Series",
    "Site",
]

Format = Literal["pdf", "epub", "html"]
"""The kinds of file we write."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning as a value: it can be counted, sorted, sent between processes, and made fatal by `--strict`."""

    code: str
    """A short stable name such as `image-missing`, for reports and tests."""
    message: str
    """One line in plain words that says what to do."""
    path: str
    """The file as the user would type it."""
    line: int | None = None
    """Line in that file, counted from 1, where one is known."""

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: warning: {self.message}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made the work."""

    name: str
    """As it is printed: `Burcu Ozcelik`, `長平`."""
    file_as: str
    """As it is sorted: `Ozcelik, Burcu`; a Chinese name stays as it is."""
    role: str = "aut"
    """MARC relator code (EPUB 3.3, `role`)."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading inside a chapter, for contents and bookmarks."""

    level: int
    """2 to 6; the chapter's title is level 1. No level is skipped (WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2)."""
    id: str
    """The element's id in the chapter's body, an XML name in ASCII."""
    text: str
    """The words, without markup."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that a book carries, checked and fit for readers."""

    name: str
    """File name inside the book: ASCII, from the content's hash, such as `5f2c….jpg`."""
    media_type: str
    """`image/jpeg` or `image/png`: every reader draws these."""
    data: bytes
    width: int  # pixels, as is its height
    height: int
    address: str
    """Where it came from, as the post has it."""
    natural_width: int = 0
    """CSS pixels across where nobody asks for others: what it had before it was made smaller; 0 where it was not."""
    description: str = ""
    """What the picture says of itself, as drawings do in their `title` and `desc`, or empty."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a Jekyll site's `_config.yml` says about the posts below it. Without one, all is empty."""

    root: Path | None = None
    """The folder that holds `_config.yml`."""
    title: str = ""
    description: str = ""
    url: str = ""
    """Scheme and host, no slash at the end: `https://example.org`."""
    baseurl: str = ""
    """Path below the host, with a leading and no trailing slash, or empty."""
    author: str = ""
    people: Mapping[str, str] = field(default_factory=dict)  # names of authors by the keys that posts give
    language: str = ""
    """BCP 47 tag from `lang`, `language` or `locale`, or empty."""
    rights: str = ""
    """Licence or copyright line from `rights` or `license`, or empty."""
    permalink: str = "date"
    """Jekyll's permalink setting for posts: a style's name or a template."""
    excerpt_separator: str = ""
    collections: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Collection name → its settings (`output`, `permalink`)."""
    collections_dir: str = ""
    defaults: tuple[Mapping[str, object], ...] = ()
    """Jekyll's front matter defaults: `{scope: {path, type}, values: {…}}`, in order."""
    data: Mapping[str, object] = field(default_factory=dict)
    """The whole file as Liquid's `site` sees it."""
    digest: str = ""
    """SHA-256 of `_config.yml`, for fingerprints."""


@dataclass(frozen=True, slots=True)
class Post:
    """A Markdown file with front matter, as the author wrote it."""

    path: Path
    """The file, absolute."""
    label: str
    """The file as the user would type it; what errors and notices show."""
    stem: str
    """File name without its ending: what books are named after."""
    text: str
    """The Markdown after the front matter, line ends as `\\n`."""
    first_line: int
    """Line of the file on which `text` starts, counted from 1."""
    title: str
    authors: tuple[Person, ...]
    language: str
    """BCP 47 tag: from front matter, else found in the text, else the site's, else `en`."""
    date: datetime | None = None
    """When it was published, with time zone (UTC where the post gives none)."""
    modified: datetime | None = None
    """When it was last changed, where front matter says so."""
    description: str = ""
    image: str = ""
    """Address of the hero image as the post has it, or empty."""
    image_caption: str = ""
    excerpt_separator: str = ""
    """The line that ends the excerpt: front matter's, else the site's, else Jekyll's blank line (empty here)."""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    rights: str = ""
    collection: str = "posts"
    others: bool = False
    """Whether the byline ends in `et al.`: there are authors that it does not name."""
    address: str = ""
    """Where the post stands on the web, absolute, or empty when the site's address is not known."""
    meta: Mapping[str, object] = field(default_factory=dict)
    """Front matter and the site's defaults as Liquid's `page` sees them."""
    cover: str = ""
    """Name of the cover template that front matter asks for, or empty."""
    series: Series | None = None
    """What front matter says it is a part of."""
    digest: str = ""
    """SHA-256 of the file, for fingerprints."""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A post converted: safe, well-formed XHTML. Text only, so that it can be pickled and kept."""

    id: str
    """XML name in ASCII, unique in the book; names files and prefixes ids where needed."""
    stem: str
    """Stem of the post it came from."""
    label: str
    """Path of that post as the user would type it."""
    title: str
    language: str
    body: str
    """XHTML elements in a row, well-formed inside `<body xmlns="http://www.w3.org/1999/xhtml">`. `img/@src` is the post's
    address until images are gathered, then an `Image.name` (`images.sizing` tells of sizes). A note is called by
    `<a class="noteref" id="fnref-N" href="#fn-N">N</a>` and stands as `<li class="footnote" id="fn-N">` in one
    `<section class="footnotes"><ol>` at the end. Mathematics is MathML (`<math xmlns=… alttext="TeX">`)."""
    authors: tuple[Person, ...] = ()
    others: bool = False
    """Whether the byline ends in `et al.`"""
    date: datetime | None = None
    description: str = ""
    address: str = ""
    headings: tuple[Heading, ...] = ()
    notices: tuple[Notice, ...] = ()
    section: str = ""
    """Name of the part of a volume that it stands in, or empty; chapters of one section stand together."""
    digest: str = ""
    """SHA-256 of the post's file, for the colophon of a volume, or empty."""
    files: tuple[tuple[str, str], ...] = ()
    """Files that the post's templates asked for, and the SHA-256 of what was there, empty for nothing."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a page of the PDF begins, so that the EPUB of the same book can name the same pages."""

    label: str
    """The page's number as it is printed."""
    chapter: str
    """Id of the chapter."""
    element: int = 0
    """Which element of the chapter's body the page begins in, in document order from 1; 0 means the chapter's start."""
    offset: int = 0
    """How many characters of the element stand before the page begins, white space not counted."""


@dataclass(frozen=True, slots=True)
class Series:
    """The periodical or series that a book belongs to (EPUB 3.3, `belongs-to-collection`)."""

    name: str
    position: str = ""
    """Number in the series, as text, or empty."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover template needs. Drawn by `covers`, the same for the PDF's first page and the EPUB's picture."""

    template: str
    """Name of the template in the style's `covers` folder."""
    title: str
    language: str
    authors: tuple[str, ...] = ()
    others: bool = False
    """Whether the authors named are not all (`et al.`)."""
    description: str = ""
    date: str = ""
    """The date in words, in the book's language."""
    site: str = ""
    """Name of the site or magazine."""
    number: str = ""
    """Volume number, or empty."""
    headlines: tuple[str, ...] = ()
    """Titles of the chapters that a volume's cover announces, the most important first; empty for a single post."""
    headline_languages: tuple[str, ...] = ()
    """BCP 47 tag of each headline, or empty where the cover's holds for all."""
    hero: Image | None = None
    logo: Image | None = None
    """The publication's mark; one with a transparent ground is printed in one ink."""
    seed: str = ""
    """Text that patterns are drawn from: the book's identifier."""
    turn: tuple[int, int] = (0, 0)
    """Which turn it is, of templates and of palettes: different for books that stand next to each other."""
    grey: bool = False
    """Whether it is drawn in greys, for e-ink."""
    alt: str = ""
    """Alternative text that describes the cover."""


@dataclass(frozen=True, slots=True)
class Book:
    """What a reader gets. Each writer takes it whole."""

    identifier: str
    """`urn:uuid:` and a UUIDv5 of the address, the same for ever."""
    title: str
    language: str
    chapters: tuple[Chapter, ...]
    cover: Cover
    modified: datetime
    """When the content last changed, in UTC (EPUB 3.3, `dcterms:modified`); never the time of the build."""
    creators: tuple[Person, ...] = ()
    date: datetime | None = None
    """When it was published."""
    description: str = ""
    subjects: tuple[str, ...] = ()
    publisher: str = ""
    rights: str = ""
    source: str = ""
    """Address of the original, or empty."""
    series: Series | None = None
    images: tuple[Image, ...] = ()
    """Every picture that chapters name, once each, in order of first use."""
    notices: tuple[Notice, ...] = ()
