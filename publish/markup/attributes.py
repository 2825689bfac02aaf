"""Attributes: only values that HTML defines, looks turned into classes."""

from __future__ import annotations

import re
from collections.abc import Callable

from publish.language import normalise
from publish.markup.pictures import DECORATION
from publish.markup.sanitise import ATTRIBUTES
from publish.markup.tree import Element, add_class, take

__all__ = ["clean"]

MAX_SPAN = 100
"""Columns or rows that one cell may span; a table of more fits no page."""
_ALIGN = re.compile(r"(?:^|;)\s*text-align\s*:\s*(left|right|center)\b", re.IGNORECASE)
_CLASS = re.compile(r"[\w-]+")
_NUMBER = re.compile(r"-?\d{1,9}")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?")


def _span(value: str) -> str:
    return str(min(int(value), MAX_SPAN)) if value.isdecimal() and 0 < len(value) < 10 and int(value) else ""


def _number(value: str) -> str:
    return value if _NUMBER.fullmatch(value) else ""


def _classes(value: str) -> str:
    return " ".join(_CLASS.findall(value)[:20])


def _one_of(*values: str) -> Callable[[str], str]:
    return lambda value: value if value in values else ""


def _gone(_: str) -> str:
    return ""


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
    "type": _one_of("1", "a", "A", "i", "I"),
    "reversed": lambda _: "reversed",
    "open": lambda _: "open",
    "hidden": lambda _: "hidden",
    "datetime": lambda value: value if _DATE.fullmatch(value) else "",
    "rel": _gone,
    "role": _one_of(DECORATION),
    "cite": _gone,
}
"""Attribute → its value as it may be written, or empty when it may not."""
_ANYTHING = frozenset[str]().union(*ATTRIBUTES.values()) - _CHECKS.keys()
"""What else the sanitiser lets through: other rules look after it, or it takes any text."""


def clean(root: Element) -> None:
    """Check every attribute; alignment of cells becomes a class (`align-right`), everything doubtful goes."""
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


def _align(cell: Element) -> None:
    style, align = take(cell, "style"), take(cell, "align")
    found = _ALIGN.search(f"text-align:{align};{style}" if align else style)
    if found:
        add_class(cell, f"align-{found.group(1).lower()}")
