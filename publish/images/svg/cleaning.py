"""Copies of drawings with only allowed parts: shapes, text, colours, embedded pictures.

Only what is listed here is copied. So scripts, events, animation, links, outside addresses and HTML pages are lost
(SVG 2; what browsers do with an `img`, SVG Integration).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from lxml import etree

from publish.images.errors import ImageError
from publish.images.svg import styles
from publish.images.svg.reading import read

__all__ = ["NAMESPACE", "cleaned", "words_of"]

NAMESPACE = "http://www.w3.org/2000/svg"
_KEPT = {
    name.lower(): name
    for name in (
        "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath image marker clipPath "
        "mask pattern linearGradient radialGradient stop filter style switch a feBlend feColorMatrix "
        "feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight "
        "feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology "
        "feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
    ).split()
}
_CASED = {
    name.lower(): name
    for name in (
        "viewBox preserveAspectRatio gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits "
        "patternTransform clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits refX refY "
        "startOffset textLength lengthAdjust stdDeviation baseFrequency numOctaves stitchTiles tableValues filterUnits "
        "primitiveUnits edgeMode kernelMatrix surfaceScale specularConstant specularExponent diffuseConstant "
        "limitingConeAngle pointsAtX pointsAtY pointsAtZ xChannelSelector yChannelSelector pathLength requiredFeatures "
        "requiredExtensions systemLanguage kernelUnitLength preserveAlpha targetX targetY"
    ).split()
}
"""Attributes with capitals, which HTML writes in lower case."""
_ATTRIBUTE = re.compile(r"[A-Za-z][\w-]{0,60}")
_NOT_KEPT = re.compile(r"on|data-|aria-|xmlns", re.IGNORECASE)
_RASTER = re.compile(r"data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_DRAWING = re.compile(r"data:image/svg\+xml[;,]", re.IGNORECASE)
_LINK = "{http://www.w3.org/1999/xlink}href"
_DEEP = 3
"""Most nested levels of drawings within drawings."""
_MOST_USES = 200_000
"""Most parts of a drawing, when each reuse counts again."""
_MOST_WORDS = 2_000


def cleaned(root: etree._Element, depth: int = 0) -> etree._Element:
    """A new tree with only what is drawn. Raises ImageError for a drawing that would grow without limit."""
    sheet = "\n".join("".join(map(str, each.itertext())) for each in root.iter() if _name(each) == "style")
    custom = styles.custom_properties(f"{sheet}\n{root.get('style', '')}")
    fresh = _copied(root, custom, depth)
    _bound_uses(fresh)
    return fresh


def words_of(root: etree._Element) -> str:
    """A drawing's own description: `aria-label`, or its `title` and `desc`; empty when there is none."""
    if label := " ".join(root.get("aria-label", "").split()):
        return label[:_MOST_WORDS]
    found = {_name(child): " ".join("".join(map(str, child.itertext())).split()) for child in reversed(root)}
    parts = [found.get("title", ""), found.get("desc", "")]
    if parts[1].startswith(parts[0]):
        parts[0] = ""
    return ". ".join(part.rstrip(".") if part is parts[0] else part for part in parts if part)[:_MOST_WORDS]


def _name(element: etree._Element) -> str:
    if callable(element.tag):  # not an element: an undeclared entity
        return ""
    found = etree.QName(element)
    return found.localname.rpartition(":")[2].lower() if found.namespace in (None, NAMESPACE) else ""


