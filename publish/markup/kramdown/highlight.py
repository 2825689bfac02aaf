"""Syntax highlighting, as classes for style sheets."""

from __future__ import annotations

from functools import cache
from html import escape

from publish.text.patterns import late

__all__ = ["highlight"]

_LANGUAGE = late(r"(?:^|\s)language-(\S+)")
MAX_CODE = 100_000
"""Most characters of highlighted code; a longer block is data, not text to read."""


@cache
def _lexer(name: str) -> object | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def highlight(code: str, css_class: str) -> str:
    """The code as HTML: spans with Pygments' short classes if the language is known, else plain text."""
    language = _LANGUAGE.search(css_class)
    if not language or len(code) > MAX_CODE:
        return escape(code, quote=False)
    lexer = _lexer(language[1].lower())
    if lexer is None:
        return escape(code, quote=False)
    from pygments import highlight as colour
    from pygments.formatters import HtmlFormatter
    from pygments.lexer import Lexer

    assert isinstance(lexer, Lexer)
    return str(colour(code, lexer, HtmlFormatter(nowrap=True)))
