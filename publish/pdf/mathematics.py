"""Formulas, which WeasyPrint cannot set: in the place of MathML come `embed` elements that `weasy/formulas` draws.

They are not `img`, because a style's rules for pictures must not apply to formulas.

A formula inside text is split where a line may end; the spaces there are the line's own, so that justification can
stretch them. A displayed formula has one part for each row, so that a page may break between rows.
"""

from __future__ import annotations

from publish.markup import chinese
from publish.markup.tree import Element, add_class, has_class, make, text_of
from publish.weasy import formulas

__all__ = ["draw"]

_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_FEW = 6
"""Rows of a displayed formula that stay on one page."""


def draw(root: Element) -> None:
    """Replace every `math` by `span.math` (`span.math.display` for a displayed one), with alternative text in
    `data-alt` and TeX in `data-tex`.

    A formula that cannot be laid out is shown as TeX.
    """
    for math in [element for element in root.iter() if isinstance(element.tag, str) and _is_math(element)]:
        parent = math.getparent()
        if parent is None:
            continue
        if (words := _reference(math)) and parent.tag == "a" and not len(parent) > 1:
            parent.text = (parent.text or "") + words + (math.tail or "")
            parent.remove(math)
            continue
        span = _drawn(math)
        span.tail, math.tail = math.tail, None
        parent.replace(math, span)
        if parent.tag == "p" and has_class(span, "display"):
            _stand_alone(span, parent)
        elif chinese.gaps("x", _next(span)):
            add_class(span, "gap")  # as after a Latin letter


def _next(span: Element) -> str:
    """The character after an element, if it is near."""
    following = span.getnext()
    return (span.tail or ("" if following is None else following.text) or "")[:1]


def _stand_alone(display: Element, paragraph: Element) -> None:
    """Take a displayed formula out of its paragraph, and split that. The rest has no indent: `p.goes-on`."""
    outer = paragraph.getparent()
    if outer is None:
        return
    rest = make("p", display.tail or "", class_=f"{paragraph.get('class') or ''} goes-on".strip())
    if language := paragraph.get("lang"):
        rest.set("lang", language)
        display.set("lang", language)
    rest.extend(list(display.itersiblings()))
    rest.tail, paragraph.tail, display.tail = paragraph.tail, None, None
    at = outer.index(paragraph) + 1
    outer.insert(at, display)
    if _is_empty(rest):
        display.tail = rest.tail
    else:
        outer.insert(at + 1, rest)
    if _is_empty(paragraph):
        for name, value in paragraph.attrib.items():
            if name not in display.attrib:
                display.set(name, value)
        outer.remove(paragraph)


def _is_empty(paragraph: Element) -> bool:
    return not len(paragraph) and not (paragraph.text or "").strip()


def _is_math(element: Element) -> bool:
    return element.tag in (_MATH, "math")


def _drawn(math: Element) -> Element:
    tex = _tex(math)
    display = math.get("display") == "block" and not _in_link(math)
    span = make("span", class_="math display" if display else "math")
    if not display:
        span.set("dir", "ltr")  # also in Hebrew and Arabic: its parts are ordered as one
    span.set("data-alt", math.get("alttext") or tex)
    span.set("data-tex", tex)
    try:
        if display:
            _rows(math, span)
        else:
            _parts(math, span)
    except RecursionError:
        return make("code", tex, class_="math-tex")
    return span


def _reference(math: Element) -> str:
    """The text of a formula that consists of text only: the number of an equation."""
    tokens = [each for each in math.iter() if isinstance(each.tag, str) and not len(each)]
    shown = [each for each in tokens if each.tag.rpartition("}")[2] != "annotation"]
    words = [each.text or "" for each in shown if each.tag.rpartition("}")[2] == "mtext"]
    return "".join(words) if len(words) == len(shown) else ""


def _in_link(math: Element) -> bool:
    return any(each.tag == "a" for each in math.iterancestors())


def _tex(math: Element) -> str:
    """The author's TeX."""
    for element in math.iter():
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == "annotation":
            return " ".join((element.text or "").split())
    return math.get("alttext") or " ".join(text_of(math).split())


def _rows(math: Element, span: Element) -> None:
    rows = formulas.display(math)
    if len(rows) > _FEW:
        span.set("class", "math display long")
    for number, (address, name) in enumerate(rows):
        image = _picture("math-row", address, span, first=number == 0)
        if name:
            image.set("id", name)
        span.append(image)


def _parts(math: Element, span: Element) -> None:
    for number, (address, space, fenced) in enumerate(formulas.inline(math)):
        image = _picture("math-part", address, span, first=number == 0)
        span.append(image)
        if fenced:
            span.append(make("span", space, class_="math-fenced"))
        else:
            image.tail = space


def _picture(name: str, address: str, span: Element, *, first: bool) -> Element:
    """One of a formula's pictures. The first one has the formula's TeX for copying.

    The others have a space: some readers ignore an empty text, and copy the glyphs.
    """
    image = make("embed", class_=name, src=address)
    image.set("data-copied", span.get("data-tex", "") if first else " ")
    return image
