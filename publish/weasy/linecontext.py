"""The text of a paragraph around one of its lines: it decides the direction of signs at the line's ends (UAX 9, 3.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from weasyprint.formatting_structure import boxes

__all__ = ["STANDS", "after", "before"]

STANDS = "\ufffc"
"""Stands for a picture or another box that is treated like a character."""
_ENOUGH = 80
"""Characters in which a letter with a direction is found."""
_BYTES = 4 * _ENOUGH
"""Those of as many characters."""

Place = Mapping[int, Any] | None
"""WeasyPrint's `skip_stack`: the path to a character, which is counted in bytes."""
_Apart = Callable[[Any], bool]


def after(paragraph: Any, place: Place, is_apart: _Apart) -> str:
    """Some text from a place on. `is_apart` tells boxes with a direction of their own: they count as one character."""
    return _some(_forwards(paragraph, place, is_apart)) if place else ""


def before(paragraph: Any, place: Place, is_apart: _Apart) -> str:
    """Some text up to a place."""
    return _some(_backwards(paragraph, place, is_apart))[::-1] if place else ""


def _some(letters: Iterator[str]) -> str:
    return "".join(letter for letter, _ in zip(letters, range(_ENOUGH), strict=False))


def _split(place: Place) -> tuple[int, Place]:
    return next(iter(place.items())) if place else (0, None)


def _children(box: Any) -> list[Any]:
    return list(box.children) if isinstance(box, boxes.LineBox | boxes.InlineBox) else []


def _forwards(box: Any, place: Place, is_apart: _Apart) -> Iterator[str]:
    first, inner = _split(place)
    if isinstance(box, boxes.TextBox):
        yield from box.text.encode()[first : first + _BYTES].decode(errors="ignore")
    elif not _children(box) or (is_apart(box) and not isinstance(box, boxes.LineBox)):
        yield from () if place else STANDS
    else:
        for number, child in enumerate(_children(box)[first:]):
            if child.is_in_normal_flow():
                yield from _forwards(child, None if number else inner, is_apart)


def _backwards(box: Any, place: Place, is_apart: _Apart) -> Iterator[str]:
    first, inner = _split(place)
    if isinstance(box, boxes.TextBox):
        data = box.text.encode()
        end = first if place else len(data)
        yield from reversed(data[max(0, end - _BYTES) : end].decode(errors="ignore"))
    elif not _children(box) or (is_apart(box) and not isinstance(box, boxes.LineBox)):
        yield from () if place else STANDS
    else:
        children = _children(box)[: first + 1] if place else _children(box)
        for number, child in enumerate(reversed(children)):
            partly = bool(place) and number == 0
            if child.is_in_normal_flow() and not (partly and inner is None):
                yield from _backwards(child, inner if partly else None, is_apart)
