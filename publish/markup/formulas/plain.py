"""A formula as one line of plain text, for contents, bookmarks and titles: `L²(ℝ)`, `a/b`, `∑_(i=1)^n`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from publish.markup.tree import Element
from publish.text.patterns import late

__all__ = ["plain"]

_EM = "{http://www.w3.org/1998/Math/MathML}"
_UNSEEN = dict.fromkeys(range(0x2062, 0x2065))
"""Operators of MathML that nobody sees."""
_APPLIED = late(r"\s*\u2061\s*(\()?")
"""Between a function's name and what it is applied to."""
_RELATIONS = frozenset("=<>≤≥≠≈≡∼≃≅∈∉⊂⊆⊃⊇→←↔⇒⇐⇔↦≪≫∝⊢⊨≔")
"""Signs with room on both sides."""
_RAISED = dict(zip("0123456789+−-=()n′″‴∘°", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ′″‴°°", strict=True))
_LOWERED = dict(zip("0123456789+−-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "\u0303": "\u0303", "\u0302": "\u0302", "¯": "\u0304", "‾": "\u0304", "→": "\u20d7",
    "\u20d7": "\u20d7", "˙": "\u0307", "\u0307": "\u0307", "¨": "\u0308", "\u0308": "\u0308", "ˇ": "\u030c", "˘": "\u0306",
}  # fmt: skip
_LINES = frozenset("‾¯_⏞⏟⏜⏝⎴⎵")
"""Lines and braces along a whole part."""
_LARGE = frozenset("∑∏∐∫∬∭∮⋃⋂⨁⨂⋁⋀")
_SHAPES = frozenset(("mtable", "mlabeledtr"))
"""What a line of text cannot say."""


def plain(math: Element) -> str:
    """The text of a `math` element: its TeX (`alttext`) where a line of text cannot say it, as a matrix, or it nests deeply."""
    if any(
        each.tag.removeprefix(_EM) in _SHAPES or each.get("linethickness") for each in math.iter(f"{_EM}*")
    ):
        return math.get("alttext", "")
    try:
        text = _said(math)
    except RecursionError:
        return math.get("alttext", "")
    return " ".join(_APPLIED.sub(lambda found: found[1] or " ", text).split())


def _said(each: Element) -> str:
    tag = str(each.tag).removeprefix(_EM)
    if tag in ("mi", "mn", "mo", "mtext", "ms"):
        return _signs(each)
    rule = _RULES.get(tag)
    if rule is not None:
        return rule(*(list(each)))
    return "".join(map(_said, each))


def _signs(each: Element) -> str:
    text = "".join(str(part) for part in each.itertext()).translate(_UNSEEN)
    text = "".join(unicodedata.normalize("NFKC", sign) if sign >= "\U0001d400" else sign for sign in text)
    if each.tag == f"{_EM}mo" and text in _RELATIONS:
        return f" {text} "
    return ", " if text == "," else text


def _power(base: Element, script: Element) -> str:
    return _scripted(base, _said(base), above=_said(script))


def _index(base: Element, script: Element) -> str:
    return _scripted(base, _said(base), below=_said(script))


def _both(base: Element, below: Element, above: Element) -> str:
    return _scripted(base, _said(base), _said(below), _said(above))


def _scripted(base: Element, text: str, below: str | None = None, above: str | None = None) -> str:
    """A base, and its text, with the texts of its scripts. No part is read twice: in a deep formula that would double the
    work at each level.
    """
    index = "" if below is None else _script(below, "_", _LOWERED)
    power = "" if above is None else _script(above, "^", _RAISED)
    return _grouped(base, text) + index + power + _room(text)


def _under(base: Element, below: Element) -> str:
    text, sign = _said(base), _said(below)
    return text if sign.strip() in _LINES else _scripted(base, text, below=sign)


def _over(base: Element, above: Element) -> str:
    text, sign = _said(base), _said(above)
    accent = _ACCENTS.get(sign.strip())
    if accent and len(text) == 1:
        return unicodedata.normalize("NFC", text + accent)
    return text if sign.strip() in _LINES else _scripted(base, text, above=sign)


def _fraction(above: Element, below: Element) -> str:
    return f"{_grouped(above, _said(above))}/{_grouped(below, _said(below))}"


def _root(*inner: Element) -> str:
    text = "".join(map(_said, inner))
    return f"√{text if len(text.strip()) == 1 or text.isdecimal() else f'({text.strip()})'}"


def _root_of(base: Element, degree: Element) -> str:
    return f"{_script(_said(degree), '', _RAISED)}{_root(base)}"


def _chemical(base: Element, *scripts: Element) -> str:
    """Scripts on both sides: those in front after `mprescripts`."""
    names = [script.tag.removeprefix(_EM) for script in scripts]
    cut = names.index("mprescripts") if "mprescripts" in names else len(scripts)
    return _pairs(scripts[cut + 1 :]) + _grouped(base, _said(base)) + _pairs(scripts[:cut])


def _pairs(scripts: tuple[Element, ...]) -> str:
    kinds = (("_", _LOWERED), ("^", _RAISED))
    return "".join(_script(_said(script), *kinds[place % 2]) for place, script in enumerate(scripts))


def _space(*_: Element) -> str:
    return " "


def _nothing(*_: Element) -> str:
    return ""


def _first(inner: Element, *_: Element) -> str:
    return _said(inner)


def _room(base: str) -> str:
    """Room after the bounds of a sum or a limit; none after an element's (`SO₄²⁻`)."""
    text = base.strip()
    return " " if text in _LARGE or (len(text) > 1 and text.isalpha() and text.islower()) else ""


def _script(script: str, sign: str, small: Mapping[str, str]) -> str:
    text = "".join(script.split())
    if all(each in small for each in text):
        return "".join(small[each] for each in text)
    return f"{sign}{text if text.isalnum() else f'({text})'}"


def _grouped(base: Element, text: str) -> str:
    """What something belongs to, and its text: in parentheses where it is more than one thing."""
    kept = text.strip()
    if len(base) < 2 or base.tag != f"{_EM}mrow" or kept.isalnum() or _is_fenced(kept):
        return text
    return f"({kept})"


def _is_fenced(text: str) -> bool:
    """Whether one pair of brackets stands around all of a text."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "([{|") - (sign in ")]}")
        if not depth:
            return place == len(text) - 1 and place > 0
    return False


_RULES: Mapping[str, Callable[..., str]] = {
    "msup": _power,
    "msub": _index,
    "msubsup": _both,
    "munderover": _both,
    "munder": _under,
    "mover": _over,
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root_of,
    "mmultiscripts": _chemical,
    "mspace": _space,
    "mphantom": _nothing,
    "semantics": _first,
}
