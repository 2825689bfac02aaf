"""Parts a paragraph of several pictures and nothing else: each picture at the side becomes a paragraph of its own.

In one paragraph, it would stand beside the other pictures, or on them, not beside the text that follows.
"""

from __future__ import annotations

from publish.markup.picturesizes import wish_of
from publish.markup.tree import (
    Element,
    classes,
    drop,
    has_class,
    is_within,
    make,
    names,
    remove_class,
    text_of,
)

__all__ = ["SIDES", "child_with", "has_text_beside", "holds_nothing_else", "part", "side_of", "visible"]

SIDES = ("beside-left", "beside-right")
"""Classes of pictures beside text."""
_AROUND = names("a b br em i img picture span strong wbr")
"""Elements that may surround pictures in a block with no other content."""
_INVISIBLE = "\u200b\u2060\ufeff"
_COLUMN = 700.0
"""Pixels of a usual blog's column."""
_BESIDE = 35.0
"""Per cent of the column that several pictures at the sides may take: more leave no room for text between them."""
_WHOLE = names("td th figure")
"""Elements in which pictures stay together."""
_BELOW = names("h1 h2 h3 h4 h5 h6 hr pre table figure aside section ul ol dl blockquote")
"""Blocks that start below a picture at the side, as the style sheets say."""
_CLOSED = names("body section article li td th blockquote aside")
"""Elements whose pictures stand beside the text in them, never beside what follows."""


def part(paragraph: Element) -> None:
    """Part one paragraph, if it contains only pictures. Those at the sides become a row if together they are too wide."""
    pictures = list(paragraph.iter("img"))
    if len(pictures) < 2 or not holds_nothing_else(paragraph):
        return
    together = is_within(paragraph, _WHOLE) or any(
        has_class(each, "figure") for each in paragraph.iterancestors()
    )
    crowded = all(map(side_of, pictures)) and sum(map(_share, pictures)) > _BESIDE
    for picture in pictures:
        if together or crowded or len(list(child_with(paragraph, picture).iter("img"))) > 1:
            remove_class(picture, side_of(picture))
    if together:
        return
    others = _rows(paragraph)[1:]
    for row in reversed(others):
        block = make("p")
        block.attrib.update({name: value for name, value in paragraph.attrib.items() if name != "id"})
        block.extend(row)
        _trim(block)
        block.tail, paragraph.tail = paragraph.tail, "\n"
        paragraph.addnext(block)
    if others:
        _trim(paragraph)


def has_text_beside(block: Element) -> bool:
    """Whether text follows that can stand beside this block."""
    following: Element | None = block
    while following is not None:
        if visible(following.tail or ""):
            return True
        around, following = following.getparent(), following.getnext()
        if following is None:
            following = None if around is None or around.tag in _CLOSED else around
        elif following.tag in _BELOW:
            return False
        elif visible(text_of(following)):
            return True
        elif following.find(".//img") is not None and not set(SIDES) & set(classes(following)):
            return False
    return False


def holds_nothing_else(block: Element) -> bool:
    """Whether a block contains only pictures."""
    return not visible(text_of(block)) and all(each is block or each.tag in _AROUND for each in block.iter())


def side_of(image: Element) -> str:
    """The class of a picture beside text, or nothing."""
    return next((each for each in classes(image) if each in SIDES), "")


def visible(text: str) -> str:
    """A text without white space and marks that nobody sees at its ends."""
    return text.strip().strip(_INVISIBLE)


def _rows(paragraph: Element) -> list[list[Element]]:
    """The paragraph's children: each picture at the side, and what is between them."""
    rows: list[list[Element]] = [[]]
    was_aside: bool | None = None
    for child in paragraph:
        pictures = list(child.iter("img"))
        is_aside = any(map(side_of, pictures))
        if pictures and was_aside is not None and (is_aside or was_aside):
            rows.append([])
        if pictures:
            was_aside = is_aside
        rows[-1].append(child)
    return rows


def _share(image: Element) -> float:
    """A picture's width in per cent of a usual column."""
    wish = wish_of(image)
    widths = [each for each in (wish.width, *wish.bounds) if each]
    shares = (each.value if each.unit == "%" else each.pixels / _COLUMN * 100 for each in widths)
    return min(shares, default=100.0)


def _trim(block: Element) -> None:
    """Remove line breaks at the start and the end of a block, and the spaces there."""
    while len(block) and block[-1].tag == "br":
        drop(block[-1])
    while len(block) and block[0].tag == "br":
        drop(block[0])
    block.text = None
    if len(block):
        block[-1].tail = None


def child_with(block: Element, image: Element) -> Element:
    """The child of a block that is or contains the picture, such as a link."""
    around = [image, *image.iterancestors()]
    return around[around.index(block) - 1]
