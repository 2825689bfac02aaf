"""The author's size for a picture: attributes, styles and width classes, converted to one form.

A picture that stands beside text has the class `beside-left` or `beside-right`. The result: `width` and `height` are CSS pixels (96 per inch) as integers; anything else is a `style` with only
`width`, `height` and `max-width`, in `%` of the column or in `em`. Invalid values are removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from publish.frozen import frozen
from publish.markup.tree import Element, add_class, classes, drop, names, take, text_of
from publish.text.patterns import late

__all__ = ["Length", "Wish", "settle", "wish_of"]

_PIXELS = {
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
}
"""Units of absolute length, in CSS pixels (CSS Values 4, 6.2)."""
_EMS = {"em": 1.0, "rem": 1.0, "ex": 0.5, "ch": 0.5}
"""Units relative to the font size."""
_SHARES = {"%": 1.0, "vw": 1.0}
"""Units relative to the width of the container; on a page, the window is the column."""
EM = 16.0
"""CSS pixels of an em, for comparisons."""
_LENGTH = late(r"(\d{1,5}(?:\.\d{1,9})?|\.\d{1,9})\s*([a-z]{1,3}|%)?")
_SUM = late(r"calc\(\s*([\d.]+\s*(?:%|vw))(?:\s+[+-]\s+([^\s()]+))?\s*\)")
"""A share of the column, perhaps with a gap that is added or taken away."""
_COLUMN = 700.0
"""Pixels of a usual blog's column, of which a gap is a part."""
_ZOOM = late(r"(\d{1,3}(?:\.\d{1,4})?|\.\d{1,4})(%?)")
_LONGEST = 1_000
"""Most characters of a style."""
_CLASSES = {"w-25": 25.0, "w-50": 50.0, "w-75": 75.0, "w-100": 100.0}
"""Classes of Bootstrap, used by many themes, and their share of the column."""
_SIDES = {
    f"{before}{side}": side
    for side in ("left", "right")
    for before in ("", "align-", "align", "float-", "float", "pull-", "img-", "image-", "picture-", "wrap-")
} | {"float-start": "left", "float-end": "right", "fl": "left", "fr": "right"}
"""Classes of themes and of Bootstrap for pictures beside text."""
_HOLDERS = names("figure div p")
"""Elements whose own width limits the pictures inside."""
_EMPTIED = names("a b em figure i p picture span strong")
"""Elements that are removed with a picture if it was their only content."""
_DOT = 1.0
"""Up to this side length in pixels, a picture is a tracking pixel."""
_NOTHING = 0.01
"""The same in other units."""

Unit = Literal["px", "em", "%"]


@frozen
class Length:
    """A length in a form that books can use."""

    value: float
    unit: Unit

    def __str__(self) -> str:
        return f"{self.value:.3f}".rstrip("0").rstrip(".") + self.unit

    @property
    def pixels(self) -> float:
        """Approximate CSS pixels; None for a percentage."""
        return self.value * EM if self.unit == "em" else self.value


@frozen
class Wish:
    """The author's size; None where nothing is given."""

    width: Length | None = None
    height: Length | None = None
    """Never a percentage: its container has no fixed height."""
    bounds: tuple[Length, ...] = ()
    """Maximum width: at most one length, then at most one percentage."""
    zoom: float = 1.0
    """Factor to its own size, when no width and height are given."""


def settle(root: Element) -> None:
    """Write every picture's size in the one form, and remove invisible pictures."""
    for image in list(root.iter("img")):
        style = _declarations(image)
        if _is_unseen(image, style):
            _drop(image)
            continue
        _mark_side(image, image, style)
        _write(image, _asked(image, style))
    for element in root.iter(*_HOLDERS):
        held = element.findall(".//img")
        if len(held) == 1:
            _mark_side(held[0], element, _declarations(element))
        take(element, "style")


def _mark_side(image: Element, element: Element, style: Mapping[str, str]) -> None:
    """Give a picture a class for the side on which it stands beside text, if it or its holder asks for one."""
    asked = [style.get("float", ""), take(image, "align").lower() if element is image else ""]
    side = next((each for each in asked if each in {"left", "right"}), "")
    side = side or next(filter(None, map(_SIDES.get, classes(element))), "")
    if side and not any(each.startswith("beside-") for each in classes(image)):
        add_class(image, f"beside-{side}")


def wish_of(image: Element) -> Wish:
    """The size that `settle` wrote on a picture."""
    style = _declarations(image)
    bounds = style.get("max-width", "").removeprefix("min(").removesuffix(")").split(",")
    return Wish(
        _length(style.get("width", "")) or _pixels(image, "width"),
        _length(style.get("height", "")) or _pixels(image, "height"),
        tuple(found for bound in bounds if (found := _length(bound))),
        _zoom(style),
    )


