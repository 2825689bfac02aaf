"""Checks whether a package's accessibility claims are true (EPUB Accessibility 1.1, 2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from publish.epub.namespaces import OPF, epub, xhtml
from publish.language import in_all_languages

__all__ = ["check_claims"]

_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_REQUIRED = ("accessMode", "accessibilityFeature", "accessibilityHazard")
_PAGES = {"pageNavigation", "pageBreakMarkers", "printPageNumbers"}


def check_claims(package: etree._Element, texts: Sequence[etree._Element]) -> Iterator[str]:
    """Missing and false claims of a package document, one line each. `texts` are its `html` elements."""
    said: dict[str, list[str]] = {}
    for meta in package.iterfind(f".//{{{OPF}}}meta"):
        said.setdefault(meta.get("property", ""), []).append((meta.text or "").strip())
    for name in _REQUIRED:
        if not any(said.get(f"schema:{name}", [])):
            yield f"does not give schema:{name}, which every EPUB needs"
    features = set(said.get("schema:accessibilityFeature", []))
    pictures = [image for text in texts for image in text.iter(xhtml("img")) if not _is_decoration(image)]
    bare = sum(map(_is_bare, pictures))
    yield from _unclaimed(said, features, texts, described=len(pictures) - bare, bare=bare)
    if bare and "alternativeText" in features:
        yield f"claims alternativeText, but this many pictures have no description: {bare}"
    if bare and "textual" in said.get("schema:accessModeSufficient", []):
        yield f"claims that the text alone is enough, but this many pictures have no description: {bare}"
    if "MathML" in features and not _has_math(texts):
        yield "claims MathML, but has none"
    if features & _PAGES and not _has_pages(texts):
        yield "claims page numbers, but has no page list"
    claim = next(iter(said.get("dcterms:conformsTo", [])), "")
    if claim.startswith("EPUB Accessibility") and not said.get("a11y:certifiedBy"):
        yield "claims conformance, but names nobody who certifies it"


def _unclaimed(
    said: dict[str, list[str]],
    features: set[str],
    texts: Sequence[etree._Element],
    *,
    described: int,
    bare: int,
) -> Iterator[str]:
    """Claims that are missing: readers who search libraries by them will not find the book."""
    if not said.get("schema:accessibilityFeature"):
        return  # reported already
    if described + bare and "visual" not in said.get("schema:accessMode", []):
        yield "has pictures, but does not list visual among its access modes"
    if described and not bare and "alternativeText" not in features:
        yield "describes all pictures, but does not claim alternativeText"
    if _has_math(texts) and "MathML" not in features:
        yield "has MathML, but does not claim it"
    if _has_pages(texts) and not features & _PAGES:
        yield "has a page list, but does not claim pageNavigation"


def _has_math(texts: Sequence[etree._Element]) -> bool:
    return any(next(text.iter(_MATH), None) is not None for text in texts)


def _has_pages(texts: Sequence[etree._Element]) -> bool:
    return any(nav.get(epub("type")) == "page-list" for text in texts for nav in text.iter(xhtml("nav")))


def _is_decoration(image: etree._Element) -> bool:
    """Whether a picture has no content: a cover, or the QR code of an address beside it."""
    return (
        image.get("role") in {"doc-cover", "presentation", "none"}
        or "stand-in-code" in image.get("class", "").split()
    )


def _is_bare(image: etree._Element) -> bool:
    """Whether a picture has no description."""
    words = image.get("alt", "").strip()
    return not words or words in in_all_languages("image-undescribed")
