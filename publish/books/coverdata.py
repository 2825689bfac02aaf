"""What a cover needs besides its book: the template, the logo, and which characters can be printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from publish import covers
from publish.fonts import coverage
from publish.keep.lines import line_with
from publish.model import Cover, Image, Notice, Options
from publish.posts import frontmatter
from publish.project.style import Style

__all__ = ["logo_of", "printable", "template_of"]


def template_of(wanted: str, label: str, options: Options, style: Style) -> tuple[str, tuple[Notice, ...]]:
    """The cover template of a post: the one it asks for, else that of the settings, else none. When the style has no
    template of that name there is a notice about the file `label`, and no error: other tools use this setting for
    other things.
    """
    known = [each.name for each in covers.templates(style)]
    if wanted and wanted not in known:
        message = f"no cover {wanted!r} in this style: use one of {', '.join(known)}; publish chose one"
        line = frontmatter.line_of(Path(label), "cover")
        return options.cover, (Notice("cover-unknown", message, label, line),)
    return wanted or options.cover, ()


def printable(cover: Cover, label: str) -> tuple[Cover, tuple[Notice, ...]]:
    """The cover with the names of emoji that no font has, in brackets, and without other such characters; and notices that
    name them. `label` is the file.

    Every cover goes through here: a picture cannot use the reader's fonts, and a page would show boxes.
    """
    texts = (
        cover.title,
        *cover.authors,
        cover.description,
        cover.site,
        cover.number,
        *cover.headlines,
        cover.date,
    )
    lacking = coverage.lack("".join(texts))
    if not lacking:
        return cover, ()
    gone = dict.fromkeys(map(ord, lacking.lost))

    def bare(text: str, language: str = "") -> str:
        named = coverage.printed(text, language or cover.language, lacking)
        return " ".join(named.translate(gone).split())

    tongues = cover.headline_languages or ("",) * len(cover.headlines)
    news = [
        (found, tongue)
        for text, tongue in zip(cover.headlines, tongues, strict=True)
        if (found := bare(text, tongue))
    ]
    bared = replace(
        cover,
        title=bare(cover.title) or cover.site or "…",
        authors=tuple(filter(None, map(bare, cover.authors))),
        description=bare(cover.description),
        site=bare(cover.site),
        number=bare(cover.number),
        date=bare(cover.date),
        headlines=tuple(text for text, _ in news),
        headline_languages=tuple(tongue for _, tongue in news) if cover.headline_languages else (),
    )
    line = line_with(Path(label), lacking.lost | lacking.named)
    return bared, tuple(Notice("cover-characters", message, label, line) for message in _told(lacking))


def _told(lacking: coverage.Lack) -> Iterator[str]:
    """What becomes of characters that no font has, in words."""
    if lacking.lost:
        shown, remedy = coverage.shown(lacking.lost), coverage.remedy(lacking.lost)
        yield f"the cover leaves out characters that no font on this machine has: {shown}; {remedy}"
    if lacking.named:
        shown, remedy = coverage.shown(lacking.named), coverage.remedy_of_emoji(lacking.named)
        yield f"the cover prints the names of emoji that no font on this machine has: {shown}; {remedy}"


def logo_of(options: Options) -> Image | None:
    """The publication's logo, where settings name one. ContentError when it is no picture."""
    if not options.logo:
        return None
    from publish.images.logo import logo  # most books have none, and it loads what reads pictures

    return logo(Path(options.logo), options.limits)