def _length(text: str, plain: Unit | None = None) -> Length | None:
    """A length, or None when it is not a size. `plain` is the unit of a number without one."""
    text = text.strip().lower()
    if part := _SUM.fullmatch(text):
        return _without_gap(_length(part[1]), _length(part[2] or "0") if "-" in text else None)
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None
    value = float(found[1])
    unit = found[2] or plain or ("" if value else "px")
    for units, name in ((_PIXELS, "px"), (_EMS, "em"), (_SHARES, "%")):
        if unit in units:
            value *= units[unit]
            return Length(min(value, 100.0) if name == "%" else value, name)  # type: ignore[arg-type]  # one of the three of Unit
    return None


def _without_gap(share: Length | None, gap: Length | None) -> Length | None:
    """What is left of a share of the column; what is added to it has no room beside it."""
    if share is None or gap is None or gap.unit == "%":
        return share
    left = share.value - gap.pixels / _COLUMN * 100
    return Length(left, "%") if left > _NOTHING else None


def _pixels(image: Element, name: str) -> Length | None:
    return _length(image.get(name, ""), "px")


def _declarations(element: Element) -> Mapping[str, str]:
    """An element's style by property, in lower case."""
    style = element.get("style", "")[:_LONGEST].lower()
    parted = (part.partition(":") for part in style.split(";") if part.strip())
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in parted}


def _zoom(style: Mapping[str, str]) -> float:
    """Factor for a picture's size; editors of Markdown write that."""
    found = _ZOOM.fullmatch(style.get("zoom", ""))
    return (float(found[1]) / (100 if found[2] else 1) if found else 0.0) or 1.0


def _is_unseen(image: Element, style: Mapping[str, str]) -> bool:
    """Whether a picture was not meant to be seen: hidden, or a tracking pixel."""
    if style.get("display") == "none" or style.get("visibility") == "hidden":
        return True
    sides = [_length(style.get(name, "")) or _pixels(image, name) for name in ("width", "height")]
    return any(side and side.value <= (_DOT if side.unit == "px" else _NOTHING) for side in sides)


def _drop(image: Element) -> None:
    parent = image.getparent()
    drop(image)
    while parent is not None and parent.tag in _EMPTIED and not len(parent) and not text_of(parent).strip():
        emptied, parent = parent, parent.getparent()
        drop(emptied)


def _asked(image: Element, style: Mapping[str, str]) -> Wish:
    """The size given on the picture and around it: a class overrides a style, a style an attribute."""
    sizes = {}
    for side, short in (("width", "w"), ("height", "h")):
        other = take(image, short)  # as in the theme Chirpy
        sizes[side] = _length(style.get(side, "")) or _pixels(image, side) or _length(other, "px")
    width, height = _share_by_class(image) or sizes["width"], sizes["height"]
    if height is not None and height.unit == "%":
        height = None
    limit = _length(style.get("max-width", ""))
    if limit is not None and limit.value <= _NOTHING:
        limit = None
    fixed, share = ([limit], 100.0) if limit and limit.unit != "%" else ([], limit.value if limit else 100.0)
    shared = width is not None and width.unit == "%"
    if shared and width is not None:
        share = min(share, width.value)
    for length in _widths_around(image):
        if length.unit == "%":
            share *= length.value / 100
        else:
            fixed.append(Length(length.value * share / 100, length.unit))
    narrowest = min(
        (each for each in fixed if each.value > _NOTHING), key=lambda each: each.pixels, default=None
    )
    bounds = (narrowest,) if narrowest else ()
    if shared:
        width = Length(share, "%")
    elif _NOTHING < share < 100:
        bounds = (*bounds, Length(share, "%"))
    return Wish(width, height, bounds, _zoom(style))


def _widths_around(image: Element) -> Iterator[Length]:
    """The widths of the elements around a picture, from the inside out, up to its table cell."""
    for holder in image.iterancestors():
        if holder.tag in ("td", "th"):
            return
        if holder.tag in _HOLDERS:
            yield from _widths_of(holder)


def _widths_of(holder: Element) -> Iterator[Length]:
    """The width of an element around a picture."""
    if own := _share_by_class(holder):
        yield own
    elif style := _declarations(holder):
        found = (_length(style.get(name, "")) for name in ("width", "max-width"))
        yield from (length for length in found if length is not None and length.value > _NOTHING)


def _share_by_class(element: Element) -> Length | None:
    shares = (_CLASSES.get(name) for name in classes(element))
    share = next(filter(None, shares), None)
    return Length(share, "%") if share else None


def _write(image: Element, wish: Wish) -> None:
    style = []
    for name, length in (("width", wish.width), ("height", wish.height)):
        take(image, name)
        if length and length.unit == "px":
            image.set(name, str(round(length.value)))
        elif length:
            style.append(f"{name}: {length}")
    if wish.bounds:
        limit = ", ".join(map(str, wish.bounds))
        style.append(f"max-width: {f'min({limit})' if len(wish.bounds) > 1 else limit}")
    if wish.zoom != 1 and wish.width is None and wish.height is None:
        style.append(f"zoom: {wish.zoom}")
    take(image, "style")
    if style:
        image.set("style", "; ".join(style))
