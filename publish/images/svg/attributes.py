"""Attributes and styles of a drawing's elements, in the form that the renderer knows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from publish.images.svg.colours import COLOURS, plain_colours
from publish.images.svg.geometry import Box, own_box, plain_transform, real_dashes
from publish.images.svg.styles import families, plain_value

__all__ = ["set_attribute", "settle_directions", "write_style"]

_GEOMETRY = frozenset("x y cx cy r rx ry width height d".split())
"""Properties of CSS that the renderer reads only from attributes."""
_SWAPPED = {"start": "end", "end": "start"}


def write_style(element: etree._Element, declared: dict[str, str], view: Box, *, is_root: bool) -> None:
    """Write declarations on an element, in the form that the renderer knows. `view` is the drawing's view box."""
    _place(element, declared, view)
    for name in _GEOMETRY & declared.keys():
        value = declared.pop(name)
        if not is_root and value != "auto":
            element.set(name, _drawn_path(value) if name == "d" else value)
    _settle_dashes(element, declared)
    if declared:
        element.set("style", ";".join(f"{name}:{value}" for name, value in declared.items()))


def set_attribute(element: etree._Element, name: str, value: str, custom: Mapping[str, str]) -> None:
    """Set a presentation attribute in plain form."""
    value = plain_value(value, custom)
    if name in COLOURS or name == "filter":
        value = plain_colours(name, value) or ""
    if value:
        element.set(name, families(value) if name == "font-family" else value)


def _drawn_path(value: str) -> str:
    """The data of CSS's `path("…")`."""
    found = re.search(r"""path\(\s*["'](.*?)["']\s*\)""", value, re.DOTALL)
    return found[1] if found else ""


def _place(new: etree._Element, declared: dict[str, str], view: Box) -> None:
    """Write CSS's transforms, and the points around which they turn, as the attribute that the renderer knows."""
    origin = declared.pop("transform-origin", "") or str(new.attrib.pop("transform-origin", ""))
    box = declared.pop("transform-box", "") or str(new.attrib.pop("transform-box", ""))
    said = declared.pop("transform", "")
    if said == "none":
        new.attrib.pop("transform", "")
    elif said or origin:
        around = own_box(new) if box in {"fill-box", "content-box", "stroke-box", "border-box"} else None
        if made := plain_transform(said or str(new.get("transform", "")), origin, around, view):
            new.set("transform", made)


def _settle_dashes(new: etree._Element, declared: dict[str, str]) -> None:
    """Dashes in shares of `pathLength` become real ones: the renderer does not know it."""
    try:
        length = float(new.attrib.pop("pathLength", "0"))
    except ValueError:
        return
    for name in ("stroke-dasharray", "stroke-dashoffset"):
        said = declared.get(name) or new.get(name, "")
        if length > 0 and said and said != "none" and (real := real_dashes(new, said, length)):
            declared[name] = real


def settle_directions(root: etree._Element) -> None:
    """Swap the ends of text from right to left: the renderer always means left by `start`."""
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        if _nearest(text, "direction") == "rtl":
            for part in text.iter():
                own = part is text or _own(part, "text-anchor")
                anchor = (_nearest(part, "text-anchor") or "start") if own else ""
                if anchor in _SWAPPED:
                    part.set("style", f"{part.get('style', '')};text-anchor:{_SWAPPED[anchor]}".lstrip(";"))


def _nearest(element: etree._Element, name: str) -> str:
    around = (element, *element.iterancestors())
    return next(filter(None, (_own(each, name) for each in around)), "")


def _own(element: etree._Element, name: str) -> str:
    found = re.search(rf"(?:^|;){name}:([^;]+)", element.get("style", ""))
    return found[1] if found else element.get(name, "")
