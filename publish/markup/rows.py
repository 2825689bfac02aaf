"""Pictures side by side: galleries and columns that hold nothing but pictures become one figure, whose pictures have
shares of the column. Columns that hold words stand one after the other, as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.markup.tree import PHRASING, Element, classes, drop, make, names, take, text_of
from publish.text.patterns import late

__all__ = ["settle"]

_ROWS = names(
    "row columns grid gallery d-flex flex flex-row flexbox grid-container image-row img-row image-gallery image-grid photos "
    "swiper__wrapper"
)
"""Classes of elements that put what they hold side by side: Bootstrap, Bulma, Tailwind, TeXt, and what sites call their own."""
_SIDE_BY_SIDE = late(
    r"display\s*:\s*(?:inline-)?(?:flex|grid)\b(?!.*flex-direction\s*:\s*column)", re.IGNORECASE
)
_IN_A_ROW = {"half": 2, "third": 3, "quarter": 4}
"""Classes of figures, and how many pictures they put in a row (Minimal Mistakes, So Simple)."""
_TWELFTHS = late(r"(?:col(?:-(?:xs|sm|md|lg|xl|xxl))?-|cell--|is-)(\d{1,2})")
_AROUND = names("a div figure p picture span")
"""What may stand around the pictures of a row."""
_MOST = 4
"""Most pictures in a row; more go on in the next."""
_GAP = 2.0
"""Per cent of the column that each picture of a row leaves free."""


def settle(root: Element) -> None:
    """Make rows of pictures, from the inside out; the rest stays."""
    holders: set[Element] = set()
    for block in reversed(list(root.iter("div", "figure", "section"))):
        if block.tag == "figure":
            _share_evenly(block)
        elif block not in holders and _is_row(block) and (columns := list(_columns(block))):
            holders.update(_row(block, columns).iterancestors())


def _share_evenly(figure: Element) -> None:
    number = next((_IN_A_ROW[name] for name in classes(figure) if name in _IN_A_ROW), 0)
    pictures = list(figure.iter("img"))
    if number and len(pictures) > 1:
        for picture in pictures:
            _limit(picture, 100.0 / number)


def _is_row(block: Element) -> bool:
    return bool(_ROWS.intersection(classes(block))) or bool(
        _SIDE_BY_SIDE.search(block.get("style", "")[:1_000])
    )


def _columns(block: Element) -> Iterator[Element]:
    """What stands side by side; nothing when any of it holds more than pictures, or when it is one picture."""
    inside = list(block.iterdescendants())
    if text_of(block).strip() or any(each.tag not in {*_AROUND, "br", "img"} for each in inside):
        return
    pictures = [each for each in inside if each.tag == "img"]
    if len(pictures) > 1:
        columns = [each for each in block if each.tag == "img" or each.find(".//img") is not None]
        yield from columns if len(columns) > 1 else pictures


def _row(block: Element, columns: list[Element]) -> Element:
    """The block as a figure of its pictures, with the caption that follows it."""
    figure = make("figure")
    for name in ("class", "id"):
        if value := take(block, name):
            figure.set(name, value)
    figure.text = "\n"
    for column in columns:
        share = _share(column) or 100.0 / min(len(columns), _MOST)
        for picture in [column] if column.tag == "img" else list(column.iter("img")):
            held = picture.getparent()
            linked = held if held is not None and held.tag == "a" and len(held) == 1 else picture
            _limit(picture, share)
            figure.append(linked)
            linked.tail = "\n"
    block.addprevious(figure)
    figure.tail, block.tail = block.tail, None
    drop(block)
    _take_caption(figure)
    return figure


def _share(column: Element) -> float:
    """The share of the column that a class says, in per cent; 0 for none."""
    said = [found for name in classes(column) if (found := _TWELFTHS.fullmatch(name))]
    return next((100.0 * part / 12 for found in said if 0 < (part := int(found[1])) < 12), 0.0)


def _limit(picture: Element, share: float) -> None:
    picture.set(
        "style", f"{picture.get('style', '').rstrip('; ')}; max-width: {share - _GAP:.3g}%".lstrip("; ")
    )


def _take_caption(figure: Element) -> None:
    """`div.caption` below a row is its caption."""
    after = figure.getnext()
    if (
        after is None
        or after.tag not in {"div", "p"}
        or "caption" not in classes(after)
        or (figure.tail or "").strip()
        or any(child.tag not in PHRASING for child in after)
    ):
        return
    figure.tail, after.tail = after.tail, None
    after.tag = "figcaption"
    after.attrib.pop("class", "")
    figure.append(after)
