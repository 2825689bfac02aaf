"""Corrects six bugs of WeasyPrint 70 and its HTML parser until a release does so, and adds one piece of information.

If the text before an inline element (`start sending <em>things</em>`) fits a line but the space after it does not,
the line is broken after its first word. This affects about one inline element in two hundred.

A space at the end of a code line (`white-space: pre-wrap`) should hang over the edge (CSS Text 3, 4.1.2). WeasyPrint
counts it, and breaks the line earlier.

Every page with a named page type counts as one after a forced break, and keeps the space above its first block.

Text in an inline element at the start of a line counts as the line's start, even after other text in the element.
With `overflow-wrap: break-word` it is then broken anywhere, instead of moving to the next line.

A floating picture is placed without a copy. When an earlier page is made again, and tries the picture at its foot, it moves
on the finished page, too.

Text that begins with a shift of its first letter is written with an empty string before the shift. PDFium (Chrome,
Edge, Android) then forgets the space after the last letter, so justified lines with spaces from another font are ragged.

The HTML parser keeps its regular expressions under the wrong key, and builds them anew for each word and each attribute:
half of the time of parsing.

A line that ends with a hyphen added by WeasyPrint is a `Hyphenated`: nothing else distinguishes it from the author's.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import wraps
from typing import Any

__all__ = ["Hyphenated", "mend"]

_SUSPICIOUS = 0.8
"""A broken line shorter than this share of the width is checked again."""
_BEGINNING = 0.5
"""Ems from a line's start within which text still counts as its start, because an element may have padding."""


class Hyphenated(str):
    """The text of a line that ends with an added hyphen."""

    __slots__ = ()


class _ForcedBreak:
    """Replaces WeasyPrint's flag for a page after a forced break: its value is true or a page's name."""

    def __get__(self, context: Any, owner: Any = None) -> bool:
        return getattr(context, "_after_forced_break", False)

    def __set__(self, context: Any, value: object) -> None:
        context._after_forced_break = value is True


class _Runs(dict[tuple[Collection[str], bool], re.Pattern[str]]):
    """Regular expressions for runs of characters: all but some, or only some, as tinyhtml5 builds them."""

    def __missing__(self, key: tuple[Collection[str], bool]) -> re.Pattern[str]:
        characters, only = key
        letters = "".join(f"\\x{ord(character):02x}" for character in characters)
        found = self[key] = re.compile(f"[{'' if only else '^'}{letters}]+")
        return found


def mend() -> None:
    """Replace WeasyPrint's functions for line and page breaks, for floating pictures and for the text in a PDF, and the HTML
    parser's regular expressions. Calling it twice does nothing more.
    """
    from tinyhtml5 import inputstream
    from weasyprint.layout import LayoutContext, block, inline
    from weasyprint.pdf.stream import Stream

    if not isinstance(inputstream.characters_until_regex, _Runs):
        inputstream.characters_until_regex = _Runs()
    LayoutContext.forced_break = _ForcedBreak()

    original = inline.split_first_line
    if getattr(original, "mended", False):
        return

    # WeasyPrint breaks a text after the first word if only its last space does not fit.
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
    _know_where_lines_begin(inline)
    Stream.show_text = _without_empty(Stream.show_text)
    block.float_layout = inline.float_layout = _copied(inline.float_layout)


def _without_empty(original: Any) -> Any:
    """WeasyPrint's `show_text`, without empty strings among the glyphs."""

    @wraps(original)
    def show_text(stream: Any, text: str) -> None:
        original(stream, text.replace("<>", " "))

    return show_text


def _copied(original: Any) -> Any:
    """WeasyPrint's `float_layout`; it copies all boxes but pictures."""
    from weasyprint.formatting_structure.boxes import ReplacedBox

    @wraps(original)
    def float_layout(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        placed, resume_at = original(context, box, *rest, **named)
        # The engine asks `box` for its width later, so the copy is what stands on the page.
        return (placed.copy() if placed is box and isinstance(box, ReplacedBox) else placed), resume_at

    return float_layout


def _know_where_lines_begin(inline: Any) -> None:
    from weasyprint.formatting_structure.boxes import LineBox

    split_box, split_text = inline.split_inline_box, inline.split_text_box

    # WeasyPrint does not pass on where the line of an element starts.
    @wraps(split_box)
    def split_inline_box(context: Any, box: Any, position_x: float, *rest: Any) -> Any:
        if not isinstance(box, LineBox):
            return split_box(context, box, position_x, *rest)
        outer = getattr(context, "line_start", None)
        context.line_start = position_x
        found = split_box(context, box, position_x, *rest)
        context.line_start = outer
        return found

    # WeasyPrint treats text at the start of an element as the line's start.
    @wraps(split_text)
    def split_text_box(context: Any, box: Any, width: float, skip: Any, is_line_start: bool = True) -> Any:
        start, here = getattr(context, "line_start", None), getattr(box, "position_x", None)
        # Text that is only measured, or in a line composed by us, has no known position in a line.
        begins = is_line_start and (
            start is None or here is None or here - start < _BEGINNING * box.style["font_size"]
        )
        return split_text(context, box, width, skip, is_line_start=begins)

    inline.split_inline_box, inline.split_text_box = split_inline_box, split_text_box
