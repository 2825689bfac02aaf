"""Formulas: TeX between `$$` becomes MathML, and keeps its TeX for whoever cannot read that."""

from __future__ import annotations

import re

from lxml import etree

from publish.markup.notices import Notices
from publish.markup.tree import Element, add_class, has_class, make, text_of

__all__ = ["NAMESPACE", "to_mathml"]

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
MAX_TEX = 10_000
"""Characters of one formula."""
MAX_NESTING = 40
"""Braces within braces; the converter recurses."""
_BRACES = re.compile(r"\\left\b|\\right\b|\\begin\b|\\end\b|(?<!\\)[{}]")


def to_mathml(root: Element, notices: Notices) -> None:
    """Replace the content of `.math-inline` and `.math-display` by MathML with `alttext` and the TeX as annotation.

    TeX that cannot be read stays as code, with a notice.
    """
    for holder in [
        e for e in root.iter("span", "div") if has_class(e, "math-inline") or has_class(e, "math-display")
    ]:
        tex = text_of(holder).strip()
        display = has_class(holder, "math-display")
        tail = holder.tail
        math = _mathml(tex, display=display)
        holder.clear()
        holder.tail = tail
        holder.set("class", "math-display" if display else "math-inline")
        if math is None:
            notices.add(
                "math-unreadable",
                f"the formula {tex[:60]!r} cannot be read as TeX and is shown as it is",
                tex[:60],
            )
            holder.append(make("code", tex))
            add_class(holder, "math-tex")
        else:
            holder.append(math)


def _mathml(tex: str, *, display: bool) -> Element | None:
    if not tex or len(tex) > MAX_TEX or _nesting(tex) > MAX_NESTING:
        return None
    from latex2mathml.converter import convert

    try:
        text = convert(tex, display="block" if display else "inline")
        math = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    except Exception:  # the converter raises whatever its parser meets: IndexError, KeyError, its own
        return None
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
