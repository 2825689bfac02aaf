"""Attribute lists: `{: .class #id key="value" name}` after blocks and spans, and named ones, `{:name: …}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from publish.markup.kramdown.patterns import ALD_NAME, ANY_IN_BRACES, SPACE
from publish.text.patterns import late

__all__ = ["NAMED_LIST", "AttributeList", "parse"]

NAMED_LIST = late(rf" {{0,3}}\{{:({ALD_NAME}):({ANY_IN_BRACES}+)\}}{SPACE}*\n")

_ID = r"#([A-Za-z](?:\w|[:-])*)"
_CLASS = r"\.([^\s.#]+)"
_ITEM = late(
    rf"""(?:\A|\s)(?:({ALD_NAME})=("|')((?:\\\}}|\\\2|[^}}])*?)\2|({ALD_NAME})|((?:{_ID}|{_CLASS})+))(?=\s|\Z)""",
    re.ASCII,
)
_ID_OR_CLASS = late(rf"{_ID}|{_CLASS}", re.ASCII)


@dataclass
class AttributeList:
    """The content of one pair of braces, or of several combined."""

    attributes: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    """Names of other lists that this one includes, and words such as `toc`."""

    def add(self, other: AttributeList) -> None:
        """Add another list: its classes are added, its other attributes override."""
        self.names += other.names
        _merge(self.attributes, other.attributes)

    def apply_to(
        self, attributes: dict[str, str], named: Mapping[str, AttributeList], depth: int = 0
    ) -> None:
        """Set these attributes on an element; included lists come first. Circular names end."""
        for name in self.names:
            if name in named and depth < 8:
                named[name].apply_to(attributes, named, depth + 1)
        _merge(attributes, self.attributes)


def _merge(attributes: dict[str, str], more: Mapping[str, str]) -> None:
    for key, value in more.items():
        attributes[key] = f"{attributes.get(key, '')} {value}".lstrip() if key == "class" else value


def parse(text: str) -> AttributeList:
    """The list between the braces. Unknown forms are skipped."""
    result = AttributeList()
    for found in _ITEM.finditer(text):
        key, quote, value, name, ids_and_classes = found.group(1, 2, 3, 4, 5)
        if name:
            result.names.append(name)
        elif ids_and_classes:
            for one in _ID_OR_CLASS.finditer(ids_and_classes):
                _merge(result.attributes, {"id": one[1]} if one[1] else {"class": one[2]})
        else:
            result.attributes[key] = re.sub(rf"\\(\}}|{quote})", r"\1", value)
    return result
