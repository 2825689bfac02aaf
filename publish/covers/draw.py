"""From a cover's data to markup, and from markup to a picture."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from markupsafe import Markup

from publish.covers import choice, colour, hero, logo
from publish.covers.palette import Palette, palette
from publish.errors import RenderError
from publish.frozen import frozen
from publish.language import is_eastern, join_names, label, language_of
from publish.model import Cover, Image
from publish.project.style import Style
from publish.text.scripts import is_tall

if TYPE_CHECKING:
    from publish.covers.lines import Fitted
    from publish.weasy.ruler import Ruler

__all__ = ["css", "drawn", "page", "picture", "pictures"]

QUALITY = 88
"""JPEG quality: text stays clean, and a photograph has 200–400 KB."""
_TALL, _SQUARE, _STACKED = 1.34, 1.28, 1.14
"""Least line heights of titles: with marks far above and below the line, in squares, with two marks on one letter."""
CLASSES = ("title", "subtitle", "description", "authors", "site", "date", "number", "mast")
"""Classes of text on a cover that templates may measure."""


@frozen
class Stack:
    """Texts below each other."""

    items: tuple[Fitted, ...]
    gap: float
    """Gap between two of them."""

    @property
    def height(self) -> float:
        """Height of all of them with their gaps."""
        return sum(item.height + self.gap for item in self.items) - self.gap


@frozen
class Desk:
    """What a template can use, besides the cover itself. Lengths are hundredths of the cover's width."""

    cover: Cover
    style: Style
    height: float
    """Height of the whole cover."""

    @cached_property
    def colours(self) -> Palette:
        """The cover's colours."""
        return palette(self.cover, self.style)

    @cached_property
    def names(self) -> str:
        """The authors in a row, in the book's language."""
        return join_names(self.cover.authors, self.cover.language, others=self.cover.others)

    @property
    def square(self) -> bool:
        """Whether the title's characters are full-width: Chinese, Japanese, Korean. Its lines need more space between
        them.
        """
        return is_eastern(language_of(self.cover.title, self.cover.language))

    @property
    def tall(self) -> bool:
        """Whether the title's letters have marks above and below that would touch those of the next line: Arabic,
        Devanagari, Thai.
        """
        return is_tall(self.cover.title)

    def leading(self, usual: float, square: float = _SQUARE) -> float:
        """The line height of the title as a multiple of its size: `usual`, or what its script needs; `square` is for
        full-width characters.
        """
        if self.tall:
            return _TALL
        if self.square:
            return square
        is_vietnamese = language_of(self.cover.title, self.cover.language).split("-")[0] == "vi"
        return max(usual, _STACKED) if is_vietnamese else usual

    @property
    def gap(self) -> float:
        """Additional space below a line of such characters, which fill the line's height."""
        return 1.6 if self.square or self.tall else 0.0

    @property
    def number(self) -> str:
        """The volume's number with words: `No. 67`; any other text stays as it is."""
        plain = self.cover.number
        return label("issue", self.cover.language).format(number=plain) if plain.isdecimal() else plain

    @cached_property
    def dice(self) -> tuple[int, ...]:
        """256 numbers from 0 to 255, for drawing patterns."""
        return tuple(hashlib.shake_256(f"pattern {self.cover.seed}".encode()).digest(256))

    def _ruler(self, language: str) -> Ruler:
        from publish.weasy.ruler import ruler

        around = f"cover cover-{choice.choose(self.cover, self.style).name}"
        return ruler(css(self.style, self.cover), around, CLASSES, language, self.cover.language)

    def fit(
        self,
        kind: str,
        text: str,
        *,
        width: float,
        height: float | Sequence[float],
        largest: float,
        smallest: float = 0.5,
        enough: float = 0.0,
        leading: float = 1.2,
        optional: bool = False,
        known: str = "",
    ) -> Fitted | None:
        """A text in lines, as large as the box allows; it uses the first of several heights at which the size is
        `enough`.

        Its language is that of the book or `known`: an English title in a Chinese book gets English punctuation.

        None for an empty text, and for an optional one that does not fit. Raises RenderError for any other text that
        does not fit.
        """
        from publish.covers import lines  # planning needs none of it
        from publish.weasy.ruler import break_places

        if not text.strip():
            return None
        language = language_of(text, known or self.cover.language)
        ruler = self._ruler(language)
        found = lines.fit(
            text,
            language,
            lambda words: ruler.width(kind, words),
            break_places,
            width=width,
            heights=(height,) if isinstance(height, int | float) else height,
            largest=largest,
            smallest=smallest,
            enough=enough,
            leading=leading,
        )
        if found is None and not optional:
            raise RenderError(f"a text is too long for the cover; shorten it: {text[:60]}…")
        return found

    def headlines(self, *, width: float, height: float, largest: float, leading: float) -> Stack | None:
        """A volume's headlines, in the class `description` and one size: as many as fit the box, uncut."""
        best: Stack | None = None
        for size in (largest, largest * 0.88, largest * 0.76):
            stack = Stack((), size * 0.55)
            for text, known in zip_longest(self.cover.headlines, self.cover.headline_languages, fillvalue=""):
                box = {"width": width, "height": height, "largest": size, "smallest": size * 0.9}
                each = self.fit("description", text, leading=leading, optional=True, known=known, **box)
                longer = Stack((*stack.items, each), stack.gap) if each else stack
                if each is None or longer.height > height:
                    break
                stack = longer
            if best is None or len(stack.items) > len(best.items):
                best = stack
        return best if best and best.items else None

    def legible(self, wanted: str, *behind: str) -> str:
        """The colour, or the nearest one that is legible on those behind it."""
        return colour.to_hex(colour.legible(colour.from_hex(wanted), *map(colour.from_hex, behind)))

    def is_bright(self, top: float, bottom: float) -> bool:
        """Whether the picture, filling the cover, is light between two heights."""
        if self.cover.hero is None:
            return False
        return hero.is_bright(self.cover.hero, self.height / 100, self._box(top, bottom))

    def veil(self, over: str, ink: str, top: float, bottom: float) -> float:
        """The opacity that a veil needs between two heights to make text on the picture legible; the picture fills
        the cover.
        """
        if self.cover.hero is None:
            return 0.0
        box, veil = self._box(top, bottom), (colour.from_hex(over), colour.from_hex(ink))
        return hero.veil(self.cover.hero, self.height / 100, box, *veil)

    def _box(self, top: float, bottom: float) -> tuple[float, float, float, float]:
        return (0.0, top / self.height, 1.0, bottom / self.height)

    def logo(self, behind: str) -> Image | None:
        """The publication's logo, if there is one; a single-colour logo gets a colour that suits `behind`."""
        return (
            logo.printed(self.cover.logo, self.legible(self.colours.ink, behind)) if self.cover.logo else None
        )