def _copied(root: etree._Element, custom: Mapping[str, str], depth: int) -> etree._Element:
    fresh = etree.Element(f"{{{NAMESPACE}}}svg", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs lack it
    _copy_attributes(root, fresh, custom, depth)
    pairs = [(root, fresh)]
    while pairs:
        old, new = pairs.pop()
        new.text = str(old.text or "") or None
        for child in old:
            made = _copy(child, new, custom, depth)
            if made is None:
                if len(new):
                    new[-1].tail = f"{new[-1].tail or ''}{child.tail or ''}"
                else:
                    new.text = f"{new.text or ''}{child.tail or ''}"
                continue
            made.tail = child.tail
            if made.tag.endswith("}style"):
                made.text = styles.plain_sheet("".join(map(str, child.itertext())), custom)
            elif _name(child) != "foreignobject":
                pairs.append((child, made))
    return fresh


def _copy(
    old: etree._Element, parent: etree._Element, custom: Mapping[str, str], depth: int
) -> etree._Element | None:
    """The copy of an element; None when it and its content are left out."""
    name = _name(old)
    if name == "foreignobject":
        return None if parent.tag.endswith("}switch") else _page_words(old, parent)
    if name not in _KEPT or _is_fallback_note(old):
        return None
    new = etree.SubElement(parent, f"{{{NAMESPACE}}}{_KEPT[name]}")
    _copy_attributes(old, new, custom, depth)
    if name in {"image", "feimage", "use"} and not new.get("href"):
        parent.remove(new)
        return None
    return new


def _is_fallback_note(element: etree._Element) -> bool:
    """Whether this is the text that diagrams.net shows in programs without HTML ("Text is not SVG"): we show the
    HTML's text.
    """
    features = (
        child.get("requiredFeatures", "") for child in element if _name(child) == "g" and not len(child)
    )
    return _name(element) == "switch" and any("Extensibility" in each for each in features)


def _copy_attributes(old: etree._Element, new: etree._Element, custom: Mapping[str, str], depth: int) -> None:
    for key, raw in old.attrib.items():
        name, value = str(key), str(raw)
        if name == "{http://www.w3.org/XML/1998/namespace}space":
            new.set(name, value)
        elif name in (_LINK, "href", "xlink:href"):
            if address := _address(_name(old), value.strip(), depth):
                new.set("href", address)
        elif _ATTRIBUTE.fullmatch(name) and not _NOT_KEPT.match(name):
            value = styles.plain_value(value, custom)
            new.set(
                _CASED.get(name.lower(), name), styles.families(value) if name == "font-family" else value
            )


def _address(tag: str, value: str, depth: int) -> str:
    """An address that stays inside the drawing, or empty."""
    if value.startswith("#"):
        return "" if tag in {"image", "a"} else value
    if tag not in {"image", "feimage"}:
        return ""
    if _RASTER.match(value):
        return value
    return _within(value, depth) if _DRAWING.match(value) and depth < _DEEP else ""


def _within(value: str, depth: int) -> str:
    """A cleaned drawing within a drawing."""
    head, _, payload = value.partition(",")
    try:
        data = unquote_to_bytes(payload)
        if head.lower().endswith(";base64"):
            data = base64.b64decode(data, validate=False)
        inner = cleaned(read(data), depth + 1)
    except (ValueError, ImageError):
        return ""
    return f"data:image/svg+xml;base64,{base64.b64encode(etree.tostring(inner)).decode()}"


def _page_words(page: etree._Element, parent: etree._Element) -> etree._Element | None:
    """The text of HTML inside a drawing, as centred SVG text, like labels in diagrams."""
    lines = _lines(page)
    try:
        x, y, width, height = (float(page.get(name, "0")) for name in ("x", "y", "width", "height"))
    except ValueError:
        return None
    if not lines or not width:
        return None
    text = etree.SubElement(parent, f"{{{NAMESPACE}}}text")
    # The usual size of labels, or smaller so that the longest line fits.
    size = min(16.0, height / len(lines) / 1.1 or 16.0, 1.9 * width / max(map(len, lines)))
    for name, value in (
        ("text-anchor", "middle"),
        ("font-size", f"{size:.2f}"),
        ("font-family", "sans-serif"),
    ):
        text.set(name, value)
    top = y + height / 2 - size * 1.2 * (len(lines) - 1) / 2 + size * 0.35
    for number, line in enumerate(lines):
        part = etree.SubElement(text, f"{{{NAMESPACE}}}tspan")
        part.set("x", f"{x + width / 2:.2f}")
        part.set("y", f"{top + number * size * 1.2:.2f}")
        part.text = line
    return text


def _lines(page: etree._Element) -> list[str]:
    parts: list[str] = []
    for event, element in etree.iterwalk(page, events=("start", "end")):
        tag = etree.QName(element).localname.lower()
        if tag in {"br", "p", "div", "li"}:
            parts.append("\n")
        parts.append(
            str((element.text if event == "start" else element.tail if element is not page else "") or "")
        )
        if tag in {"script", "style"}:
            parts.pop() if event == "start" else None
    lines = (
        " ".join(line.split())
        for line in "".join(part if part == "\n" else part.replace("\n", " ") for part in parts).split("\n")
    )
    return [line for line in lines if line][:50]


def _bound_uses(root: etree._Element) -> None:
    """Remove elements that use themselves, and refuse drawings that grow by nested reuse."""
    named = {each.get("id"): each for each in root.iter() if each.get("id")}
    weights: dict[etree._Element, int] = {}
    for use in list(root.iter(f"{{{NAMESPACE}}}use")):
        _count_parts(use, named, weights, ())
    total = sum(weights.get(each, 1) for each in root.iter())
    if total > _MOST_USES:
        raise ImageError("an SVG drawing that repeats its parts too often: simplify it, or save it as PNG")


def _count_parts(
    use: etree._Element,
    named: Mapping[str | None, etree._Element],
    weights: dict[etree._Element, int],
    path: tuple[etree._Element, ...],
) -> int:
    """Number of parts that a `use` stands for; 0 when it is in a circle, or nests too deeply."""
    if use in weights:
        return weights[use]
    target = named.get(use.get("href", "")[1:])
    if target is None or use in path or len(path) > 40:
        return 0
    total = 1
    for each in target.iter():
        total += _count_parts(each, named, weights, (*path, use)) if each.tag == use.tag else 1
        if total > _MOST_USES:
            break
    weights[use] = total
    return total
