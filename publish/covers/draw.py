"""From a cover's data to markup, and from markup to a picture."""

from __future__ import annotations

import io
from collections.abc import Mapping

from markupsafe import Markup

from publish.covers import layout
from publish.covers.palette import palette
from publish.errors import RenderError, StyleError
from publish.model import Cover
from publish.style import Style

__all__ = ["css", "page", "picture"]

QUALITY = 88
"""JPEG quality of the picture: text stays clean, a photograph is 200–400 KB."""


def page(cover: Cover, style: Style, width: float = 148.0, height: float = 210.0) -> Markup:
    """The cover as one `div.cover`, for a page of that size in millimetres. Pictures are `book:NAME`.

    Raises StyleError when the style has no such template.
    """
    _require(cover, style)
    values: Mapping[str, object] = {
        "cover": cover,
        "colours": palette(cover),
        "plan": layout.plan(cover, height / width * 100),
        "width": width,
        "height": height,
    }
    return Markup(style.render(f"covers/{cover.template}.html", values))  # noqa: S704  # autoescaped by the template


def css(style: Style, cover: Cover) -> str:
    """The style sheet of the cover's template. Raises StyleError when the style has no such template."""
    _require(cover, style)
    return style.text(f"covers/{cover.template}.css")


def _require(cover: Cover, style: Style) -> None:
    known = style.listing("covers", ".html")
    if cover.template not in known:
        raise StyleError(
            f"no cover {cover.template!r}: use one of {', '.join(known)}", path=str(style.folder)
        )


def picture(cover: Cover, style: Style, width: int = 1600, height: int = 2400) -> bytes:
    """The cover as a baseline JPEG in sRGB, of that size in pixels; the same cover gives the same bytes.

    Raises RenderError when the engine fails, StyleError when the style has no such template.
    """
    from publish import typeset

    markup = page(cover, style, width=200.0, height=200.0 * height / width)
    sheet = f"@page {{ size: 200mm {200.0 * height / width}mm; margin: 0 }} body {{ margin: 0 }}"
    html = f'<!DOCTYPE html><html lang="{Markup.escape(cover.language)}"><body>{markup}</body></html>'
    images = (cover.hero,) if cover.hero else ()
    with typeset.quiet_collector():
        pdf = typeset.write(typeset.set_pages(html, (css(style, cover), sheet), images))
    return _draw(pdf, width, height)


def _draw(pdf: bytes, width: int, height: int) -> bytes:
    import pypdfium2
    from PIL import Image

    try:
        document = pypdfium2.PdfDocument(pdf)
        drawn = document[0].render(scale=width / document[0].get_width()).to_pil().convert("RGB")
        document.close()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise RenderError(f"the cover cannot be drawn: {error}") from error
    if drawn.size != (width, height):
        drawn = drawn.resize((width, height), Image.Resampling.LANCZOS)
    output = io.BytesIO()
    drawn.save(output, "JPEG", quality=QUALITY, optimize=True, progressive=False, subsampling=0)
    return output.getvalue()
