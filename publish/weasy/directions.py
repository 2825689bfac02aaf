"""Lines that hold text from right to left, in the order of the Unicode Bidirectional Algorithm (Annex 9).

WeasyPrint 70 orders characters inside one text box alone: of `السفينة <em>جاهزة</em>` in an English line the first word
stands left of the second, and in a line from right to left every English word beside an element changes places. Here a
finished line is cut where its direction changes, and its parts are put in their order. The boxes stay in the order of the
text: what is copied, read aloud or tagged is untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import groupby
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.line_break import create_layout, line_size

__all__ = ["levels", "mend"]

_LEFTWARDS = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff]"
)
_ISOLATES = {"ltr": "\u2066", "rtl": "\u2067", "auto": "\u2068"}
_OVERRIDES = {"ltr": "\u202d", "rtl": "\u202e"}
_BY_ITSELF = {"bdi": "auto", "time": "auto", "code": "ltr", "samp": "ltr", "kbd": "ltr"}
"""Elements whose direction is their own, whatever stands around: dates and code must not fall apart."""
_SPACE = re.compile("[ \u00a0]")
_STANDS = "\ufffc"
"""For a picture or another box that is set like a character."""
_DIRECTIONS = {"ltr": 0, "rtl": 1}  # PangoDirection

ffi.cdef(  # two functions of Pango and GLib that WeasyPrint has no use for
    "unsigned char *pango_log2vis_get_embedding_levels(const char *text, int length, int *base);"
    "void g_free(void *memory);",
    override=True,
)


@dataclass(slots=True)
class _Part:
    """What stands in a line and is not divided further, in the order of the text."""

    box: Any
    level: int
    above: tuple[Any, ...]
    """The inline boxes that it is in, from the outermost."""


def mend() -> None:
    """Order the lines that WeasyPrint makes. Doing it twice changes nothing."""
    from weasyprint.layout import inline

    if not getattr(inline.get_next_linebox, "ordered", False):
        inline.get_next_linebox = _ordered(inline.get_next_linebox)


def _ordered(original: Any) -> Any:
    """WeasyPrint's `get_next_linebox`: a line is finished there, and is moved as a whole from then on."""

    @wraps(original)
    def get_next_linebox(context: Any, linebox: Any, *rest: Any) -> Any:
        line, resume_at = original(context, linebox, *rest)
        if line is not None and getattr(linebox, "planned", None) is None:
            order(line, linebox.text_indent, context)
        return line, resume_at

    get_next_linebox.ordered = True  # type: ignore[attr-defined]
    return get_next_linebox


def levels(text: str, direction: str) -> list[int]:
    """The embedding level of every character, in a line of that direction: odd ones run from right to left."""
    data, base = text.encode(), ffi.new("int *", _DIRECTIONS[direction])
    found = pango.pango_log2vis_get_embedding_levels(data, len(data), base)
    made = list(ffi.unpack(found, len(text)))
    gobject.g_free(found)
    seen = len(text.rstrip(" "))
    return made[:seen] + [_DIRECTIONS[direction]] * (len(text) - seen)  # rule L1: spaces at a line's end


def order(line: Any, indent: float, context: Any) -> None:
    """Put what is in a line in its order from left to right, when something in it runs from right to left."""
    direction = line.style["direction"]
    leaves = list(_leaves(line, ()))
    if direction == "ltr" and not any(_runs_left(box) for box, _ in leaves):
        return
    text, places = _written(line)
    found = levels(text, direction)
    if not leaves or (direction == "ltr" and not any(found)):
        return
    left = min(box.position_x for box in line.children if box.is_in_normal_flow())
    wide = sum(box.margin_width() for box, _ in leaves)
    right = line.position_x + line.width - indent
    parts: list[_Part] = []
    for (box, above), place in zip(leaves, places, strict=True):
        made = _cut(box, found[place : place + len(_text(box))], context)
        _put(above[-1] if above else line, box, [each for each, _ in made])
        parts.extend(_Part(each, level, above) for each, level in made)
    _keep_width(parts, wide)
    shown = _visual(parts)
    if direction == "rtl":
        left = right - _place(shown, 0.0)
    _place(shown, left)


