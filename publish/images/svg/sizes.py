"""The size of drawings in a browser, and the part of the plane that they show (CSS Images 3, 5; SVG 2, 8)."""

from __future__ import annotations

import re

from lxml import etree

from publish.text.patterns import late

__all__ = ["settle_view", "size_of", "view_of"]

_COLUMN = 680.0
"""Size in CSS pixels of a drawing without its own size that fills its container."""
_ICON = 64.0
"""Up to this size of its view box, a drawing is an icon, which does not fill its container."""
_DEFAULT = (300.0, 150.0)
"""Size in CSS pixels when nothing gives a size (CSS Images 3, 4.3)."""
_MOST = 20_000.0
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "em": 16.0,
          "rem": 16.0, "ex": 8.0, "q": 96 / 101.6}  # fmt: skip
_LENGTH = late(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*+([a-zA-Z]*|%)\s*")


def _length(text: str) -> float | None:
    """A length in CSS pixels; None for a percentage, and for anything else."""
    found = _LENGTH.fullmatch(text)
    unit = _UNITS.get(found[2].lower()) if found else None
    value = float(found[1]) * unit if found and unit else 0.0
    return min(value, _MOST) if value > 0 else None


def view_of(root: etree._Element) -> tuple[float, float, float, float] | None:
    raw = root.get("viewBox") or root.get("viewbox") or ""
    try:
        left, top, width, height = (float(part) for part in re.split(r"[\s,]+", raw.strip()))
    except ValueError:
        return None
    fits = 0 < width < 1e9 and 0 < height < 1e9 and abs(left) < 1e9 and abs(top) < 1e9
    return (left, top, width, height) if fits else None


def size_of(root: etree._Element) -> tuple[float, float]:
    """The size of a drawing in a browser (CSS Images 3, 5; SVG 2, 8.4)."""
    view = view_of(root)
    style = {key.strip().lower(): value for key, _, value in
             (part.partition(":") for part in root.get("style", "")[:2_000].split(";"))}  # fmt: skip
    width, height = (
        _length(style.get(side, "")) or _length(root.get(side, "")) for side in ("width", "height")
    )
    limit = _length(style.get("max-width", ""))
    if view is None:
        found = width or _DEFAULT[0], height or _DEFAULT[1]
    elif width and height:
        found = width, height
    elif width or height:
        ratio = view[3] / view[2]
        found = (width, width * ratio) if width else ((height or 1.0) / ratio, height or 1.0)
    else:
        across = view[2] if max(view[2:]) <= _ICON else (limit or max(_COLUMN, min(view[2], _MOST)))
        found = across, across * view[3] / view[2]
    return min(max(found[0], 1.0), _MOST), min(max(found[1], 1.0), _MOST)


def settle_view(root: etree._Element, width: float, height: float) -> None:
    """Write size and view box as numbers, so that nothing depends on the container."""
    if view_of(root) is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    for name in ("x", "y"):
        root.attrib.pop(name, "")
