"""Puts lines with right-to-left text into the order of the Unicode Bidirectional Algorithm (Annex 9).

WeasyPrint 70 orders characters only inside one text box: in `السفينة <em>جاهزة</em>` in an English line, the first
word is left of the second; and in a right-to-left line, English words beside elements change places. Here a finished
line is cut where its direction changes, and its parts are moved. The order of boxes stays that of the text, so
copying, reading aloud and tags do not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import groupby
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.line_break import Layout, create_layout, line_size

from publish.frozen import frozen
from publish.text.patterns import late
from publish.weasy import linecontext
from publish.weasy.declarations import complete
from publish.weasy.linecontext import STANDS

__all__ = ["levels", "mend"]

_LEFTWARDS = late("[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff]")
_ISOLATES = {"ltr": "\u2066", "rtl": "\u2067", "auto": "\u2068"}
_OVERRIDES = {"ltr": "\u202d", "rtl": "\u202e"}
_BY_ITSELF = {"bdi": "auto", "time": "auto", "code": "ltr", "samp": "ltr", "kbd": "ltr"}
"""Elements with an isolated direction, so that dates and code are not torn apart."""
_SPACE = late("[ \u00a0]")
_DIRECTIONS = {"ltr": 0, "rtl": 1}  # PangoDirection
_NOTHING = 0.01
"""A difference of width in pixels that nobody sees."""
_LEAST = 0.001
"""The least space in pixels that Pango adds."""
complete(ffi)


@dataclass(slots=True)
class _Part:
    """A piece of a line that is not divided further, in text order."""

    box: Any
    level: int
    above: tuple[Any, ...]
    """The inline boxes around it, outermost first."""


@frozen
class _Around:
    """The paragraph of a line, and where in it the line begins and the next one does."""

    paragraph: Any
    start: Any
    end: Any

    def texts(self) -> tuple[str, str]:
        """Text before the line, and after it. Across a line break of the author, no letter decides (CSS Writing Modes 3, 2.4.2)."""
        before = linecontext.before(self.paragraph, self.start, _is_apart)
        is_broken = linecontext.before(self.paragraph, self.end, _is_apart).endswith("\n")
        after = "" if is_broken else linecontext.after(self.paragraph, self.end, _is_apart)
        return before.rpartition("\n")[2], after.partition("\n")[0]


def mend() -> None:
    """Replace WeasyPrint's function so that lines are ordered. Calling it twice does nothing more."""
    from weasyprint.layout import inline

    if not getattr(inline.get_next_linebox, "ordered", False):
        inline.get_next_linebox = _ordered(inline.get_next_linebox)


def _ordered(original: Any) -> Any:
    """WeasyPrint's `get_next_linebox`: there a line is finished; later it is only moved as a whole."""

    @wraps(original)
    def get_next_linebox(context: Any, linebox: Any, *rest: Any) -> Any:
        line, resume_at = original(context, linebox, *rest)
        if line is not None and getattr(linebox, "planned", None) is None:
            order(line, linebox.text_indent, context, _Around(linebox, rest[2], resume_at))
        return line, resume_at

    get_next_linebox.ordered = True  # type: ignore[attr-defined]
    return get_next_linebox


def levels(text: str, direction: str, before: str = "", after: str = "") -> list[int]:
    """The embedding level of every character in a line with that direction: odd levels run from right to left.

    `before` and `after` are the paragraph's text around the line.
    """
    whole = before + text + after
    data, base = whole.encode(), ffi.new("int *", _DIRECTIONS[direction])
    found = pango.pango_log2vis_get_embedding_levels(data, len(data), base)
    made = list(ffi.unpack(found, len(whole)))[len(before) : len(before) + len(text)]
    gobject.g_free(found)
    seen = len(text.rstrip(" "))
    return made[:seen] + [_DIRECTIONS[direction]] * (len(text) - seen)  # rule L1: spaces at a line's end