def page(cover: Cover, style: Style, width: float = 148.0, height: float = 210.0) -> Markup:
    """The cover as one `div.cover`, for a page of that size in millimetres. Pictures are `book:NAME`.

    Raises StyleError when the style has no such template, RenderError when a text does not fit at any size.
    """
    desk = Desk(cover, style, height / width * 100)
    template = choice.choose(cover, style)
    values: Mapping[str, object] = {
        "cover": cover,
        "template": template.name,
        "colours": desk.colours,
        "desk": desk,
        "width": width,
        "height": height,
    }
    return Markup(style.render(f"covers/{template.name}.html", values))  # noqa: S704  # autoescaped by the template


def css(style: Style, cover: Cover) -> str:
    """The style sheet of the cover's template. Raises StyleError when the style has no such template."""
    return f"{style.text('covers/parts/base.css')}\n{style.text(f'covers/{choice.choose(cover, style).name}.css')}"


def pictures(cover: Cover, style: Style) -> tuple[Image, ...]:
    """The pictures that the cover's page may use."""
    found = [cover.hero] if cover.hero else []
    if cover.logo:
        chosen = palette(cover, style)
        grounds = {chosen.ground, chosen.shade, chosen.bright, chosen.second, chosen.deep, chosen.pale}
        desk = Desk(cover, style, 150.0)
        found += [made for ground in sorted(grounds) if (made := desk.logo(ground))]
    return tuple({image.name: image for image in found}.values())


def picture(cover: Cover, style: Style, width: int = 1600, height: int = 2400) -> bytes:
    """The cover as a baseline JPEG in sRGB (or grey), of that size in pixels; the same cover gives the same bytes.

    Raises RenderError when the engine fails, StyleError when the style has no such template.
    """
    from publish import weasy

    markup = page(cover, style, width=200.0, height=200.0 * height / width)
    sheet = f"@page {{ size: 200mm {200.0 * height / width}mm; margin: 0 }} body {{ margin: 0 }}"
    html = f'<!DOCTYPE html><html lang="{Markup.escape(cover.language)}"><body>{markup}</body></html>'
    with weasy.quiet_collector():
        pdf = weasy.write(weasy.set_pages(html, (css(style, cover), sheet), pictures(cover, style)))
    return drawn(pdf, width, height, "L" if cover.grey else "RGB")


def drawn(pdf: bytes, width: int, height: int, mode: str) -> bytes:
    """The first page of a PDF as a baseline JPEG of that size. Raises RenderError when it cannot be drawn."""
    import pypdfium2
    from PIL import Image as Pictures

    try:
        document = pypdfium2.PdfDocument(pdf)
        page = document[0]
        # Red comes first in PIL, too: so its pixels need not be turned round.
        drawn = page.render(scale=width / page.get_width(), rev_byteorder=True).to_pil()
        if drawn.mode != mode:  # else it would be a copy
            drawn = drawn.convert(mode)
        document.close()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise RenderError(f"the cover cannot be drawn: {error}") from error
    if drawn.size != (width, height):
        drawn = drawn.resize((width, height), Pictures.Resampling.LANCZOS)
    output = io.BytesIO()
    drawn.save(output, "JPEG", quality=QUALITY, optimize=True, progressive=False, subsampling=0)
    return output.getvalue()
