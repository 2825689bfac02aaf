"""The last page has at least three lines of text, and never only a colophon.

WeasyPrint fills one page after another. A colophon that is left alone joins the text if it can. If the last page gets too few
lines, the page before it is laid out again, shorter by the missing lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

from publish.frozen import frozen
from publish.weasy.earlier import earlier_places
from publish.weasy.joining import COLOPHON, height_of, join, room_below
from publish.weasy.placement import is_panel

__all__ = ["mend"]

_FEWEST, _MOST = 3, 14
"""Minimum lines of text on the last page, and by how many lines the page before it may be shorter."""
_EMPTY, _MOST_EMPTY = 1 / 3, 0.75
"""Parts of the page before that may stay empty for it: if there is another way, and if there is none."""
_HAIR = 0.01
"""Pixels by which a page ends above the foot of a line that must leave it."""
_ENDLESS = 1e6
_APART = frozenset({COLOPHON, "chapter-source"})
"""Classes of elements that are not text of the chapter."""


def mend() -> None:
    """Replace WeasyPrint's functions. Calling it twice does nothing more."""
    from weasyprint import layout
    from weasyprint.layout import page

    if getattr(page.make_all_pages, "mended", False):
        return
    page.page_height = _shorter(page.page_height)
    page.remake_page = _watched(page.remake_page)
    layout.make_all_pages = page.make_all_pages = _ended(page.make_all_pages, page)


def _shorter(original: Any) -> Any:
    """Make one page shorter; WeasyPrint gives all pages of a kind the same height."""

    @wraps(original)
    def page_height(box: Any, context: Any, *rest: Any) -> Any:
        original(box, context, *rest)
        box.height -= getattr(context, "lacks", 0.0)

    return page_height


def _watched(original: Any) -> Any:
    """Pages that must be shorter stay so when they are made again; and record which pages start with the rest of
    another page's element.
    """

    @wraps(original)
    def remake_page(index: int, context: Any, *rest: Any) -> Any:
        shorter: dict[int, float] = context.__dict__.setdefault("shorter_pages", {})
        left: dict[int, bool] = context.__dict__.setdefault("pages_with_rests", {})
        left[index] = bool(context.reported_footnotes or context.broken_out_of_flow)
        context.lacks = shorter.get(index, 0.0)
        page, resume_at = original(index, context, *rest)
        page.height += context.lacks  # page number and footnotes keep their places
        page.children[1].translate(dy=context.lacks)
        context.lacks = 0.0
        return page, resume_at

    return remake_page


def _ended(original: Any, module: Any) -> Any:
    """Check the last pages after all are made: WeasyPrint never knows which page will be the last."""

    @wraps(original)
    def make_all_pages(context: Any, root_box: Any, html: Any, pages: Any) -> Iterator[Any]:
        notes = context.footnotes.copy()
        made = list(original(context, root_box, html, pages))
        if len(made) > 1 and not _is_enough(made[-1]) and _is_free(context, made):
            _mend_ending(made, notes, _Maker(context, module, root_box, html))
        yield from made

    make_all_pages.mended = True  # type: ignore[attr-defined]
    return make_all_pages


@frozen
class _Maker:
    """What WeasyPrint needs to make a page."""

    context: Any
    module: Any
    root_box: Any
    html: Any

    def page(self, index: int) -> tuple[Any, Any]:
        """Make a page again. Returns it, and where the next page starts."""
        state = self.context.page_maker[index][-1]
        state.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
        made: tuple[Any, Any] = self.module.remake_page(index, self.context, self.root_box, self.html)
        return made


def _mend_ending(made: list[Any], notes: list[Any], maker: _Maker) -> None:
    """Let a colophon that is alone join the text; else give the last page lines of the page before."""

    def again(number: int) -> tuple[Any, Any]:
        maker.context.footnotes = notes.copy()
        return maker.page(number)

    alone = not any(_texts(made[-1].children[0]))
    if alone and join(maker.context, maker.root_box, made, again):
        return
    long_enough = sum(isinstance(box, boxes.LineBox) for box in _texts(made[-2].children[0])) > 2 * _FEWEST
    # In the second of a pair, pictures are made smaller only for the colophon.
    ways = ((0.0, 0.0), (_ENDLESS, height_of(made[-1]))) if long_enough else ()
    _ = (
        any(_lengthen(made, notes, maker, free, _EMPTY) for free in ways)
        or _moved(made, maker, again)
        or (alone and join(maker.context, maker.root_box, made, again, at_any_size=True))
        or any(_lengthen(made, notes, maker, free, _MOST_EMPTY) for free in ways)
    )
    maker.context.kept_free = 0.0


