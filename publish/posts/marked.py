"""Texts of front matter that are Markdown where the site prints them."""

from __future__ import annotations

from publish.text.patterns import late

__all__ = ["plain"]

_CODE = late(r"(`+)(?P<words>[^`]+)\1")
_LINK = late(r"!?\[(?P<words>[^\]\[]{1,500})\]\([^()\s]{0,2000}\)")
_STARS = late(r"(?<!\\)(?<!\*)(\*{1,3})(?=[^\s*])(?P<words>[^*\n]*[^\s*])\1(?!\*)")
_LINES = late(r"(?<![\w\\])(_{1,3})(?=[^\s_])(?P<words>[^\n_]*[^\s_])\1(?!\w)")
_FORMULA = late(r"(\${1,2}[^$\n]+\${1,2}|\\\\?\(.+?\\\\?\))")
_ESCAPE = late(r"\\([*_`\[\]])")


def plain(text: str) -> str:
    """The words of a line of Markdown: without the marks of emphasis, code and links. Formulas stay as they are."""
    if not any(mark in text for mark in "*_`["):
        return text
    parts = _FORMULA.split(text)
    parts[::2] = [_without(part) for part in parts[::2]]
    return "".join(parts)


def _without(text: str) -> str:
    for pattern in (_CODE, _LINK, _STARS, _LINES, _STARS):
        text = pattern.sub(lambda found: found["words"], text)
    return _ESCAPE.sub(r"\1", text)
