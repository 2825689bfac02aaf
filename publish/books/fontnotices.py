"""Notices about emoji that a printed book shows as words, because this machine has no font for them."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from publish.fonts import FONTS, coverage
from publish.fresh.fingerprint import fonts_key
from publish.keep.lines import line_with
from publish.language import emoji
from publish.model import Book, Chapter, Notice

__all__ = ["candidates", "files", "notices", "of_matter", "with_fonts"]

Files = tuple[tuple[str, str], ...]
"""Files and the like, each with its SHA-256, as records have them."""
_CODE = "emoji-named"
_OF_FONTS = {_CODE, "cover-characters"}
"""Codes of notices that disappear when fonts are installed."""
_SHOWN = 8
"""Most emoji that a notice shows."""


def candidates(chapter: Chapter) -> str:
    """The characters of a chapter that could be emoji."""
    names = (person.name for person in chapter.authors)
    return emoji.candidates("".join((html.unescape(chapter.body), chapter.title, *names)))


def of_matter(book: Book) -> str:
    """The same for a volume's front and back matter, without the chapters' own text."""
    makers = (person.name for person in book.creators if person.role == "edt")
    sections = (chapter.section for chapter in book.chapters)
    texts = (book.title, book.publisher, book.rights, *makers, *sections)
    return emoji.candidates("".join(texts))


def notices(characters: str, label: str) -> tuple[Notice, ...]:
    """A notice about a post whose emoji have no font; none when all have. `characters` come from `candidates`."""
    if not characters:
        return ()

    from publish.fonts import system

    rest = frozenset(characters)
    rest -= system.covered(rest)
    named = sorted(coverage.lack("".join(rest)).named) if rest else []
    if not named:
        return ()
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    shown = " ".join(named[:_SHOWN])
    remedy = coverage.remedy_of_emoji(frozenset(named))
    message = f"no font on this machine has {shown}{more}: the book prints their names in brackets; {remedy}"
    return (Notice(_CODE, message, label, line_with(Path(label), named)),)


def files(found: Sequence[Notice]) -> Files:
    """What a book with such notices depends on besides its files: the machine's fonts. For its record."""
    return ((FONTS, fonts_key()),) if any(notice.code in _OF_FONTS for notice in found) else ()


def with_fonts(made_from: Files) -> Files:
    """What a chapter was made from, with the present state of the machine's fonts if its drawings lack one."""
    return tuple((name, fonts_key() if name == FONTS else digest) for name, digest in made_from)
