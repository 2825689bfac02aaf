"""Dashes between words: a line may end with one, and never begins with it. Engines break lines at both sides."""

from __future__ import annotations

from publish.text.patterns import late

__all__ = ["end_lines"]

_SPACE_BEFORE = late(r"(?<=\S) (?=[–—](?:\s|$))")


def end_lines(text: str) -> str:
    """The text with a no-break space before each dash that stands between spaces."""
    return _SPACE_BEFORE.sub("\u00a0", text) if "–" in text or "—" in text else text
