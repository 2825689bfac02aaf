"""Accessibility metadata, found by looking at the book and claiming only what is true (EPUB Accessibility 1.1, 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from publish.epub.names import xhtml
from publish.language import label

__all__ = ["Access", "Found", "assess", "look"]

_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_HEADING = re.compile(r"\{.*\}h([1-6])")
_FIXED_SIZE = re.compile(
    r"font-size\s*:\s*[\d.]+\s*(?:px|pt|cm|mm|in|pc)\b|position\s*:\s*(?:absolute|fixed)", re.I
)


@dataclass(frozen=True, slots=True)
class Found:
    """What one chapter holds."""

    images: int = 0
    """Pictures that are part of the text; a cover is none, nor is one that its author marked as decoration."""
    described: int = 0
    """Those of them that have a description in words."""
    math: bool = False
    ruby: bool = False
    ordered: bool = True
    """Whether headings go down one level at a time."""


@dataclass(frozen=True, slots=True)
class Access:
    """What the package says: properties of the Schema.org accessibility vocabulary and their values, in order."""

    properties: tuple[tuple[str, str], ...]


def look(body: etree._Element) -> Found:
    """Look through a chapter's body. Its title is the heading above it, of level 1."""
    images = [image for image in body.iter(xhtml("img")) if image.get("role") not in {"presentation", "none"}]
    levels = [
        int(found[1])
        for element in body.iter(etree.Element)
        if (found := _HEADING.fullmatch(element.tag)) is not None
    ]
    return Found(
        images=len(images),
        described=sum(bool(image.get("alt", "").strip()) for image in images),
        math=next(body.iter(_MATH), None) is not None,
        ruby=next(body.iter(xhtml("ruby")), None) is not None,
        ordered=all(now <= before + 1 for before, now in zip([1, *levels], levels, strict=False)),
    )


def assess(chapters: Iterable[Found], css: str, language: str, *, pages: bool = False) -> Access:
    """Sum up the chapters. `css` is the style sheet, `pages` whether there is a page list."""
    chapters = tuple(chapters)
    images = sum(found.images for found in chapters)
    described = sum(found.described for found in chapters)
    earned = {
        "ARIA": True,
        "alternativeText": images > 0 and described == images,
        "displayTransformability": _FIXED_SIZE.search(css) is None,
        "MathML": any(found.math for found in chapters),
        "pageBreakMarkers": pages,
        "pageNavigation": pages,
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
        ("schema:accessibilityHazard", "none"),  # every picture is a still JPEG or PNG
        ("schema:accessibilitySummary", _summary(images, described, language)),
    ]
    return Access(tuple(values))


def _summary(images: int, described: int, language: str) -> str:
    """In plain words, gaps named."""
    if images == described:
        key = "access-all" if images else "access-text"
    else:
        key = "access-some" if described else "access-none"
    text = label("access", language) + label(key, language).format(missing=images - described, images=images)
    return text.strip()
