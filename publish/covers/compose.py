"""What goes on a cover, and what is said of it to those who cannot see it."""

from __future__ import annotations

from datetime import datetime

from publish.language import format_date, is_chinese, join_names, label
from publish.model import Cover, Image

__all__ = ["DEFAULT_TEMPLATE", "compose"]

DEFAULT_TEMPLATE = "plate"


def compose(
    *,
    title: str,
    language: str,
    authors: tuple[str, ...] = (),
    others: bool = False,
    description: str = "",
    date: datetime | None = None,
    site: str = "",
    number: str = "",
    headlines: tuple[str, ...] = (),
    hero: Image | None = None,
    seed: str = "",
    template: str = "",
) -> Cover:
    """A cover's data. `template` empty chooses one; `others` says that the authors named are not all.

    `seed` decides colours and pattern: books with different seeds differ, one book's cover never changes.
    """
    day = format_date(date, language) if date else ""
    return Cover(
        template=template or DEFAULT_TEMPLATE,
        title=title,
        language=language,
        authors=authors,
        others=others,
        description=description,
        date=day,
        site=site,
        number=number,
        headlines=headlines,
        hero=hero,
        seed=seed or title,
        alt=_alternative(
            title, language, join_names(authors, language, others=others), f"{site} {number}".strip(), day
        ),
    )


def _alternative(title: str, language: str, names: str, periodical: str, day: str) -> str:
    """`Cover: Title, A and B. Site 67, 14 August 2025`: the words that can be read on it."""
    stop, comma = ("。", "，") if is_chinese(language) else (". ", ", ")
    first = comma.join(part for part in (title, names) if part)
    last = comma.join(part for part in (periodical, day) if part)
    if first.endswith(stop.strip()):  # `et al.` has its stop already
        stop = stop[1:]
    return label("cover-of", language).format(title=stop.join(part for part in (first, last) if part))
