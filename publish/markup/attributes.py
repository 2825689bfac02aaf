"""Cleans attributes: keeps only values that HTML defines; some become classes."""

from __future__ import annotations

import re
from collections.abc import Callable

from publish.language import normalise
from publish.markup.pictures import DECORATION
from publish.markup.sanitise import ATTRIBUTES
from publish.markup.tree import HEADINGS, Element, add_class, classes, names, take
from publish.text.patterns import late

__all__ = ["clean", "place"]

MAX_SPAN = 100
"""Most columns or rows for one cell; a larger table fits on no page."""
_ALIGN = late(r"(?:^|;)\s*text-align\s*:\s*(left|right|center)\b", re.IGNORECASE)
_MARKER = late(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
    "lower-latin": "lower-alpha",
    "upper-latin": "upper-alpha",
}
"""Values of `type` (HTML, 4.4.5) and their synonyms, as names of counter styles (CSS Counter Styles 3)."""
_MARKERS = names(
    "none disc circle square decimal decimal-leading-zero lower-alpha upper-alpha lower-roman upper-roman lower-greek"
)
"""Markers for which style sheets have a class: `list-NAME`."""
_SCRIPTS = names(
    "arabic-indic armenian bengali cambodian cjk-decimal cjk-earthly-branch cjk-heavenly-stem cjk-ideographic"
    " devanagari disclosure-closed disclosure-open ethiopic-numeric georgian gujarati gurmukhi hebrew hiragana"
    " hiragana-iroha japanese-formal japanese-informal kannada katakana katakana-iroha khmer korean-hangul-formal"
    " korean-hanja-formal korean-hanja-informal lao lower-armenian malayalam mongolian myanmar oriya persian"
    " simp-chinese-formal simp-chinese-informal tamil telugu thai tibetan trad-chinese-formal"
    " trad-chinese-informal upper-armenian"
)
"""Other markers that engines know by themselves (CSS Counter Styles 3, 6 and 7): they stay in `style`."""
_SIGN = late(r"""(["'])([^"'\\;{}<>&]{1,8})\1""")
"""A marker of the author's own: a short text."""
_ESCAPE = late(r"\\([0-9a-fA-F]{1,6})\s?")
"""A character by its number (CSS Syntax 3, 4.3.7)."""
_CLASS = late(r"[\w-]+")
_NUMBER = late(r"\+?(-?\d{1,9})(?!\d)", re.ASCII)
"""An integer as browsers read it (HTML, 2.3.4.1): `+` and what follows the digits do not count."""
_DATE = late(r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?")


def _span(value: str) -> str:
    return str(min(int(value), MAX_SPAN)) if value.isdecimal() and 0 < len(value) < 10 and int(value) else ""


def _number(value: str) -> str:
    found = _NUMBER.match(value)
    return found[1] if found else ""


def _classes(value: str) -> str:
    return " ".join(_CLASS.findall(value)[:20])


def _one_of(*values: str) -> Callable[[str], str]:
    return lambda value: value if value in values else ""


def _removed(_: str) -> str:
    return ""


_BLOCKS = names("p div section blockquote h1 h2 h3 h4 h5 h6")
_CENTRED = names("text-center text-centered text-xs-center centered has-text-centered has-text-align-center")
"""Classes of frameworks, themes and WordPress whose words stand in the middle."""
_AT_RIGHT = names("text-right text-end text-xs-right has-text-right has-text-align-right")
"""Those whose words stand at the right."""
_CHECKS: dict[str, Callable[[str], str]] = {
    "class": _classes,
    "colspan": _span,
    "rowspan": _span,
    "span": _span,
    "start": _number,
    "value": _number,
    "lang": normalise,
    "dir": lambda value: _one_of("ltr", "rtl", "auto")(value.lower()),
    "scope": _one_of("row", "col", "rowgroup", "colgroup"),
    "reversed": lambda _: "reversed",
    "open": lambda _: "open",
    "hidden": lambda _: "hidden",
    "datetime": lambda value: value if _DATE.fullmatch(value) else "",
    "rel": _removed,
    "role": _one_of(DECORATION),
    "cite": _removed,
}
"""Attribute → a function that gives its allowed value, or empty when there is none."""
_ANYTHING = frozenset[str]().union(*ATTRIBUTES.values()) - _CHECKS.keys()
"""Other attributes that the sanitiser allows: other rules check them, or any text is allowed."""


def place(root: Element) -> None:
    """Make the ways in which an author puts a block's words in the middle, or at the right, our classes. Other rules need
    its style afterwards.
    """
    for block in root.iter(*_BLOCKS):
        style, align = block.get("style", ""), take(block, "align")
        if block.tag in HEADINGS:
            take(block, "style")
        found = _ALIGN.search(style) or _ALIGN.search(f"text-align:{align}")
        side = found[1].lower() if found else ""
        if side == "center" or not _CENTRED.isdisjoint(classes(block)):
            add_class(block, "center")
        elif side == "right" or not _AT_RIGHT.isdisjoint(classes(block)):
            add_class(block, "at-right")


def clean(root: Element) -> None:
    """Check all attributes. Alignment of cells becomes a class (`align-right`); wrong values are removed."""
    for element in root.iter():
        attributes = element.attrib
        if not attributes:
            continue
        for name, value in attributes.items():
            check = _CHECKS.get(str(name))
            if check is None:
                if name not in _ANYTHING:
                    del attributes[name]
                continue
            new = check(str(value).strip())
            if not new:
                del attributes[name]
            elif new != value:
                attributes[name] = new
        if element.tag in ("td", "th"):
            _align(element)
        elif element.tag in ("ol", "ul", "li"):
            _mark(element)


def _align(cell: Element) -> None:
    style, align = take(cell, "style"), take(cell, "align")
    found = _ALIGN.search(f"text-align:{align};{style}" if align else style)
    if found:
        add_class(cell, f"align-{found.group(1).lower()}")


def _character(escape: re.Match[str]) -> str:
    """The character of an escape; the escape itself where no font has it."""
    code = int(escape[1], 16)
    character = chr(code) if code < 0x110000 else ""
    return character if character.isprintable() or character == "\xa0" else escape[0]


def _mark(element: Element) -> None:
    """Make markers of a list or an item our classes, or, if `ol` has an attribute for the marker, that attribute.

    Markers that are for few languages, or the author's own, stay in `style`.
    """
    style, given = take(element, "style"), take(element, "type")
    found = _MARKER.findall(style)
    written = _ESCAPE.sub(_character, found[-1].replace("!important", " ")) if found else ""
    if sign := _SIGN.search(written):
        element.set("style", f'list-style-type: "{sign[2]}"')
        return
    known = [_TYPES.get(value, value.lower()) for value in (given, *written.split())]
    name = next((each for each in reversed(known) if each in _MARKERS or each in _SCRIPTS), "")
    if name in _SCRIPTS:
        element.set("style", f"list-style-type: {name}")
        return
    letter = (
        next((letter for letter, each in _TYPES.items() if each == name), "") if element.tag == "ol" else ""
    )
    if letter:
        element.set("type", letter)
    elif name:
        add_class(element, f"list-{name}")
