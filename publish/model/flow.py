"""Frozen data without imports from other rooms: a Post becomes a Chapter; writers take a Book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Literal

from publish.frozen import frozen
from publish.model.notice import Notice
from publish.model.site import Maker

__all__ = ["Book", "Chapter", "Cover", "Format", "Heading", "Image", "PageBreak", "Person", "Post", "Series"]

Format = Literal["pdf", "epub", "html"]
"""The kinds of file we write."""


@frozen
class Person:
    """Somebody who contributed to the work."""

    name: str
    """The printed name: `Burcu Ozcelik`, `長平`."""
    file_as: str
    """The sort key: `Ozcelik, Burcu`; a Chinese name stays as it is."""
    role: str = "aut"
    """MARC relator code (EPUB 3.3, `role`)."""


@frozen
class Heading:
    """A heading inside a chapter, for contents and bookmarks."""

    level: int
    """2 to 6; the chapter's title has level 1. No level is skipped (WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2)."""
    id: str
    """The element's id in the chapter's body, an XML name in ASCII."""
    text: str
    """The text, without markup."""


@frozen
class Image:
    """A picture in a book, checked and in a format for all readers."""

    name: str
    """File name inside the book: ASCII, from the hash of the bytes, such as `5f2c….jpg`."""
    media_type: str
    """`image/jpeg` or `image/png`, which every reader supports."""
    data: bytes
    width: int  # in pixels, like its height
    height: int
    address: str
    """Its address in the post."""
    natural_width: int = 0
    """Default width in CSS pixels: the original width, if the picture was made smaller; else 0."""
    description: str = ""
    """The picture's own description, from `title` and `desc` of a drawing, or empty."""
    moved: bool = False
    """Whether this is only the first frame of an animation."""
    unprinted: str = ""
    """Emoji in a drawing's text that no font has: their names stand in it."""


@frozen
class Post:
    """A Markdown file with front matter, as the author wrote it."""

    path: Path
    """The file, absolute."""
    label: str
    """The file as the user would type it, for errors and notices."""
    stem: str
    """File name without its ending; books are named after it."""
    text: str
    """The Markdown after the front matter; each line ends with a line feed."""
    first_line: int
    """Line of the file where `text` starts, counted from 1."""
    title: str
    authors: tuple[Person, ...]
    language: str
    """BCP 47 tag: from front matter, else detected, else the site's, else `en`."""
    date: datetime | None = None
    """Time of publication, with time zone (UTC when the post gives none)."""
    modified: datetime | None = None
    """Time of the last change, if front matter gives it."""
    description: str = ""
    image: str = ""
    """Address of the hero picture in the post, or empty."""
    image_alt: str = ""
    """What the hero picture shows, as far as front matter says it: its description, else its caption."""
    image_caption: str = ""
    """What front matter says below the hero picture, often who made it."""
    excerpt_separator: str = ""
    """The line that ends the excerpt: the front matter's, else the site's, else empty: Jekyll's blank line."""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    rights: str = ""
    collection: str = "posts"
    others: bool = False
    """Whether the byline ends in `et al.`: there are authors that it does not name."""
    address: str = ""
    """The post's absolute web address; empty when the site's is not known."""
    meta: Mapping[str, object] = field(default_factory=dict)
    """Front matter and the site's defaults, as Liquid's `page`."""
    cover: str = ""
    """Name of the cover template in front matter, or empty."""
    series: Series | None = None
    """The series in front matter."""
    digest: str = ""
    """SHA-256 of the file, for fingerprints."""
    head: str = ""
    """The front matter as it stands at the start of the file, for the lines of notices."""
    notices: tuple[Notice, ...] = ()
    dialect: Maker = "jekyll"
    """Whose templates stand in the text: Jekyll's Liquid, or the shortcodes of Hugo or Zola."""


@frozen
class Chapter:
    """A converted post: safe, well-formed XHTML. Text only, so that it can be pickled and kept."""

    id: str
    """XML name in ASCII, unique in the book; used in file names and prefixes of ids."""
    stem: str
    """Stem of its post's file."""
    label: str
    """Path of its post as the user would type it."""
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
    """Name of its section in a volume, or empty; chapters of one section are together."""
    digest: str = ""
    """SHA-256 of the post's file, for the colophon of a volume, or empty."""
    files: tuple[tuple[str, str], ...] = ()
    """Files that the post's templates read: path → SHA-256, empty when missing."""


@frozen
class PageBreak:
    """Where a page of the PDF starts, so that the EPUB of the same book can list the same pages."""

    label: str
    """The printed page number."""
    chapter: str
    """Id of the chapter."""
    element: int = 0
    """The element of the chapter's body in which the page starts, in document order from 1; 0: the chapter's start."""
    offset: int = 0
    """Number of characters in the element before the page starts, without white space."""


@frozen
class Series:
    """The periodical or series of a book (EPUB 3.3, `belongs-to-collection`)."""

    name: str
    position: str = ""
    """Number in the series, as text, or empty."""


@frozen
class Cover:
    """The content of a cover. `covers` draws it in the same way for the PDF's first page and the EPUB's picture."""

    template: str
    """Name of its template in the style's `covers` folder."""
    title: str
    language: str
    authors: tuple[str, ...] = ()
    others: bool = False
    """Whether there are more authors than those named (`et al.`)."""
    description: str = ""
    date: str = ""
    """The date in words, in the book's language."""
    site: str = ""
    """Name of the site or magazine."""
    number: str = ""
    """Volume number, or empty."""
    headlines: tuple[str, ...] = ()
    """Titles of the main chapters on a volume's cover, the most important first; empty for a single post."""
    headline_languages: tuple[str, ...] = ()
    """BCP 47 tag of each headline; empty: that of the cover."""
    hero: Image | None = None
    caption: str = ""
    """What the post says of the hero picture, such as its maker; empty when the template does not show the picture."""
    logo: Image | None = None
    """The publication's logo; a single-colour one with a transparent background is printed in the cover's colour."""
    seed: str = ""
    """Seed of patterns: the book's identifier."""
    turn: tuple[int, int] = (0, 0)
    """Its turn among templates, and among palettes: different for neighbouring books."""
    grey: bool = False
    """Whether it is drawn in greys, for e-ink."""
    alt: str = ""
    """Alternative text that describes the cover."""


@frozen
class Book:
    """What a reader gets. Each writer takes a whole one."""

    identifier: str
    """`urn:uuid:` and a UUIDv5 of the address; it never changes."""
    title: str
    language: str
    chapters: tuple[Chapter, ...]
    cover: Cover
    modified: datetime
    """Time of the last change of the content, in UTC (EPUB 3.3, `dcterms:modified`); never the time of the build."""
    creators: tuple[Person, ...] = ()
    date: datetime | None = None
    """Time of publication."""
    description: str = ""
    subjects: tuple[str, ...] = ()
    publisher: str = ""
    rights: str = ""
    source: str = ""
    """Address of the original, or empty."""
    series: Series | None = None
    images: tuple[Image, ...] = ()
    """All pictures in the chapters, once each, in order of first use."""
    notices: tuple[Notice, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its texts, its own first."""
        return tuple(dict.fromkeys((self.language, *(chapter.language for chapter in self.chapters))))
