"""Who made a book, for library catalogues: they file a book under its creator, and under "Unknown" without one."""

from __future__ import annotations

from publish.model import Book, Person

__all__ = ["makers", "people"]


def makers(book: Book) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """The creators of a book, and its contributors (EPUB 3.3, 5.5.3.2).

    The creators of a volume are its editors, else the site or publisher; the contributors are the authors of its
    texts. Where neither is known, the authors are the creators.
    """
    creators = book.creators
    authors = tuple(dict.fromkeys(each for chapter in book.chapters for each in chapter.authors if each.name))
    if not creators and book.publisher:
        # Without a role: Calibre files a book under "Unknown" when its creators are neither authors nor editors.
        creators = (Person(book.publisher, book.publisher, ""),)
    if not creators:
        return authors, ()
    if len(book.chapters) == 1:
        return creators, ()
    named = {person.name for person in creators if person.role == "aut"}
    return creators, tuple(each for each in authors if each.name not in named)


def people(book: Book) -> tuple[str, ...]:
    """The names of the people who made a book: its authors or editors, else the authors of its texts."""
    own = tuple(person.name for person in book.creators)
    written = (each.name for chapter in book.chapters for each in chapter.authors if each.name)
    return own or tuple(dict.fromkeys(written))
