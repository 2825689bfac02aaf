"""Copies of drawings with only allowed parts: shapes, text, colours, embedded pictures.

Only what is listed here is copied. So scripts, events, animation, links, outside addresses and HTML pages are lost
(SVG 2; what browsers do with an `img`, SVG Integration).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from publish.frozen import frozen
from publish.images.datauris import bytes_of
from publish.images.errors import ImageError
from publish.images.svg import styles
from publish.images.svg.attributes import set_attribute, settle_directions, write_style
from publish.images.svg.cascade import Styles, applies, matched
from publish.images.svg.geometry import Box
from publish.images.svg.labels import set_words
from publish.images.svg.reading import read
from publish.images.svg.sizes import view_of
from publish.text.patterns import late

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
_ATTRIBUTE = late(r"[A-Za-z][\w-]{0,60}")
_NOT_KEPT = late(r"on|data-|aria-|xmlns", re.IGNORECASE)
_RASTER = late(r"data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_DRAWING = late(r"data:image/svg\+xml[;,]", re.IGNORECASE)
_LINK = "{http://www.w3.org/1999/xlink}href"
_DEEP = 3
"""Most nested levels of drawings within drawings."""
_TEMPLATES = {"linearGradient radialGradient": "gradientTransform", "pattern": "patternTransform"}
_UNKNOWN = (0.0, 0.0, 300.0, 150.0)
"""View box of a drawing within a drawing that says none."""
_MOST_USES = 200_000
"""Most parts of a drawing, when each reuse counts again."""
_MOST_WORDS = 2_000


@frozen
class _Source:
    """What the copies of one drawing's elements are made from."""

    styles: Styles
    custom: Mapping[str, str]
    view: Box
    """Its view box, or its size."""
    depth: int


def cleaned(root: etree._Element, view: Box, depth: int = 0) -> etree._Element:
    """A new tree with only what is drawn, and with all styles written on the elements. `view` is the drawing's view box.

    Raises ImageError for a drawing that would grow without limit.
    """
    sheet = "\n".join(_sheets(root, view[2]))
    custom = styles.custom_properties(f"{sheet}\n{root.get('style', '')}")
    source = _Source(matched(root, sheet, custom, view[2]), custom, view, depth)
    fresh = _copied(root, source)
    settle_directions(fresh)
    _complete_templates(fresh)
    _bound_uses(fresh)
    return fresh


def _sheets(root: etree._Element, width: float) -> Iterator[str]:
    for each in root.iter():
        if _name(each) == "style" and applies(each.get("media", ""), width):
            yield "".join(map(str, each.itertext()))


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


def _copied(root: etree._Element, source: _Source) -> etree._Element:
    fresh = etree.Element(f"{{{NAMESPACE}}}svg", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs lack it
    _copy_attributes(root, fresh, source)
    pairs = [(root, fresh)]
    while pairs:
        old, new = pairs.pop()
        new.text = str(old.text or "") or None
        for child in _children(old):
            made = _copy(child, new, source)
            if made is None:
                if len(new):
                    new[-1].tail = f"{new[-1].tail or ''}{child.tail or ''}"
                else:
                    new.text = f"{new.text or ''}{child.tail or ''}"
                continue
            made.tail = child.tail
            if made.tag.endswith("}style"):
                made.text = styles.plain_sheet("".join(map(str, child.itertext())), source.custom)
            elif _name(child) not in {"foreignobject", "flowroot"}:
                pairs.append((child, made))
    return fresh


def _children(element: etree._Element) -> list[etree._Element]:
    """The children that are shown: of a `switch` with HTML that has words, as in diagrams.net, only that HTML."""
    if _name(element) == "switch":
        for child in element:
            if _name(child) == "foreignobject" and not child.get("requiredExtensions") and _has_words(child):
                return [child]
    return list(element)


def _has_words(page: etree._Element) -> bool:
    return bool("".join(map(str, page.itertext())).strip())


def _copy(old: etree._Element, parent: etree._Element, source: _Source) -> etree._Element | None:
    """The copy of an element; None when it and its content are left out."""
    name = _name(old)
    if name in {"foreignobject", "flowroot"}:
        if old.get("requiredExtensions") or not _has_words(old):
            return None
        if parent.tag.endswith("}switch"):
            parent.tag = f"{{{NAMESPACE}}}g"
        return set_words(_flowed(old) if name == "flowroot" else old, parent, source.styles, source.view[2:])
    if name not in _KEPT or _is_fallback_note(old) or (name == "style" and source.styles.whole):
        return None
    new = etree.SubElement(parent, f"{{{NAMESPACE}}}{_KEPT[name]}")
    _copy_attributes(old, new, source)
    if name in {"image", "feimage", "use"} and not new.get("href"):
        parent.remove(new)
        return None
    return new


def _flowed(flow: etree._Element) -> etree._Element:
    """Inkscape's flowed text (SVG 1.2, never finished), with the place and size of its region."""
    for each in list(flow.iter()):
        if _name(each) == "rect":
            for name in ("x", "y", "width", "height"):
                flow.set(name, each.get(name, "0"))
    return flow


def _is_fallback_note(element: etree._Element) -> bool:
    """Whether this is the text that diagrams.net shows in programs without HTML ("Text is not SVG"): we show the
    HTML's text.
    """
    features = (
        child.get("requiredFeatures", "") for child in element if _name(child) == "g" and not len(child)
    )
    return _name(element) == "switch" and any("Extensibility" in each for each in features)


def _copy_attributes(old: etree._Element, new: etree._Element, source: _Source) -> None:
    for key, raw in old.attrib.items():
        name, value = str(key), str(raw)
        if name == "{http://www.w3.org/XML/1998/namespace}space":
            new.set(name, value)
        elif name in (_LINK, "href", "xlink:href"):
            if address := _address(_name(old), value.strip(), source.depth):
                new.set("href", address)
        elif name != "style" and _ATTRIBUTE.fullmatch(name) and not _NOT_KEPT.match(name):
            set_attribute(new, _CASED.get(name.lower(), name), value, source.custom)
    write_style(new, dict(source.styles.of(old)), source.view, is_root=old.getparent() is None)


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
    try:
        root = read(bytes_of(value))
        inner = cleaned(root, view_of(root) or _UNKNOWN, depth + 1)
    except (ValueError, ImageError):
        return ""
    return f"data:image/svg+xml;base64,{base64.b64encode(etree.tostring(inner)).decode()}"


def _complete_templates(root: etree._Element) -> None:
    """Write transforms that gradients and patterns take from others on them: the renderer does not look there."""
    named = {each.get("id"): each for each in root.iter() if each.get("id")}
    for tag, name in _TEMPLATES.items():
        for element in root.iter(*(f"{{{NAMESPACE}}}{each}" for each in tag.split())):
            place, seen = element, 0
            while (
                not place.get(name)
                and seen < 10
                and (other := named.get(place.get("href", "")[1:])) is not None
            ):
                place, seen = other, seen + 1
            if found := place.get(name):
                element.set(name, found)


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
