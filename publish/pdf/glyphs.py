"""Before anything is set: does some font have every character of the book?"""

from __future__ import annotations

import html
import re

from publish import fonts
from publish.model import Book, Chapter

__all__ = ["require", "require_chapter", "require_matter"]

_TAG = re.compile(r"<[^>]*>")


def require(book: Book) -> None:
    """Raise RenderError that names the characters, the post and the font package when one is missing."""
    for chapter in book.chapters:
        require_chapter(chapter)
    require_matter(book)


def require_chapter(chapter: Chapter) -> None:
    """The same for one chapter."""
    words = html.unescape(_TAG.sub("", chapter.body))
    names = (person.name for person in chapter.authors)
    fonts.require((words, chapter.title, chapter.section, *names), chapter.language, chapter.label)


def require_matter(book: Book) -> None:
    """The same for what stands before and after the chapters."""
    cover = book.cover
    texts = (
        book.title,
        book.publisher,
        book.rights,
        book.source,
        cover.description,
        cover.site,
        *cover.headlines,
        *cover.authors,
    )
    fonts.require(texts, book.language, book.chapters[0].label if book.chapters else book.title)
