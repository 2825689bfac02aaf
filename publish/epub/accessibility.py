"""Accessibility metadata: we look at the book and claim only what is true (EPUB Accessibility 1.1, 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from publish.epub.namespaces import xhtml
from publish.frozen import frozen
from publish.language import is_chinese, label
from publish.text.patterns import late

__all__ = ["CONFORMS", "Access", "Found", "assess", "look", "name_pictures"]

_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_HEADING = late(r"\{.*\}h([1-6])")
_BLOCKS = tuple(map(xhtml, ("figure", "p", "li", "td", "dd", "div")))
_FIXED_SIZE = late(
    r"font-size\s*:\s*[\d.]+\s*(?:px|pt|cm|mm|in|pc)\b|position\s*:\s*(?:absolute|fixed)", re.I
)


@frozen
class Found:
    """Contents of one chapter."""

    images: int = 0
    """Pictures with content: not covers, and not decorative pictures."""
    described: int = 0
    """Those of them that have a description."""
    missing: int = 0
    """Missing pictures: a text panel replaces each."""
    moving: int = 0
    """Animated pictures."""
    math: bool = False
    ruby: bool = False
    ordered: bool = True
    """Whether headings skip no level."""


CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""The required text of a claim (EPUB Accessibility 1.1, 3.6.2)."""


@frozen
class Access:
    """The package's accessibility metadata: Schema.org properties and their values, in order."""

    properties: tuple[tuple[str, str], ...]
    certifier: str = ""
    """Who certifies conformance; empty when nobody does."""


def look(body: etree._Element) -> Found:
    """Examine a chapter's body. The chapter's title is the heading above it, of level 1."""
    images = [image for image in body.iter(xhtml("img")) if not _is_decoration(image)]
    levels = [
        int(found[1])
        for element in body.iter(etree.Element)
        if (found := _HEADING.fullmatch(element.tag)) is not None
    ]
    return Found(
        images=len(images),
        described=sum(map(_is_described, images)),
        moving=sum(image.get("src", "").endswith(".gif") for image in images),
        missing=sum("stand-in" in span.get("class", "").split() for span in body.iter(xhtml("span"))),
        math=next(body.iter(_MATH), None) is not None,
        ruby=next(body.iter(xhtml("ruby")), None) is not None,
        ordered=all(now <= before + 1 for before, now in zip([1, *levels], levels, strict=False)),
    )


def name_pictures(body: etree._Element, language: str) -> None:
    """Mark every picture without a description: its alternative text says that it has none.

    An empty `alt` would hide it from screen readers. The caption is not repeated, because it is read anyway.
    """
    for image in body.iter(xhtml("img")):
        if not _is_decoration(image) and not _is_described(image):
            image.set("alt", label("image-undescribed", language))


def _is_described(image: etree._Element) -> bool:
    """Whether a picture has its own description, which says more than its caption or the text beside it."""
    words = _folded(image.get("alt", ""))
    if not words or "alt-caption" in image.get("class", "").split():
        return False
    block = next(image.iterancestors(*_BLOCKS), None)
    return block is None or words != _folded("".join(map(str, block.itertext())))


def _folded(text: str) -> str:
    return " ".join(text.split()).strip("▲ .。").casefold()


def _is_decoration(image: etree._Element) -> bool:
    """Whether a picture is decorative: it is marked so, or it is the QR code of an address printed beside it."""
    return image.get("role") in {"presentation", "none"} or "stand-in-code" in image.get("class", "").split()


def assess(
    chapters: Iterable[Found], css: str, language: str, *, page_source: str = "", certifier: str = ""
) -> Access:
    """Combine the chapters' results.

    `css` is the style sheet, `page_source` the source of the page list (empty without one), `certifier` who certifies
    the book. A book with known gaps cannot be certified: then no conformance is claimed.
    """
    chapters = tuple(chapters)
    images = sum(found.images for found in chapters)
    described = sum(found.described for found in chapters)
    earned = {
        "ARIA": True,
        "alternativeText": images > 0 and described == images,
        "displayTransformability": _FIXED_SIZE.search(css) is None,
        "MathML": any(found.math for found in chapters),
        "pageBreakMarkers": bool(page_source),
        "pageNavigation": bool(page_source),
        "readingOrder": True,
        "rubyAnnotations": any(found.ruby for found in chapters),
        "structuralNavigation": all(found.ordered for found in chapters),
        "tableOfContents": True,
        "unlocked": True,
    }
    modes = ["textual", "visual"] if images else ["textual"]
    sufficient = (["textual"] if described == images else []) + (["textual,visual"] if images else [])
    values = [
        *(("schema:accessMode", mode) for mode in modes),
        *(("schema:accessModeSufficient", mode) for mode in sufficient),
        *(("schema:accessibilityFeature", name) for name, true in earned.items() if true),
        *(("schema:accessibilityHazard", hazard) for hazard in _hazards(chapters)),
        ("schema:accessibilitySummary", _summary(chapters, language)),
    ]
    if page_source:
        values.append(("pageBreakSource", page_source))
    whole = (
        described == images and earned["structuralNavigation"] and not any(each.missing for each in chapters)
    )
    return Access(tuple(values), certifier if whole else "")


def _hazards(chapters: tuple[Found, ...]) -> tuple[str, ...]:
    """None for still pictures. Animated pictures may flash; we do not count how often."""
    if any(found.moving for found in chapters):
        return ("unknownFlashingHazard", "noMotionSimulationHazard", "noSoundHazard")
    return ("none",)


def _summary(chapters: tuple[Found, ...], language: str) -> str:
    """A summary in plain words, with the gaps."""
    images = sum(found.images for found in chapters)
    undescribed = images - sum(found.described for found in chapters)
    missing = sum(found.missing for found in chapters)
    if undescribed:
        key = "access-some" if undescribed < images else "access-none"
    else:
        key = "access-all" if images else "access-text"
    keys = ["access", *(["access-missing"] if missing else []), key]
    space = "" if is_chinese(language) else " "
    values = {"images": images, "undescribed": undescribed, "missing": missing}
    return space.join(label(each, language).format(**values) for each in keys)
