"""Whether what a package claims about its accessibility is true (EPUB Accessibility 1.1, 2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from publish.epub.names import OPF, epub, xhtml
from publish.language import label

__all__ = ["check_claims"]

_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_REQUIRED = ("accessMode", "accessibilityFeature", "accessibilityHazard")
_NO_DESCRIPTION = frozenset(label("image-undescribed", tag) for tag in ("en", "zh-Hant", "zh-Hans"))


def check_claims(package: etree._Element, texts: Sequence[etree._Element]) -> Iterator[str]:
    """What a package document leaves out or says without ground, a line each. `texts` are its `html` elements."""
    said: dict[str, list[str]] = {}
    for meta in package.iterfind(f".//{{{OPF}}}meta"):
        said.setdefault(meta.get("property", ""), []).append((meta.text or "").strip())
    for name in _REQUIRED:
        if not any(said.get(f"schema:{name}", [])):
            yield f"says nothing of schema:{name}, which every EPUB must"
    features = set(said.get("schema:accessibilityFeature", []))
    bare = sum(_is_bare(image) for text in texts for image in text.iter(xhtml("img")))
    if bare and "alternativeText" in features:
        yield f"claims alternativeText, but {bare} picture(s) have no description"
    if bare and "textual" in said.get("schema:accessModeSufficient", []):
        yield f"says that the text alone suffices, but {bare} picture(s) have no description"
    if "MathML" in features and not any(next(text.iter(_MATH), None) is not None for text in texts):
        yield "claims MathML, but holds none"
    pages = any(nav.get(epub("type")) == "page-list" for text in texts for nav in text.iter(xhtml("nav")))
    if features & {"pageNavigation", "pageBreakMarkers", "printPageNumbers"} and not pages:
        yield "claims page numbers, but has no page list"
    claim = next(iter(said.get("dcterms:conformsTo", [])), "")
    if claim.startswith("EPUB Accessibility") and not said.get("a11y:certifiedBy"):
        yield "claims to conform, but nobody certifies it"


def _is_bare(image: etree._Element) -> bool:
    """Whether a picture of the text has no description. A cover is none, nor the code of an address beside it."""
    if (
        image.get("role") in {"doc-cover", "presentation", "none"}
        or "stand-in-code" in image.get("class", "").split()
    ):
        return False
    words = image.get("alt", "").strip()
    return not words or words in _NO_DESCRIPTION
