"""Before layout: handles characters without a font in all texts of a book."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from publish.fonts import coverage
from publish.fonts.coverage import Lack
from publish.markup import serialise
from publish.markup.tree import Element, body_of
from publish.model import Book, Chapter, Cover
from publish.text.patterns import late

__all__ = ["printed", "printed_chapter", "printed_matter"]

_TAG = late(r"<[^>]*>")
_ATTRIBUTES = ("data-title", "data-address")
"""What style sheets print: the texts of a stand-in within a link."""
_SHOWN = late(rf' (?:{"|".join(_ATTRIBUTES)})="([^"]*)"')
_Printed = Callable[[str], str]


def printed(book: Book) -> Book:
    """The book with only printable characters; usually unchanged.

    Raises GlyphError with the characters, the post and the command that installs a font.
    """
    label = book.chapters[0].label if book.chapters else ""
    return printed_matter(replace(book, chapters=tuple(map(printed_chapter, book.chapters))), label)


def printed_chapter(chapter: Chapter, language: str = "") -> Chapter:
    """The same for one chapter. `language` is the book's, if it differs: that of section names."""
    shown = (found for tag in _TAG.findall(chapter.body) for found in _SHOWN.findall(tag))
    words = html.unescape("\n".join((_TAG.sub("", chapter.body), *shown)))
    lacking = coverage.lack("".join((words, *_head(chapter))))
    if not lacking:
        return chapter
    own = _head(replace(chapter, section=""))  # a section's name is the volume's, which fails for it
    coverage.refuse(coverage.lack("".join((words, *own))), chapter.label)
    lacking = replace(lacking, blank=lacking.blank | lacking.lost, lost=frozenset())
    return replace(_with_head(chapter, lacking, language or chapter.language), body=_body(chapter, lacking))


def printed_matter(book: Book, label: str = "") -> Book:
    """The same for front and back matter. `label` is the post of a single book; a volume's texts are not a post's.

    Lost characters in a chapter's title are not checked here: the chapter itself gives the error.
    """
    cover = book.cover
    makers = (person.name for person in book.creators)
    series = book.series.name if book.series else ""
    own = (
        book.title,
        book.publisher,
        book.rights,
        series,
        *makers,
        *(chapter.section for chapter in book.chapters),
        cover.description,
        cover.caption,
        cover.site,
        *cover.authors,
    )
    heads = (*cover.headlines, *(part for chapter in book.chapters for part in _head(chapter)))
    lacking = coverage.lack("".join((*own, book.source, cover.title, *heads)))
    if not lacking:
        return book
    coverage.refuse(coverage.lack("".join(own)), label)
    lacking = replace(lacking, blank=lacking.blank | lacking.lost, lost=frozenset())
    say = partial(coverage.printed, language=book.language, lacking=lacking)
    return replace(
        book,
        title=say(book.title),
        publisher=say(book.publisher),
        rights=say(book.rights),
        source=_address(book.source, lacking),
        series=replace(book.series, name=say(series)) if book.series else None,
        creators=tuple(replace(each, name=say(each.name)) for each in book.creators),
        cover=_cover(cover, say),
        chapters=tuple(_with_head(chapter, lacking, book.language) for chapter in book.chapters),
    )


def _cover(cover: Cover, say: _Printed) -> Cover:
    return replace(
        cover,
        title=say(cover.title),
        description=say(cover.description),
        caption=say(cover.caption),
        site=say(cover.site),
        authors=tuple(map(say, cover.authors)),
        headlines=tuple(map(say, cover.headlines)),
    )


def _address(address: str, lacking: Lack) -> str:
    """An address in ASCII that leads to the same place (RFC 3986, 2.1)."""
    absent = lacking.named | lacking.blank | lacking.lost
    return "".join(quote(each) if each in absent else each for each in address)


def _head(chapter: Chapter) -> tuple[str, ...]:
    """The printed texts of a chapter outside its body."""
    names = (person.name for person in chapter.authors)
    return (
        chapter.title,
        chapter.section,
        chapter.address,
        *names,
        *(heading.text for heading in chapter.headings),
    )


def _with_head(chapter: Chapter, lacking: Lack, language: str) -> Chapter:
    say = partial(coverage.printed, language=chapter.language, lacking=lacking)
    return replace(
        chapter,
        title=say(chapter.title),
        section=coverage.printed(chapter.section, language, lacking),
        address=_address(chapter.address, lacking),
        authors=tuple(replace(each, name=say(each.name)) for each in chapter.authors),
        headings=tuple(replace(each, text=say(each.text)) for each in chapter.headings),
    )


def _body(chapter: Chapter, lacking: Lack) -> str:
    root = body_of(chapter)
    _rewrite_texts(root, chapter.language, lacking)
    return serialise.to_xhtml(root)


def _rewrite_texts(element: Element, language: str, lacking: Lack) -> None:
    """Rewrite the text in an element, each piece in its own language."""
    own = element.get("lang") or language
    for name in _ATTRIBUTES:
        if text := element.get(name):
            element.set(name, coverage.printed(text, own, lacking))
    if element.text:
        element.text = coverage.printed(element.text, own, lacking)
    for child in element:
        _rewrite_texts(child, own, lacking)
        if child.tail:
            child.tail = coverage.printed(child.tail, own, lacking)
