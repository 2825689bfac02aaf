"""TeX's own ways with space and with brackets, where browsers go other ways unless they are told."""

from __future__ import annotations

from lxml import etree

from publish.markup.tree import Element

__all__ = ["as_binary", "settle_arrow", "settle_base", "settle_function", "settle_large", "settle_pair"]

_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
_FENCES = frozenset("()[]{}|‖⟨⟩⌈⌉⌊⌋")
_LINES = frozenset(f"{_NAMESPACE}{name}" for name in ("mi", "mn", "mo", "mtext", "mspace", "mrow", "msub"))
"""What is no higher than a line of letters."""
_LARGE = (*range(0x220F, 0x2212), *range(0x222B, 0x2234), *range(0x22C0, 0x22C4), *range(0x2A00, 0x2B00))
_SCRIPTED = frozenset(
    f"{_NAMESPACE}{name}" for name in ("munder", "mover", "munderover", "msub", "msup", "msubsup")
)
_APPLIED = "\u2061"
_SIGNS = frozenset("+−-±∓")
_THIN = "0.1667em"
_LONG, _SIDE, _LEAST, _LETTER = "3.5em", 0.4286, 2.2, 0.5
"""The converter's space above an arrow; ems beside what stands there, of the shortest arrow, and of a letter."""


def settle_pair(row: Element) -> None:
    r"""`\left(x\right)` around letters is as large as `(x)`: TeX's brackets may be a little shorter than what they hold
    (TeXbook, appendix G, rule 19); browsers' may not, and take the next size with its wider margins.
    """
    marks = [each for each in row if each.tag == f"{_NAMESPACE}mo" and (each.text or "") in _FENCES]
    if len(marks) < 2 or marks[0] is not row[0] or marks[-1] is not row[-1]:
        return
    if marks[0].get("stretchy") or marks[-1].get("stretchy"):
        return
    if all(_is_low(each) for each in row.iterdescendants()):
        for mark in marks:
            mark.set("stretchy", "false")


def _is_low(each: Element) -> bool:
    if each.tag not in _LINES or each.get("minsize") or each.get("style"):
        return False
    return each.tag != f"{_NAMESPACE}mo" or not any(ord(sign) in _LARGE for sign in each.text or "")


def settle_function(applied: Element) -> None:
    r"""A thin space between `\ln` and a group after it, as before a letter; none before a bracket that does not grow."""
    following = applied.getnext()
    if applied.text != _APPLIED or applied.get("lspace") or following is None:
        return
    first = following
    while first.tag == f"{_NAMESPACE}mrow" and len(first):
        first = first[0]
    if first.tag != f"{_NAMESPACE}mo" or ((first.text or "") in _FENCES and first.get("stretchy") != "false"):
        applied.set("lspace", _THIN)


def settle_large(sign: Element) -> None:
    r"""The thin space after `\sum` and `\max` stays before a group (`\sum{x}`), which is no bracket."""
    text = sign.text or ""
    name = text.isalpha() and len(text) > 1
    if sign.get("rspace") != "0" or not (name or any(ord(each) in _LARGE for each in text)):
        return
    whole = sign
    while (parent := whole.getparent()) is not None and parent.tag in _SCRIPTED and parent[0] is whole:
        whole = parent
    following = whole.getnext()
    if following is None or following.tag in (f"{_NAMESPACE}mo", f"{_NAMESPACE}mspace"):
        return
    if name:  # which browsers know no space for
        sign.set("rspace", _THIN)
    else:
        del sign.attrib["rspace"]


def settle_base(mark: Element) -> None:
    r"""A bracket of a given size that has scripts (`\bigr)^2`) grows by itself: browsers let no base grow."""
    parent = mark.getparent()
    if not mark.get("minsize") or parent is None or parent.tag not in _SCRIPTED or parent[0] is not mark:
        return
    row = etree.Element(f"{_NAMESPACE}mrow")
    parent.replace(mark, row)
    row.extend([mark, etree.Element(f"{_NAMESPACE}mi")])


def settle_arrow(script: Element) -> None:
    r"""What stands at an arrow (`\xrightarrow{f}`) stands close to it, with room at its sides so that the arrow is long.

    The converter puts a wide space above it instead, which browsers give a line of its own.
    """
    parent = script.getparent()
    if len(script) != 2 or script[1].get("width") != _LONG or parent is None or parent.tag not in _SCRIPTED:
        return
    row = script[0]
    letters = len("".join(map(str, row.itertext())))
    side = max(_SIDE, (_LEAST - _LETTER * letters) / 2)
    for space in (row[0], row[-1]) if len(row) > 1 else ():
        if space.tag == f"{_NAMESPACE}mspace":
            space.set("width", f"{side:.4g}em")
    parent.replace(script, row)
    if parent[0].tag == f"{_NAMESPACE}mo":  # which has its room from the spaces around it
        parent[0].set("lspace", "0")
        parent[0].set("rspace", "0")


def as_binary(cell: Element) -> None:
    r"""A sign after `&` stands between two things: the first is in the cell before (AMS-LaTeX sets `{}` there)."""
    first = cell[0] if len(cell) > 1 else None
    while first is not None and first.tag == f"{_NAMESPACE}mrow" and len(first) > 1:
        first = first[0]
    if isinstance(first, etree._Element) and first.tag == f"{_NAMESPACE}mo" and (first.text or "") in _SIGNS:
        first.set("form", "infix")
        first.attrib.pop("lspace", "")
        first.attrib.pop("rspace", "")
