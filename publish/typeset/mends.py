"""Two faults of WeasyPrint 70 that show on the page, mended until a release does it.

When the text before an inline element (`start sending <em>things</em>`) fits a line but the space after it does not,
the line is broken after its first word. About one inline element in two hundred meets that.

A space at the end of a line of code (`white-space: pre-wrap`) should hang over the edge (CSS Text 3, 4.1.2). WeasyPrint
counts it, and breaks the line somewhere before.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

__all__ = ["mend"]

_SUSPICIOUS = 0.8
"""Part of the line below which a broken line is looked at again."""


def mend() -> None:
    """Put our line breaking around WeasyPrint's. Doing it twice changes nothing."""
    from weasyprint.layout import inline

    original = inline.split_first_line
    if getattr(original, "mended", False):
        return

    @wraps(original)
    def split_first_line(
        text: str, style: Any, context: Any, max_width: Any, *rest: Any, **named: Any
    ) -> Any:
        found = original(text, style, context, max_width, *rest, **named)
        _, _, resume_index, width, *_ = found
        if (
            resume_index is None
            or max_width is None
            or width > _SUSPICIOUS * max_width
            or not text.endswith(" ")
        ):
            return found
        whole = original(text.rstrip(" "), style, context, max_width, *rest, **named)
        if whole[2] is None and whole[3] <= max_width:
            return original(text, style, context, None, *rest, **named)
        return found

    split_first_line.mended = True  # type: ignore[attr-defined]
    inline.split_first_line = split_first_line
