"""Before anything is set: does some font have every character of the book?"""

from __future__ import annotations

import html
import re

from publish import fonts
from publish.model import Book

__all__ = ["require"]

_TAG = re.compile(r"<[^>]*>")


def require(book: Book) -> None:
    """Raise RenderError that names the characters, the post and the font package when one is missing."""
    for chapter in book.chapters:
        words = html.unescape(_TAG.sub("", chapter.body))
        names = (person.name for person in chapter.authors)
        fonts.require((words, chapter.title, *names), chapter.language, chapter.label)
    cover = book.cover
    texts = (
        book.title,
        book.publisher,
        book.rights,
        book.source,
        cover.description,
        cover.site,
        *cover.authors,
    )
    fonts.require(texts, book.language, book.chapters[0].label if book.chapters else book.title)
