"""MathML as plain nodes, with parsed attribute values, for layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import ImageColor

from publish.text.patterns import late

__all__ = ["Node", "colour_of", "core", "length", "read"]

_DROPPED = frozenset({"annotation", "annotation-xml", "none", "maligngroup", "malignmark"})
_TRANSPARENT = frozenset({"semantics", "maction"})
"""Elements of which only the first child is displayed."""
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms", "mglyph"})
_LENGTH = late(r"\s*([-+]?\d*\.?\d+)\s*([a-z%]*)\s*")
_UNITS = {
    "em": 1.0,
    "": 1.0,
    "%": 0.01,
    "ex": 0.45,
    "mu": 1 / 18,
    "px": 1 / 12,
    "pt": 0.1,
    "pc": 1.2,
    "rem": 0.1 * 10,
}
_ABSOLUTE = {"mm": 0.2845, "cm": 2.845, "in": 7.227}
"""Ems of ten-point type, the basis of TeX's absolute lengths."""
_NAMED = {
    "veryverythinmathspace": 1 / 18, "verythinmathspace": 2 / 18, "thinmathspace": 3 / 18, "mediummathspace": 4 / 18,
    "thickmathspace": 5 / 18, "verythickmathspace": 6 / 18, "veryverythickmathspace": 7 / 18, "thin": 0.03, "medium": 0.068,
    "thick": 0.12,
}  # fmt: skip
_EMBELLISHED = frozenset(
    {"msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mfrac"}
)
_GROUPS = frozenset({"mrow", "mstyle", "mpadded", "math"})
_SPACES = frozenset({"mspace"})
_HEX = late("#(?:[0-9a-fA-F]{3}){1,2}")


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One element."""

    name: str
    attributes: Mapping[str, str]
    text: str
    """Text of a token, with its white space as displayed."""
    kids: tuple[Node, ...]

    def get(self, name: str) -> str:
        """An attribute, or the empty string."""
        return self.attributes.get(name, "")

    def flag(self, name: str, otherwise: bool) -> bool:
        """An attribute that is `true` or `false`."""
        return {"true": True, "false": False}.get(self.get(name), otherwise)

    def has_class(self, name: str) -> bool:
        """Whether the element is of a class."""
        return name in self.get("class").split()

    def walk(self) -> Iterator[Node]:
        """The node and all inside, in order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


def read(element: Any) -> Node:
    """A node for an lxml element. Raises RecursionError when it nests too deeply."""
    name = element.tag.rpartition("}")[2]
    if name in _TRANSPARENT:
        shown = [kid for kid in element if isinstance(kid.tag, str)]
        return read(shown[0]) if shown else Node("mrow", {}, "", ())
    if name in _TOKENS:
        text = " ".join("".join(element.itertext()).replace("\xa0", "\ue000").split()).replace(
            "\ue000", "\xa0"
        )
        return Node(name, dict(element.attrib), text, ())
    inner = (kid for kid in element if isinstance(kid.tag, str))
    kids = tuple(read(kid) for kid in inner if kid.tag.rpartition("}")[2] not in _DROPPED)
    return Node(name, dict(element.attrib), "", kids)


def length(value: str, otherwise: float = 0.0, whole: float = 1.0) -> float:
    """A length in ems; `otherwise` when there is no valid one. Percentages are of `whole`."""
    value = value.strip()
    if value in _NAMED:
        return _NAMED[value]
    found = _LENGTH.fullmatch(value)
    if found is None:
        return otherwise
    number, unit = min(max(float(found[1]), -1000.0), 1000.0), found[2]
    if unit == "%":
        return number * whole / 100
    return number * (_UNITS.get(unit) or _ABSOLUTE.get(unit, 1.0))


def core(node: Node) -> Node | None:
    """The operator of a node with its scripts and other additions (MathML Core, embellished operators)."""
    for _ in range(200):
        if node.name == "mo":
            return node
        if node.name in _EMBELLISHED:
            inner = node.kids[:1]
        elif node.name in _GROUPS:
            inner = tuple(kid for kid in node.kids if kid.name not in _SPACES)
        else:
            return None
        if len(inner) != 1:
            return None
        node = inner[0]
    return None


def colour_of(value: str) -> str:
    """A colour as `#rrggbb`; empty when it is not a colour, or is transparent."""
    value = value.strip().lower()
    if _HEX.fullmatch(value):
        return value if len(value) == 7 else "#" + "".join(2 * each for each in value[1:])
    if value not in ImageColor.colormap:  # the names of CSS
        return ""
    # Pillow's map holds text or numbers: it writes into it.
    return "#{:02x}{:02x}{:02x}".format(*ImageColor.getrgb(value))
