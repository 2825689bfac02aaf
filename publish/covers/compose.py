"""The content of a cover, and its alternative text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from publish.covers import choice
from publish.language import format_date, is_chinese, join_names, label
from publish.model import Cover, Image
from publish.project.style import Style

__all__ = ["compose"]


def compose(  # noqa: PLR0913  # plain data, each by its name
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
    headline_languages: tuple[str, ...] = (),
    hero: Image | None = None,
    shows: str = "",
    caption: str = "",
    logo: Image | None = None,
    seed: str = "",
    template: str = "",
    turn: tuple[int, int] | None = None,
    grey: bool = False,
    style: Style | None = None,
) -> Cover:
    """A cover's data. An empty `template` means the one for its turn; `others` says that not all authors are named.

    `seed` decides patterns, and without `turn` also template and colours, so that a book's cover never changes.
    `shows` tells what the hero picture shows, `caption` is what the post says below it. With a `style`, the template is
    chosen now, and the alternative text describes it. Raises StyleError when the style has no such template.
    """
    title = title.strip() or site.strip() or "—"
    seed = seed or title
    cover = Cover(
        template=template,
        title=title,
        language=language,
        authors=authors,
        others=others,
        description=" ".join(description.split()),
        date=format_date(date, language) if date else "",
        site=site,
        number=number,
        headlines=headlines,
        headline_languages=headline_languages,
        hero=hero if hero and min(hero.width, hero.height) >= choice.SMALLEST_HERO else None,
        logo=logo,
        seed=seed,
        turn=turn or _turn(seed),
        grey=grey,
    )
    seen = ""
    if style is not None:
        chosen = choice.choose(cover, style)
        said = _words(caption) if chosen.shows(cover) else ""
        cover = replace(cover, template=chosen.name, caption=said)
        seen = _visible(cover, chosen, _words(shows))
    return replace(cover, alt=_alternative(cover, seen))


def _turn(seed: str) -> tuple[int, int]:
    digest = hashlib.sha256(seed.encode("utf-8", "surrogateescape")).digest()
    return digest[0], digest[1]


def _words(caption: str) -> str:
    """A caption without the mark that points to its picture."""
    return " ".join(caption.split()).lstrip("▲ ")


def _visible(cover: Cover, template: choice.Template, shows: str) -> str:
    """What is visible besides the text."""
    if not template.shows(cover):
        return label("cover-pattern", cover.language) if template.pattern else ""
    words = shows.rstrip(" .。")
    return label("cover-picture-of" if words else "cover-picture", cover.language).format(caption=words)


def _alternative(cover: Cover, seen: str) -> str:
    """`Cover: Title, A and B. Site 67, 14 August 2025. A picture: …`: the text on it, then what is visible."""
    chinese = is_chinese(cover.language)
    stop, comma = ("。", "，") if chinese else (". ", ", ")
    names = join_names(cover.authors, cover.language, others=cover.others)
    periodical = f"{cover.site} {cover.number}".strip()
    if cover.number and not cover.site:
        periodical = label("issue", cover.language).format(number=cover.number)
    parts = (
        comma.join(part for part in (cover.title, names) if part),
        comma.join(part for part in (periodical, cover.date) if part),
        seen,
    )
    text = ""
    for part in filter(None, parts):
        ended = text.endswith(
            (".", "!", "?", "…", "。", "！", "？")
        )  # `et al.` ends with a full stop already
        text += (("" if chinese else " ") if ended else stop if text else "") + part
    return label("cover-of", cover.language).format(title=text)
