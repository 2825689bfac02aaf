"""Formulas: TeX between `$$` becomes MathML, and keeps its TeX for whoever cannot read that."""

from __future__ import annotations

import re

from lxml import etree

from publish.markup.notices import Notices
from publish.markup.tree import Element, classes, has_class, make, names, text_of

__all__ = ["NAMESPACE", "to_mathml"]

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
MAX_TEX = 10_000
"""Characters of one formula."""
MAX_NESTING = 40
"""Braces within braces; the converter recurses."""
_KINDS = {"math-inline", "math-display"}
_ATTRIBUTES = names(
    "accent accentunder align columnalign columnlines columnspacing columnspan display displaystyle fence form frame "
    "framespacing largeop linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits "
    "notation rowalign rowlines rowspacing rowspan rspace scriptlevel separator stretchy symmetric width height depth voffset"
)
"""What MathML may say about looks; nothing that leads anywhere (`\\href` of TeX) or carries a style."""
_BRACES = re.compile(r"\\left\b|\\right\b|\\begin\b|\\end\b|(?<!\\)[{}]")


def to_mathml(root: Element, notices: Notices) -> None:
    """Put MathML with `alttext` and the TeX as annotation in the place of each `.math-inline` and `.math-display`.

    The class moves to the `math` element. TeX that cannot be read stays as code, with a notice.
    """
    holders = [element for element in root.iter("span", "div") if _KINDS & set(classes(element))]
    for holder in holders:
        tex = text_of(holder).strip()
        kind = "math-display" if has_class(holder, "math-display") else "math-inline"
        fresh = _mathml(tex, display=kind == "math-display")
        if fresh is None:
            shown = tex[:60]
            notices.add(
                "math-unreadable", f"the formula {shown!r} cannot be read as TeX and is shown as it is", shown
            )
            fresh = make(str(holder.tag))
            fresh.append(make("code", tex))
        fresh.set("class", kind)
        fresh.tail, holder.tail = holder.tail, None
        parent = holder.getparent()
        if parent is not None:
            parent.replace(holder, fresh)


def _mathml(tex: str, *, display: bool) -> Element | None:
    if not tex or len(tex) > MAX_TEX or _nesting(tex) > MAX_NESTING:
        return None
    from latex2mathml.converter import convert

    try:
        text = convert(tex, display="block" if display else "inline")
        math = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    except Exception:  # the converter raises whatever its parser meets: IndexError, KeyError, its own
        return None
    for element in math.iter(etree.Element):
        for name, value in element.attrib.items():
            # The converter leaves `columnspacing` empty in an `align` of one column: no value is no length.
            if name not in _ATTRIBUTES or not value:
                del element.attrib[name]
    return _annotate(math, tex)


def _nesting(tex: str) -> int:
    depth = deepest = 0
    for mark in _BRACES.findall(tex):
        depth += 1 if mark in ("{", "\\left", "\\begin") else -1
        deepest = max(deepest, depth)
    return deepest


def _annotate(math: Element, tex: str) -> Element:
    """`math > semantics > (row, annotation)` (MathML Core, 6.1), with TeX as `alttext` too."""

    def part(tag: str, **attributes: str) -> Element:
        return etree.Element(f"{{{NAMESPACE}}}{tag}", attributes)

    if len(math) == 1 and etree.QName(math[0]).localname == "mrow":
        row = math[0]
    else:
        row = part("mrow")
        row.extend(list(math))
    semantics = part("semantics")
    annotation = part("annotation", encoding="application/x-tex")
    annotation.text = tex
    semantics.extend([row, annotation])
    math.append(semantics)
    math.set("alttext", tex)
    return math
