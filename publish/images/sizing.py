"""The size of a picture, and its place among text: what the author asked for, else its pixels.

`width` and `height` of a picture are CSS pixels with the picture's aspect ratio. If the author asked for a size,
there is also a `style`: `width` in `px`, `em` or `%` of the column, and `max-width` if there is also a maximum. No
style sheet shows a picture wider than the column.
"""

from __future__ import annotations

from itertools import pairwise

from lxml import etree

from publish.images.parting import child_with, has_text_beside, holds_nothing_else, part, side_of, visible
from publish.markup.picturesizes import Length, wish_of
from publish.markup.tree import PHRASING, Element, add_class, remove_class, text_of
from publish.model import Image

__all__ = ["place", "show"]

_SMALL = Length(240, "px"), Length(15, "em"), Length(50, "%")
"""A picture inside text stays in its line up to these widths; a wider one would break the line apart."""
_NARROW = Length(340, "px"), Length(20, "em"), Length(50, "%")
"""A picture stands beside text up to these widths: a wider one leaves no room for it."""
_FULL, _TOUCHING = 100.0, 96.0
"""A row's width in per cent of the column, and the width above which the spaces between its pictures do not fit."""


def show(element: Element, image: Image, density: float = 1.0) -> None:
    """Set the size of this picture on an `img`. `density` is how many of its pixels make one CSS pixel."""
    wish = wish_of(element)
    natural = float(image.natural_width or image.width) / max(density, 0.1)
    shape = image.height / image.width
    width, limit = wish.width, None
    if width is None and wish.height is not None:
        width = Length(wish.height.value / shape, wish.height.unit)
    elif width is None and wish.zoom != 1:
        width = Length(natural * wish.zoom, "px")
    elif width is None and natural < image.width:
        width = Length(natural, "px")  # a drawing has more pixels than its size, so that it is sharp
    width = _within_pixels(width, image)
    for bound in wish.bounds:
        if bound.unit == "%" or (width is not None and width.unit == "%"):
            limit = bound
        elif bound.pixels < (natural if width is None else width.pixels):
            width = bound
    seen = natural if width is None or width.unit == "%" else width.pixels
    element.set("width", str(max(1, round(seen))))
    element.set("height", str(max(1, round(seen * shape))))
    style = [f"{name}: {length}" for name, length in (("width", width), ("max-width", limit)) if length]
    element.attrib.pop("style", "")
    if style:
        element.set("style", "; ".join(style))


def _within_pixels(width: Length | None, image: Image) -> Length | None:
    """A width that asks for no more pixels than there are: a browser would enlarge the picture, and blur it.

    Shares of the column stay, and so do drawings, which have more pixels than their size.
    """
    drawing = 0 < image.natural_width < image.width
    most = float(max(image.width, image.natural_width))
    if width is None or width.unit == "%" or drawing or width.pixels <= most:
        return width
    return Length(most, "px")


def place(body: Element) -> None:
    """Set classes for the places of pictures. `beside-left` and `beside-right` stay only where text can run around them.

    `p.picture` contains only pictures, `figure.pictures` several; `img.apart` is inside text and too wide for its
    line. `p.picture-led` starts with a picture or is split by one: its first line has no indent, which would push the
    picture out of the column.
    """
    for paragraph in list(body.iter("p")):
        part(paragraph)
    for image in reversed(list(body.iter("img"))):
        _settle_side(image)
    for block in body.iter("p", "li", "figure"):
        pictures = [image for image in block.iter("img") if not _is_sign(image)]
        if not pictures:
            continue
        if block.tag == "figure":
            if len(pictures) > 1:
                add_class(block, "pictures")
                _close_rows(block, pictures)
        elif not all(each is block or each.tag in PHRASING for each in block.iter()):
            continue
        elif block.tag == "p" and holds_nothing_else(block):
            add_class(block, "picture")
            _close_rows(block, pictures)
        elif visible(text_of(block)):
            _place_in_text(block, pictures)


def _settle_side(image: Element) -> None:
    """Keep a picture beside text, with the block around it if it stands alone there; else take its class away."""
    side = side_of(image)
    if not side:
        return
    block = next((each for each in image.iterancestors() if each.tag not in PHRASING), None)
    alone = block is not None and block.tag in {"p", "figure", "div"} and _holds_one(block)
    in_text = block is not None and block.tag in {"p", "li"} and not alone and bool(visible(text_of(block)))
    cell = any(each.tag in {"td", "th", "figure"} for each in image.iterancestors()) and not alone
    lonely = alone and block is not None and not has_text_beside(block)
    if not (alone or in_text) or lonely or cell or not _is_within(image, _NARROW):
        remove_class(image, side)
    elif alone and block is not None:
        remove_class(image, side)
        add_class(block, side)
        width = wish_of(image).width
        if width and width.unit == "%":  # of the column, not of the block that stands beside the text
            block.set("style", f"width: {width}")
            image.set("style", "width: 100%")


def _place_in_text(block: Element, pictures: list[Element]) -> None:
    wide = [image for image in pictures if not _is_small(image) and not side_of(image)]
    for image in wide:
        add_class(image, "apart")
    if block.tag == "p" and (wide or _comes_first(block, pictures[0])):
        add_class(block, "picture-led")


def _holds_one(block: Element) -> bool:
    captions = "".join(text_of(each) for each in block.iter("figcaption"))
    return len(list(block.iter("img"))) == 1 and visible(text_of(block)) == visible(captions)


def _is_sign(image: Element) -> bool:
    """Whether a picture is part of a stand-in."""
    return "stand-in-code" in image.get("class", "").split()


def _comes_first(block: Element, picture: Element) -> bool:
    """Whether there is no text before a picture in its block."""
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if element is picture:
            return True
        words = element.text if event == "start" else element.tail
        if visible(words or ""):
            return False
    return False


def _is_small(image: Element) -> bool:
    return _is_within(image, _SMALL)


def _is_within(image: Element, most: tuple[Length, ...]) -> bool:
    width, bounds = wish_of(image).width, wish_of(image).bounds
    known = [each for each in (width, *bounds) if each]
    return any(each.value <= limit.value for each in known for limit in most if each.unit == limit.unit)


def _close_rows(block: Element, pictures: list[Element]) -> None:
    """Remove the spaces between pictures whose shares fill the column, such as `50%` and `50%`: the spaces would
    break the row.
    """
    row: list[Element] = []
    total = 0.0
    for image in pictures:
        width = wish_of(image).width
        share = width.value if width and width.unit == "%" else 2 * _FULL
        if total + share > _FULL:
            _close(block, row, total)
            row, total = [], 0.0
        row.append(image)
        total += share
    _close(block, row, total)


def _close(block: Element, row: list[Element], total: float) -> None:
    if not _TOUCHING < total <= _FULL:
        return
    for image, following in pairwise(child_with(block, image) for image in row):
        if image.getnext() is following:
            image.tail = None