def _moved(made: list[Any], maker: _Maker, again: Callable[[int], tuple[Any, Any]]) -> bool:
    """Let the picture that ends the text stand before its last paragraphs; whether both pages are full enough so."""
    context, number = maker.context, len(made) - 2
    before = context.page_maker[number:]
    for _ in earlier_places(maker.root_box, before[0][0]):
        page, rest = again(number)
        if rest is not None and not context.reported_footnotes and room_below(page) <= _EMPTY * page.height:
            last, more = maker.page(number + 1)
            if more is None and not context.reported_footnotes and _is_enough(last):
                made[-2:] = [page, last]
                return True
        context.reported_footnotes.clear()
        context.broken_out_of_flow.clear()
        context.page_maker[number:] = before
    return False


def _lengthen(
    made: list[Any], notes: list[Any], maker: _Maker, free: tuple[float, float], empty: float
) -> bool:
    """Make the last two pages again until the last one has enough lines; if that fails, they stay as they were.

    `free` is the height that pictures leave free on each, `empty` the part of the first that may stay empty.
    """
    context, number = maker.context, len(made) - 2
    before = context.page_maker[number:]
    shorter = _without_last_lines(made[number])
    count, lacking = 0, _FEWEST - _count(made[-1])
    while (count := count + lacking) <= len(shorter):
        context.shorter_pages[number], context.footnotes = shorter[count - 1], notes.copy()
        lacking, context.kept_free = 1, free[0]
        page, rest = maker.page(number)
        if rest is None or context.reported_footnotes or context.broken_out_of_flow:
            continue
        if room_below(page) > empty * page.height:
            break
        context.kept_free = free[1]
        last, more = maker.page(number + 1)
        if more is not None or context.reported_footnotes:
            continue
        if _is_enough(last):
            made[-2:] = [page, last]
            return True
        lacking = _FEWEST - _count(last)
    context.kept_free = 0.0
    context.shorter_pages.pop(number, None)
    context.reported_footnotes.clear()
    context.broken_out_of_flow.clear()
    context.page_maker[number:] = before
    return False


def _without_last_lines(page: Any) -> list[float]:
    """By how much a page must be shorter to lose its last line, its last two lines, and so on.

    A page with pictures gets shorter line by line: it may lose less, because pictures are made smaller.
    """
    found = list(_texts(page.children[0]))
    lines = [box for box in found if isinstance(box, boxes.LineBox)]
    height = lines[-1].height
    if len(found) > len(lines):
        return [count * height for count in range(1, _MOST + 1)]
    notes = page.children[1]
    foot = page.content_box_y() + page.height - (notes.margin_height() if notes.children else 0)
    ends = {round(box.position_y): box.position_y + box.height for box in lines}
    lacks = sorted(foot - end + _HAIR for end in ends.values())
    return [each for each in lacks if each <= _MOST * height]


def _is_free(context: Any, made: list[Any]) -> bool:
    """Whether neither of the last two pages has the rest of another page's element."""
    number, rests = len(made) - 2, context.pages_with_rests
    return not rests.get(number) and not rests.get(number + 1)


def _is_enough(page: Any) -> bool:
    """Whether a page has enough text for a last page: three lines, or a picture; the panel of a missing one is text."""
    return any(map(_is_large, _texts(page.children[0]))) or _count(page) >= _FEWEST


def _is_large(box: Any) -> bool:
    """Whether a box is a picture as high as three lines: small ones, and formulas in a line, are part of their line."""
    return (
        isinstance(box, boxes.ReplacedBox)
        and not is_panel(box)
        and box.height >= _FEWEST * strut(box.style)[0]
    )


def _count(page: Any) -> int:
    """Lines of text and displayed formulas on a page; lines side by side count once."""
    found = _texts(page.children[0])
    return len({round(box.position_y) for box in found if _is_large(box) or _is_line(box)})


def _is_line(box: Any) -> bool:
    """Whether a box is a line of text, or a formula that stands on a line of its own."""
    formula = isinstance(box, boxes.BlockReplacedBox) and box.element_tag == "embed"
    return formula or isinstance(box, boxes.LineBox)


def _texts(box: Any) -> Iterator[Any]:
    """Lines and pictures of a chapter on a page, without repeated heads of tables, and the elements after the chapter."""
    for child in getattr(box, "children", ()):
        if child.element_tag == "thead" and getattr(box, "skipped_rows", 0):
            continue
        if child.element is not None and _APART & set(child.element.get("class", "").split()):
            continue
        if isinstance(child, boxes.LineBox):
            yield from (each for each in child.descendants() if isinstance(each, boxes.ReplacedBox))
            yield child
        elif isinstance(child, boxes.ReplacedBox):
            yield child
        else:
            yield from _texts(child)
