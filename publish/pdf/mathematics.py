"""Mathematics, which WeasyPrint cannot set: MathML becomes HTML that style sheets can shape, with its TeX beside it."""

from __future__ import annotations

from lxml import etree

__all__ = ["draw"]

MATHML = "{http://www.w3.org/1998/Math/MathML}"


def draw(root: etree._Element) -> None:
    """Replace every `math` by `span.math` (or `span.math.display`) that keeps its TeX as `data-alt`."""
    for math in list(root.iter(f"{MATHML}math", "math")):
        display = math.get("display") == "block"
        span = etree.Element("span", {"class": "math display" if display else "math"})
        span.set("data-alt", math.get("alttext") or "".join(math.itertext()))
        for child in math:
            _convert(child, span)
        span.tail = math.tail
        math.getparent().replace(math, span)


def _convert(element: etree._Element, parent: etree._Element) -> None:
    if not isinstance(element.tag, str):
        return
    name = element.tag.removeprefix(MATHML)
    if name in {"annotation", "annotation-xml"}:
        return
    span = etree.SubElement(parent, "span", {"class": name})
    if name in {"mi", "mn", "mo", "mtext", "ms"}:
        span.text = (element.text or "").strip() if name != "mtext" else element.text
        _mark_token(span, name)
        return
    for child in element:
        _convert(child, span)


def _mark_token(span: etree._Element, name: str) -> None:
    text = span.text or ""
    if name == "mi" and len(text) > 1:
        span.set("class", "mi upright")
    if name == "mo" and text in set("+−-=<>≤≥≠≈→←⇒⇔⟺⟹∈∪∩×·∝:") | {"\u27fa"}:
        span.set("class", "mo relation")
