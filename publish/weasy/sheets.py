"""Style sheets, read once on a machine.

WeasyPrint reads three of its own when it is loaded, and ours for each command: a sixth of the time in which one cover is
drawn. What it makes of a sheet depends only on the text and the medium, unless the sheet names other files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import tinycss2

from publish.keep.cache import made_once
from publish.keep.versions import version
from publish.text.patterns import late

if TYPE_CHECKING:
    from weasyprint import CSS

__all__ = ["kept_engine_sheets", "read"]

_KIND = "sheets"
_READERS = ("weasyprint", "tinycss2", "cssselect2")
_NAMES_FILES = late(r"@(?:import|font-face|color-profile)|@[\w-]*\\", re.IGNORECASE)
"""Rules for other files; a backslash may hide one."""


def read(text: str, media: str, **words: Any) -> CSS:
    """`CSS(string=text, media_type=media, **words)`, from what is kept if it is there: then there are no warnings about the
    sheet. `words` are for files that it names.
    """
    from weasyprint import CSS

    def plain() -> CSS:
        return CSS(string=text, media_type=media, **words)

    if _NAMES_FILES.search(text):
        return plain()
    sheet = CSS.__new__(CSS)
    vars(sheet).update(made_once(_KIND, _facts(text, media), lambda: vars(plain())))
    return sheet


@contextmanager
def kept_engine_sheets() -> Iterator[None]:
    """WeasyPrint, when the block loads it, gets its own style sheets from what is kept."""
    loaded, parse = "weasyprint" in sys.modules, tinycss2.parse_stylesheet
    tinycss2.parse_stylesheet = lambda *_: []  # they are empty at first
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = parse
    if not loaded:
        _fill()


def _fill() -> None:
    from weasyprint import html

    texts = (html.UA, html.UA_FORM, html.PH)
    sheets = (html.UA_STYLESHEET, html.UA_FORM_STYLESHEET, html.PH_STYLESHEET)
    kept, counters = made_once(_KIND, _facts(*texts), lambda: _engine_sheets(*texts))
    for sheet, found in zip(sheets, kept, strict=True):
        vars(sheet).update(found)
    html.UA_COUNTER_STYLE.update(counters)


def _engine_sheets(usual: str, forms: str, hints: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What the sheets contain, and the styles of counters in them."""
    from weasyprint import CSS
    from weasyprint.css.counters import CounterStyle

    counters = CounterStyle()
    sheets = [CSS(string=text, counter_style=counters) for text in (usual, forms)]
    return [vars(sheet) for sheet in (*sheets, CSS(string=hints))], dict(counters)


def _facts(*texts: str) -> tuple[object, ...]:
    return (*texts, *map(version, _READERS))
