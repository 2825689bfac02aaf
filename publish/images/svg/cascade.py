"""Style sheets of drawings, matched as browsers do it (CSS Cascade 5): the renderer knows only the simplest selectors.

What is matched is written on each element. A sheet with too many rules goes to the renderer as it is; `cleaner` bounds the
time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import cssselect2
import tinycss2
from lxml import etree

from publish.frozen import frozen
from publish.images.svg.colours import plain_colours
from publish.images.svg.styles import families, plain_value
from publish.text.patterns import late

__all__ = ["Styles", "applies", "matched"]

Declarations = Mapping[str, str]
_FONT = late(
    r"(?P<look>(?:[a-zA-Z0-9-]+\s+){0,5}?)(?P<size>[\d.]+(?:px|pt|em|rem|%|ex|mm|cm|in|pc)|(?:x{0,2}-)?(?:small|large)|medium)"
    r"(?:\s*/\s*(?P<leading>[\w.%]+))?\s+(?P<family>\S.*)"
)
_NOT_SIMPLE = late(r"""["'\\\\{}@]|/\*|!(?!important)|\([^)]*[;(]""")
_WEIGHT = late(r"bold|bolder|lighter|[1-9]00")
_MOST_TESTS = 2_000_000
"""Most rules times elements."""
_MOST_RULES = 5_000
_MOST_SELECTORS = 20_000
"""Most selectors of all rules."""
_MOST_STEPS = 20_000
"""Most ancestors that one selector may look at for one element."""
_NESTED = frozenset({"layer", "container"})
_NOT_SUPPORTED = late(r"not\b|\(\s*-(?:moz|webkit|ms)-")
_SLOW = late(r"~(?!=)|of-type|last|:has|:empty|nth")
"""Selectors that look at many elements for each one."""
_FEW = 3_000
"""Elements up to which these are matched."""
_QUERY = late(r"\(\s*([\w-]+)\s*(?::\s*([\w.-]+)\s*)?\)")


@frozen
class Styles:
    """The declarations of the elements of one drawing."""

    found: Mapping[etree._Element, Declarations]
    whole: bool
    """Whether the style sheets are in it; otherwise only the `style` attributes."""

    def of(self, element: etree._Element) -> Declarations:
        """What style sheets and `style` say of an element, by property."""
        return self.found.get(element, {})

    def inherited(self, element: etree._Element, name: str) -> str:
        """The nearest value of an inherited property, of an element or one around it; empty when there is none."""
        place: etree._Element | None = element
        while place is not None:
            if value := self.of(place).get(name) or place.get(name):
                return str(value)
            place = place.getparent()
        return ""


def applies(query: str, width: float) -> bool:
    """Whether a media query is true for a light page of this width in CSS pixels."""
    return not query.strip() or any(_is_true(part, width) for part in query.lower().split(","))


def _is_true(query: str, width: float) -> bool:
    denied = query.strip().startswith("not ")
    return _holds(query.strip()[4:] if denied else query, width) is not denied


def _holds(query: str, width: float) -> bool:
    if re.match(r"\s*(?:only\s+)?(?:print|speech|tty|projection)\b", query):
        return False
    for name, value in _QUERY.findall(query):
        size = re.match(r"\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}", value)
        wide = float(size[0]) * (16 if "em" in value else 1) if size else 0.0
        if (name == "prefers-color-scheme" and value != "light") or name == "forced-colors":
            return False
        if (name == "min-width" and width < wide) or (name == "max-width" and width > wide > 0):
            return False
    return True


def matched(root: etree._Element, sheet: str, custom: Declarations, width: float) -> Styles:
    """The declarations of every element, from a style sheet and `style` attributes. `width` is that of the drawing in
    CSS pixels, for media queries.
    """
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    rules = list(_rules(tinycss2.parse_stylesheet(sheet, True, True), width))[: _MOST_RULES + 1]
    selectors = sum(1 + sum(each == "," for each in prelude) for prelude, _ in rules)
    whole = (
        len(rules) <= _MOST_RULES
        and selectors <= _MOST_SELECTORS
        and len(rules) * len(elements) <= _MOST_TESTS
    )
    matcher = _matcher(rules, elements) if whole and rules else None
    found = {}
    known: dict[tuple[str, str], str | None] = {}
    wrapped = cssselect2.ElementWrapper.from_xml_root(root).iter_subtree() if matcher else ()
    sheets = {each.etree_element: _of_sheet(matcher, each) for each in wrapped} if matcher else {}
    for element in elements:
        declared = [*sheets.get(element, ()), *_declarations(element.get("style", ""))]
        if declared:
            found[element] = _winning(declared, custom, known)
    return Styles(found, whole)


