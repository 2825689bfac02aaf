"""Measures the width of a text with the engine that will set it, in its exact style."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from weasyprint.text.line_break import get_log_attrs, split_first_line

from publish import weasy
from publish.errors import StyleError
from publish.text.patterns import late

__all__ = ["Ruler", "break_places", "ruler"]

_JAPANESE = late(
    "[A-Za-z0-9]+[\u3041-\u309f]*|[\u30a1-\u30fa\u30fc]+[\u3041-\u309f]*|[\u3400-\u9fff\u3005]{1,4}[\u3041-\u309f]*|[\u3041-\u309f]+"
)
"""Units of a Japanese title that stay together: a Latin word, katakana, or a few Han characters, with the kana after
them.
"""
_SIZE = 100.0
"""Font size in pixels for measuring: large, so that hinting and rounding do not matter."""


class Ruler:
    """Measures texts in the classes of one style sheet, for one language."""

    def __init__(self, styles: Mapping[str, Any]) -> None:
        self._styles = styles
        self._known: dict[tuple[str, str], float] = {}

    def width(self, name: str, text: str) -> float:
        """Width of a text in one line in the class of that name, in ems, including fallback fonts and spacing."""
        key = (name, text)
        if key not in self._known:
            if len(self._known) > 20_000:
                self._known.clear()
            _, _, _, width, *_ = split_first_line(text, self._styles[name], None, None, 0)
            self._known[key] = width / _SIZE
        return self._known[key]


@lru_cache(maxsize=64)
def ruler(sheet: str, around: str, names: tuple[str, ...], language: str, outer: str) -> Ruler:
    """The ruler for elements of these classes in a language, inside a `div` with the classes `around` in the language
    `outer`.

    Raises StyleError when a class is not displayed.
    """
    inner = "".join(
        f'<div class="{name}" lang="{language}" style="font-size: {_SIZE}px">x</div>' for name in names
    )
    html = f'<!DOCTYPE html><html lang="{outer}"><body><div class="{around}" lang="{outer}">{inner}</div></body></html>'
    pages = weasy.set_pages(html, (sheet,), ())
    styles: dict[str, Any] = {}
    for page in pages.pages:
        for box in page._page_box.descendants():
            if box.element is not None and box.element.get("class") in names:
                styles.setdefault(box.element.get("class"), box.style)
    for name in names:
        if name not in styles:
            raise StyleError(f"the class {name!r} is not displayed, so its text cannot be measured")
    return Ruler(styles)


@lru_cache(maxsize=1024)
def break_places(text: str, language: str) -> tuple[int, ...]:
    """Where a line may end (Unicode Standard Annex 14, as in Pango): numbers of characters before each break."""
    marks = get_log_attrs(text, language)
    places = tuple(place for place in range(1, len(text)) if marks[place].is_line_break)
    match language.split("-", maxsplit=1)[0]:
        case "ko":
            # Korean has spaces between words, and titles break only there (W3C, Requirements for Hangul Text Layout).
            return tuple(each for each in places if not (text[each - 1].isalpha() and text[each].isalpha()))
        case "ja":
            inside = {
                each for word in _JAPANESE.finditer(text) for each in range(word.start() + 1, word.end())
            }
            return tuple(each for each in places if each not in inside)
    return places