def _leaves(parent: Any, above: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Boxes in the flow of a line that are no inline boxes with something in them, and those that they are in."""
    for box in parent.children:
        if not box.is_in_normal_flow():
            continue
        if isinstance(box, boxes.InlineBox) and any(_leaves(box, ())):
            yield from _leaves(box, (*above, box))
        else:
            yield box, above


def _runs_left(box: Any) -> bool:
    return box.style["direction"] == "rtl" or _LEFTWARDS.search(_text(box)) is not None


def _text(box: Any) -> str:
    return str(box.text) if isinstance(box, boxes.TextBox) and box.text else _STANDS


def _written(line: Any) -> tuple[str, list[int]]:
    """The text of a line, with marks for what has a direction of its own; where each leaf begins in it."""
    text, places = "", []
    inside: tuple[Any, ...] = ()
    for box, above in (*_leaves(line, ()), (None, ())):
        kept = sum(1 for mine, theirs in zip(inside, above, strict=False) if mine is theirs)
        text += "".join(_marks(each)[1] for each in reversed(inside[kept:]))
        text += "".join(_marks(each)[0] for each in above[kept:])
        inside = above
        if box is not None:
            places.append(len(text))
            text += _text(box)
    return text, places


def _marks(box: Any) -> tuple[str, str]:
    """Characters that stand for an element's direction before and after it."""
    element = box.element
    if element is None:
        return "", ""
    direction = element.get("dir", "").lower()
    if element.tag == "bdo" and direction in _OVERRIDES:
        return _OVERRIDES[direction], "\u202c"
    found = direction if direction in _ISOLATES else _BY_ITSELF.get(element.tag, "")
    return (_ISOLATES[found], "\u2069") if found else ("", "")


def _cut(box: Any, found: Sequence[int], context: Any) -> list[tuple[Any, int]]:
    """A box in parts of one direction each, and their levels."""
    if not isinstance(box, boxes.TextBox) or not box.text:
        return [(box, found[0])]
    made, place = [], 0
    for level, run in groupby(found):
        count = len(list(run))
        made.append((_part(box, place, place + count, level, context), level))
        place += count
    return made


def _part(box: Any, first: int, last: int, level: int, context: Any) -> Any:
    """The characters of a text box from one to another, shaped in their direction: brackets turn with it."""
    direction = "rtl" if level % 2 else "ltr"
    whole = last - first == len(box.text)
    if whole and box.style["direction"] == direction:
        return box
    new = box.copy_with_text(box.text if whole else box.text[first:last])
    if not whole and last == len(box.text) and type(box.text) is not str:
        new.text = type(box.text)(new.text)  # it ends in a hyphen that was added
    new.style = box.style.copy()
    new.style["direction"] = direction
    new.pango_layout = create_layout(str(new.text), new.style, context, None, box.justification_spacing)
    shaped, _ = new.pango_layout.get_first_line()
    new.width = line_size(shaped, new.style)[0] + box.justification_spacing * _spaces(new)
    new.pango_layout.deactivate()
    return new


def _spaces(box: Any) -> int:
    return len(_SPACE.findall(box.text)) if isinstance(box, boxes.TextBox) else 0


def _keep_width(parts: Sequence[_Part], wide: float) -> None:
    """Let spaces take up what the parts are wider or narrower than the whole: a space may be of another font now."""
    spare = wide - sum(part.box.margin_width() for part in parts)
    count = sum(_spaces(part.box) for part in parts)
    for box in (part.box for part in parts if spare and _spaces(part.box)):
        box.justification_spacing += spare / count
        box.pango_layout.justification_spacing = box.justification_spacing
        box.width += spare / count * _spaces(box)


def _put(parent: Any, box: Any, parts: Sequence[Any]) -> None:
    """Put the parts of a box in its place."""
    if len(parts) != 1 or parts[0] is not box:
        parent.children = [
            each for child in parent.children for each in (parts if child is box else (child,))
        ]


def _visual(parts: list[_Part]) -> list[_Part]:
    """The parts from left to right (rule L2)."""
    shown = list(parts)
    for level in range(max(part.level for part in parts), 0, -1):
        turned: list[_Part] = []
        for high, run in groupby(shown, key=lambda part: part.level >= level):
            together = list(run)
            turned.extend(reversed(together) if high else together)
        shown = turned
    return shown


def _place(shown: Sequence[_Part], x: float) -> float:
    """Set the parts side by side from `x` on, each with the edges of the boxes that begin or end there. Says where they end."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for number, part in enumerate(shown):
        for box in part.above:
            first.setdefault(id(box), number)
            last[id(box)] = number
    for number, part in enumerate(shown):
        for box in part.above:
            if first[id(box)] == number:
                box.position_x = x
                x += box.margin_left + box.border_left_width + box.padding_left
        part.box.translate(x - part.box.position_x, 0)
        x += part.box.margin_width()
        for box in reversed(part.above):
            if last[id(box)] == number:
                box.width = x - box.content_box_x()
                x += box.padding_right + box.border_right_width + box.margin_right
    return x
