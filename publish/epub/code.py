"""Code for old readers: only elements with a rule in the style sheet, no text node of white space only, and no spaces
after an element.

Okular and converters to DOCX drop white space between two elements, or put each element on its own line. With an element
for every token, that destroys code. FBReader drops the spaces that start a text node: `def add` becomes `defadd`.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.epub.namespaces import xhtml
from publish.markup.tree import append_text, unwrap
from publish.text.patterns import late

__all__ = ["EVERY", "flatten", "styled"]

EVERY = "*"
"""Means all classes: a rule styles elements in code of any class."""
_NOISE = late(r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""", re.DOTALL)
_PARTS = late(r"([^{};]++)(\{?)")
_CLASS = late(r"\.(-?[A-Za-z_][\w-]*)")
_ANY_SPAN = late(r"(?:^|[\s>+~,(])span\s*(?:[,)]|\Z)|\[\s*class\b")
_LOOKS = frozenset({"class", "style"})
"""Attributes for looks only; elements with any other attribute are kept."""


def styled(css: str) -> frozenset[str]:
    """The classes with rules in a style sheet, also inside `@media`; `EVERY` when a rule names no class."""
    selectors = [
        part
        for part, brace in _PARTS.findall(_NOISE.sub(" ", css))
        if brace and not part.strip().startswith("@")
    ]
    found = {name for each in selectors for name in _CLASS.findall(each)}
    return frozenset(found | {EVERY} if any(map(_ANY_SPAN.search, selectors)) else found)


def flatten(body: etree._Element, classes: frozenset[str]) -> None:
    """Remove highlighting elements without a rule, and move the white space after the others into them.

    The text of the code does not change. `classes` come from `styled`.
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
    """Move white space before or after a highlighted element into it, and merge it with an equal neighbour."""
    before, parent = element.getprevious(), element.getparent()
    if parent is None or not (element.text or "").strip():
        return  # it was merged; or it is a page marker, or starts with an element
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
    elif element.tail:
        following_text = element.tail.lstrip(" \t")
        added.append(element.tail[: len(element.tail) - len(following_text)])
        element.tail = following_text
    append_text(element, "".join(added))


def _are_alike(one: etree._Element, other: etree._Element) -> bool:
    return (
        one.tag == other.tag and one.items() == other.items() and not len(other) and other.get("id") is None
    )


def _is_blank(text: str | None) -> bool:
    return text is not None and text.isspace()