Declared = Sequence[tuple[str, str, bool]]
"""Property, value, and whether it is important."""


def _rules(
    nodes: Sequence[object], width: float, depth: int = 0
) -> Iterator[tuple[Sequence[object], Declared]]:
    for node in nodes:
        kind = getattr(node, "type", "")
        if kind == "qualified-rule":
            yield node.prelude, list(_said(node.content))  # type: ignore[attr-defined]  # a rule of tinycss2
        elif kind == "at-rule" and node.content is not None and depth < 5:  # type: ignore[attr-defined]
            name, query = node.lower_at_keyword, tinycss2.serialize(node.prelude)  # type: ignore[attr-defined]
            known = name == "supports" and not _NOT_SUPPORTED.search(query)
            if known or name in _NESTED or (name == "media" and applies(query, width)):
                inner = tinycss2.parse_rule_list(node.content, True, True)  # type: ignore[attr-defined]
                yield from _rules(inner, width, depth + 1)


def _declarations(style: str) -> Iterator[tuple[str, str, bool]]:
    """The declarations of a `style` attribute: nearly all are simple, and a drawing may have a hundred thousand."""
    if _NOT_SIMPLE.search(style):
        yield from _said(style)
        return
    for part in style.split(";"):
        name, colon, value = part.partition(":")
        if colon and value.strip():
            plain, mark, _ = value.partition("!important")
            yield name.strip().lower(), plain.strip(), bool(mark)


def _said(content: str | Sequence[object]) -> Iterator[tuple[str, str, bool]]:
    for each in tinycss2.parse_blocks_contents(content, True, True):
        if each.type == "declaration":
            yield each.lower_name, tinycss2.serialize(each.value).strip(), each.important


def _matcher(
    rules: Sequence[tuple[Sequence[object], Declared]], elements: Sequence[etree._Element]
) -> cssselect2.Matcher:
    matcher = cssselect2.Matcher()
    deep = _depth(elements[0])
    for prelude, declared in rules:
        text = tinycss2.serialize(prelude)
        steps = max(len(part.split()) for part in text.split(",")) - 1
        if deep**steps > _MOST_STEPS or (len(elements) > _FEW and _SLOW.search(text)):
            continue
        for selector in _selectors(prelude):
            matcher.add_selector(selector, declared)
    return matcher


def _depth(root: etree._Element) -> int:
    level, depth = [root], 0
    while level:
        level, depth = [child for each in level for child in each], depth + 1
    return depth


def _selectors(prelude: Sequence[object]) -> Iterator[cssselect2.parser.Selector]:
    """The selectors of a rule; of a list with one that we do not know, the others: diagrams need them."""
    parts: list[list[object]] = [[]]
    for token in prelude:
        if "," == token:  # noqa: SIM300  # a token of tinycss2 is no password
            parts.append([])
        else:
            parts[-1].append(token)
    for part in parts:
        try:
            yield from cssselect2.compile_selector_list(part)
        except cssselect2.SelectorError:
            continue


def _of_sheet(matcher: cssselect2.Matcher, element: cssselect2.ElementWrapper) -> Declared:
    found = matcher.match(element)
    return [each for _, _, pseudo, declared in found if pseudo is None for each in declared]


def _winning(
    declared: Declared, custom: Declarations, known: dict[tuple[str, str], str | None]
) -> Declarations:
    """The value of each property that wins; one that we do not know leaves the one before. `known` keeps plain values."""
    found: dict[str, str] = {}
    for wanted in (False, True):
        for name, raw, important in declared:
            if important is not wanted or name.startswith("--"):
                continue
            if (name, raw) not in known:
                known[name, raw] = plain_colours(name, plain_value(raw, custom))
            value = known[name, raw]
            if value and name == "font":
                found.update(_fonts(value))
            elif value:
                found[name] = families(value) if name == "font-family" else value
    return found


def _fonts(value: str) -> Declarations:
    """The parts of the shorthand `font`; nothing when it has no size."""
    parts = _FONT.fullmatch(value.strip())
    if parts is None:
        return {}
    words = parts["look"].lower().split()
    return {
        "font-style": next((word for word in words if word in {"italic", "oblique"}), "normal"),
        "font-weight": next((word for word in words if _WEIGHT.fullmatch(word)), "normal"),
        "font-size": parts["size"],
        **({"line-height": parts["leading"]} if parts["leading"] else {}),
        "font-family": families(parts["family"]),
    }
