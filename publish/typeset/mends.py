"""Three faults of WeasyPrint 70 that show on the page, mended until a release does it, and a thing it does not tell.

When the text before an inline element (`start sending <em>things</em>`) fits a line but the space after it does not,
the line is broken after its first word. About one inline element in two hundred meets that.

A space at the end of a line of code (`white-space: pre-wrap`) should hang over the edge (CSS Text 3, 4.1.2). WeasyPrint
counts it, and breaks the line somewhere before.

Every page of a named kind counts as one that begins after a forced break, and keeps the space above its first block.

A line that ends with a hyphen of WeasyPrint's making is a `Hyphenated`: nothing else tells it from one that was written.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

__all__ = ["Hyphenated", "mend"]

_SUSPICIOUS = 0.8
"""Part of the line below which a broken line is looked at again."""


class Hyphenated(str):
    """The text of a line whose last character is a hyphen that its author did not write."""

    __slots__ = ()


class _ForcedBreak:
    """Stands where WeasyPrint keeps whether a page begins after a forced break: what it sets is true or a page's name."""

    def __get__(self, context: Any, owner: Any = None) -> bool:
        return getattr(context, "_after_forced_break", False)

    def __set__(self, context: Any, value: object) -> None:
        context._after_forced_break = value is True


def mend() -> None:
    """Put our line breaking around WeasyPrint's, and ours where it judges breaks. Doing it twice changes nothing."""
    from weasyprint.layout import LayoutContext, inline

    LayoutContext.forced_break = _ForcedBreak()

    original = inline.split_first_line
    if getattr(original, "mended", False):
        return

    @wraps(original)
    def split_first_line(
        text: str, style: Any, context: Any, max_width: Any, *rest: Any, **named: Any
    ) -> Any:
        found = original(text, style, context, max_width, *rest, **named)
        layout, _, resume_index, width, *_ = found
        if resume_index is None:
            return found
        if len(layout.text.encode()) > resume_index:
            layout.text = Hyphenated(layout.text)
        if max_width is None or width > _SUSPICIOUS * max_width or not text.endswith(" "):
            return found
        whole = original(text.rstrip(" "), style, context, max_width, *rest, **named)
        if whole[2] is None and whole[3] <= max_width:
            return original(text, style, context, None, *rest, **named)
        return found

    split_first_line.mended = True  # type: ignore[attr-defined]
    inline.split_first_line = split_first_line