def order(line: Any, indent: float, context: Any, around: _Around) -> None:
    """Put a line's content into visual order, if some of it runs from right to left."""
    direction = line.style["direction"]
    leaves = list(_leaves(line, ()))
    if direction == "ltr" and not any(_runs_left(box) for box, _ in leaves):
        return
    text, places = _written(line)
    found = levels(text, direction, *around.texts())
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
    """In-flow boxes of a line that are not inline boxes with content, each with the inline boxes around it."""
    for box in parent.children:
        if not box.is_in_normal_flow():
            continue
        inner = _leaves(box, (*above, box)) if isinstance(box, boxes.InlineBox) else iter(())
        first = next(inner, None)  # each box is looked at once: elements may nest deeply
        if first is None:
            yield box, above
        else:
            yield first
            yield from inner


def _runs_left(box: Any) -> bool:
    return box.style["direction"] == "rtl" or _LEFTWARDS.search(_text(box)) is not None


def _text(box: Any) -> str:
    return str(box.text) if isinstance(box, boxes.TextBox) and box.text else STANDS


def _written(line: Any) -> tuple[str, list[int]]:
    """The text of a line, with marks for isolated directions; and the start of each leaf in it."""
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


def _is_apart(box: Any) -> bool:
    return any(_marks(box))


def _marks(box: Any) -> tuple[str, str]:
    """Characters for an element's direction, before and after it."""
    element = box.element
    if element is None:
        return "", ""
    direction = element.get("dir", "").lower()
    if element.tag == "bdo" and direction in _OVERRIDES:
        return _OVERRIDES[direction], "\u202c"
    found = direction if direction in _ISOLATES else _BY_ITSELF.get(element.tag, "")
    return (_ISOLATES[found], "\u2069") if found else ("", "")


def _cut(box: Any, found: Sequence[int], context: Any) -> list[tuple[Any, int]]:
    """A box cut into parts with one direction each, with their levels."""
    if not isinstance(box, boxes.TextBox) or not box.text:
        return [(box, found[0])]
    made, place = [], 0
    for level, run in groupby(found):
        count = len(list(run))
        made.append((_part(box, place, place + count, level, context), level))
        place += count
    return made


def _part(box: Any, first: int, last: int, level: int, context: Any) -> Any:
    """Some characters of a text box, shaped in their direction: brackets are mirrored."""
    direction = "rtl" if level % 2 else "ltr"
    whole = last - first == len(box.text)
    if whole and box.style["direction"] == direction:
        return box
    new = box.copy_with_text(box.text if whole else box.text[first:last])
    if not whole and last == len(box.text) and type(box.text) is not str:
        new.text = type(box.text)(new.text)  # it ends with an added hyphen
    new.style = box.style.copy()
    new.style["direction"] = direction
    new.pango_layout = create_layout(str(new.text), new.style, context, None, box.justification_spacing)
    shaped, _ = new.pango_layout.get_first_line()
    new.width = line_size(shaped, new.style)[0] + box.justification_spacing * _spaces(new)
    new.pango_layout.deactivate()
    return new


def _drawn_width(box: Any) -> float:
    """The width with which a text box is drawn.

    Where something is added to spaces, Pango takes each space from the first font, also beside letters that only another
    font has. The engine has counted with the other font's spaces.
    """
    if not (_spaces(box) and box.justification_spacing):
        return float(box.width)
    layout = Layout(box.style, box.justification_spacing)
    layout.set_text(str(box.text), justify=True)
    return float(line_size(layout.get_first_line()[0], box.style)[0])


def _spaces(box: Any) -> int:
    return len(_SPACE.findall(box.text)) if isinstance(box, boxes.TextBox) else 0


def _keep_width(parts: Sequence[_Part], wide: float) -> None:
    """Adjust spaces so that the parts are as wide as the whole: a space may now have another font."""
    for part in parts:
        part.box.width = _drawn_width(part.box)
    spaced = [part.box for part in parts if _spaces(part.box)]
    if not spaced or abs(wide - sum(part.box.margin_width() for part in parts)) < _NOTHING:
        return
    for box in spaced:
        box.justification_spacing = box.justification_spacing or _LEAST
        box.width = _drawn_width(box)
    spare = wide - sum(part.box.margin_width() for part in parts)
    added = spare / sum(map(_spaces, spaced))
    for box in spaced:
        box.justification_spacing += added
        box.pango_layout.justification_spacing = box.justification_spacing
        box.width += added * _spaces(box)


def _put(parent: Any, box: Any, parts: Sequence[Any]) -> None:
    """Replace a box by its parts."""
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
    """Place the parts side by side from `x` on, with the edges of boxes that start or end there. Returns the end."""
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
