"""Code for old readers: an element only where the style sheet has a rule for it, and white space amid letters.

Okular, FBReader and converters to DOCX drop white space that stands alone between two elements, or set each element on
a line of its own: a highlighter's element for every word takes code apart there.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.epub.namespaces import xhtml
from publish.markup.tree import append_text, unwrap

__all__ = ["EVERY", "flatten", "styled"]

EVERY = "*"
"""Stands for every class, where a rule styles elements in code whatever their class."""
_NOISE = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""", re.DOTALL)
_SELECTORS = re.compile(r"[^{};]+(?=\{)")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_ANY_SPAN = re.compile(r"(?:^|[\s>+~,(])span\s*(?:[,)]|\Z)|\[\s*class\b")
_LOOKS = frozenset({"class", "style"})
"""Attributes that only say how an element looks; any other is kept with its element."""


def styled(css: str) -> frozenset[str]:
    """The classes that a style sheet has rules for, in groups of rules (`@media`) too; `EVERY` where it names no class."""
    selectors = [
        each for each in _SELECTORS.findall(_NOISE.sub(" ", css)) if not each.strip().startswith("@")
    ]
    found = {name for each in selectors for name in _CLASS.findall(each)}
    return frozenset(found | {EVERY} if any(map(_ANY_SPAN.search, selectors)) else found)


def flatten(body: etree._Element, classes: frozenset[str]) -> None:
    """Take highlighters' elements without a rule off, and move white space between two others into one of them.

    The code reads as before. `classes` are those that `styled` found.
    """
    for code in list(body.iter(xhtml("pre"), xhtml("code"))):
        if code.tag == xhtml("code") and next(code.iterancestors(xhtml("pre")), None) is not None:
            continue
        if EVERY not in classes:
            for span in list(code.iter(xhtml("span"))):
                if _LOOKS.issuperset(map(str, span.attrib)) and classes.isdisjoint(
                    span.get("class", "").split()
                ):
                    unwrap(span)
        for element in list(code.iter(xhtml("span"))):
            _give_letters(element)


def _give_letters(element: etree._Element) -> None:
    """Move white space that stands alone before or after a highlighted element into it, and join it to its like."""
    before, parent = element.getprevious(), element.getparent()
    if parent is None or not (element.text or "").strip():
        return  # joined to another; or a page's marker, or one that begins with an element
    if before is None and _is_blank(parent.text):
        element.text, parent.text = f"{parent.text}{element.text}", None
    elif before is not None and _is_blank(before.tail):
        element.text, before.tail = f"{before.tail}{element.text}", None
    added: list[str] = []
    following = element.getnext()
    while following is not None and not (element.tail or "").strip() and _are_alike(element, following):
        added += [element.tail or "", following.text or ""]
        element.tail = following.tail
        parent.remove(following)
        following = element.getnext()
    if _is_blank(element.tail):
        added.append(element.tail or "")
        element.tail = None
    append_text(element, "".join(added))


def _are_alike(one: etree._Element, other: etree._Element) -> bool:
    return (
        one.tag == other.tag and one.items() == other.items() and not len(other) and other.get("id") is None
    )


def _is_blank(text: str | None) -> bool:
    return text is not None and text.isspace()
