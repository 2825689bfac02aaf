"""What workers have loaded before their first job, so that no book pays for it."""

from __future__ import annotations

from collections.abc import Iterable

from publish.model import Format

__all__ = ["engines"]

_POSTS = "publish.books.assemble"
_EPUB = ("babel.dates", "jinja2.sandbox", "publish.epub")
_PAGES = "publish.press.warm"


def engines(formats: Iterable[Format], *, bound: bool = False) -> tuple[str, ...]:
    """Modules that making these formats needs. `bound` says that books are bound from parts, whose posts are converted by
    copies of the command: what reads posts takes as long to load as half of the PDF engine, and is left out for PDF.
    """
    wanted = set(formats)
    pages = (*_EPUB[:2], _PAGES) if "pdf" in wanted else ()
    if bound and pages:
        return ("publish.press.work", *pages)
    return ("publish.press.work", _POSTS, *(_EPUB if "epub" in wanted else ()), *pages)
