"""What a cover needs besides its book: the template, the logo, and which characters can be printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from publish import covers
from publish.fonts import faces
from publish.model import Cover, Image, Notice, Options
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
        return options.cover, (Notice("cover-unknown", message, label),)
    return wanted or options.cover, ()


def printable(cover: Cover, label: str) -> tuple[Cover, tuple[Notice, ...]]:
    """The cover without characters that no font can print, and a notice that names them; `label` is the file.

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
    lacking = faces.missing("".join(texts), cover.language)
    if not lacking:
        return cover, ()

    def bare(text: str) -> str:
        return " ".join(text.translate(dict.fromkeys(map(ord, lacking))).split())

    shown = ", ".join(f"{character} (U+{ord(character):04X})" for character in lacking[:8])
    message = f"the cover leaves out characters that no font on this machine has: {shown}"
    tongues = cover.headline_languages or ("",) * len(cover.headlines)
    news = [
        (found, tongue)
        for text, tongue in zip(cover.headlines, tongues, strict=True)
        if (found := bare(text))
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
    return bared, (Notice("cover-characters", message, label),)


def logo_of(options: Options) -> Image | None:
    """The publication's logo, where settings name one. ContentError when it is no picture."""
    if not options.logo:
        return None
    from publish.images.logo import logo  # most books have none, and it loads what reads pictures

    return logo(Path(options.logo), options.limits)
