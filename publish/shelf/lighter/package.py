"""The package document of a smaller copy, without entries of removed files and claims that are no longer true."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from publish.language import label
from publish.shelf.lighter.documents import Words

__all__ = ["OPF", "forget", "is_fixed", "settle"]

OPF = "{http://www.idpf.org/2007/opf}"
_SEEN = frozenset(
    "visual colorDependent chartOnVisual chemOnVisual diagramOnVisual mathOnVisual musicOnVisual textOnVisual".split()
)
"""Access modes for seeing (Schema.org accessibility vocabulary)."""
_OF_PICTURES = frozenset(("alternativeText", "longDescription", "longDescriptions"))
_FEATURE, _MODE, _SUFFICIENT = "accessibilityFeature", "accessMode", "accessModeSufficient"


def is_fixed(package: etree._Element) -> bool:
    """Whether pages have a fixed layout (EPUB 3.3, 8.2), and would be empty without their pictures."""
    said = {
        (e.get("property") or e.get("name"), e.text or e.get("content")) for e in package.iter(f"{OPF}meta")
    }
    pages = (e.get("properties") or "" for e in package.iter(f"{OPF}itemref"))
    return bool(said & {("rendition:layout", "pre-paginated"), ("fixed-layout", "true")}) or any(
        "rendition:layout-pre-paginated" in each.split() for each in pages
    )


def forget(package: etree._Element, item: etree._Element) -> None:
    """Remove an entry from the package, and all metadata about it."""
    _drop_about(package, item.get("id"))
    _drop(item)


def settle(package: etree._Element, words: Words, *, left_out: bool) -> None:
    """Correct the accessibility metadata for the copy (EPUB Accessibility 1.1, 2 and 3).

    Who certified the book did not see the copy, so the copy claims no conformance.
    """
    for meta in [e for e in package.iter(f"{OPF}meta", f"{OPF}link") if _claims(e)]:
        _drop_about(package, meta.get("id"))
        _drop(meta)
    if left_out and not words.shows:
        _change_values(package, _MODE, lambda values: [v for v in values if v not in _SEEN])
        _change_values(package, _SUFFICIENT, _without_sight)
        _change_values(
            package, _FEATURE, lambda values: [v for v in values if v not in _OF_PICTURES] or ["none"]
        )
    if not words.moves:
        _change_values(package, "accessibilityHazard", lambda values: ["none"] if values else [])
    if left_out and words.left_out:
        _change_values(package, "accessibilitySummary", lambda values: [_summary(words)] if values else [])


def _claims(element: etree._Element) -> bool:
    words = f"{element.get('property', '')} {element.get('name', '')} {element.get('rel', '')}".split()
    return "dcterms:conformsTo" in words


def _drop_about(package: etree._Element, name: str | None) -> None:
    """Remove metadata that refines an element, and metadata that refines that."""
    for element in [e for e in package.iter(etree.Element) if name and e.get("refines") == f"#{name}"]:
        _drop_about(package, element.get("id"))
        _drop(element)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _change_values(package: etree._Element, name: str, change: Callable[[list[str]], Iterable[str]]) -> None:
    """Change the values of a property, in EPUB 3's form or EPUB 2's. A property without values is not added."""
    full = f"schema:{name}"
    found = [e for e in package.iter(f"{OPF}meta") if full in {e.get("property"), e.get("name")}]
    if not found:
        return
    values = list(dict.fromkeys(change([(e.text or e.get("content") or "").strip() for e in found])))
    for element, value in zip(found, values, strict=False):
        if element.get("property"):
            element.text = value
        else:
            element.set("content", value)
    for element in found[len(values) :]:
        _drop_about(package, element.get("id"))
        _drop(element)


def _without_sight(values: list[str]) -> list[str]:
    """Sets of access modes without seeing: the copy has only text."""
    sets = (",".join(m for m in map(str.strip, value.split(",")) if m not in _SEEN) for value in values)
    return list(dict.fromkeys(["textual", *filter(None, sets)]))


def _summary(words: Words) -> str:
    parts = [label("access", words.language)]
    parts.append(label("access-left-out", words.language).format(images=words.left_out))
    if words.undescribed:
        parts.append(label("access-left-out-bare", words.language).format(undescribed=words.undescribed))
    return ("" if words.language.startswith("zh") else " ").join(parts)
