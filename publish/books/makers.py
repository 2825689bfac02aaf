"""Who made a book, as catalogues ask: libraries file a book under its creator, and one without is "Unknown" to them."""

from __future__ import annotations

from publish.model import Book, Person

__all__ = ["makers"]


def makers(book: Book) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """The creators of a book, and its contributors (EPUB 3.3, 5.5.3.2).

    A volume's creators are its editors, else the site or publisher it comes from, and its contributors the authors of
    its texts; where none of these is known, the authors are its creators.
    """
    creators = book.creators
    authors = tuple(dict.fromkeys(each for chapter in book.chapters for each in chapter.authors if each.name))
    if not creators and book.publisher:
        # The issuing body: Foliate opens no book whose creator is its publisher, whom `dc:publisher` names too.
        creators = (Person(book.publisher, book.publisher, "isb"),)
    if not creators:
        return authors, ()
    if len(book.chapters) == 1:
        return creators, ()
    named = {person.name for person in creators if person.role == "aut"}
    return creators, tuple(each for each in authors if each.name not in named)
