"""From TeX in the converter's commands to MathML Core, with attributes and classes that every reader knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import unescape
from math import prod
from typing import TYPE_CHECKING

from lxml import etree

from publish.markup.formulas import arrays, bounds, spacing
from publish.markup.formulas.dvipsnames import named
from publish.markup.formulas.tokens import TexError
from publish.markup.formulas.wrappers import Wrapper, Wrappers
from publish.markup.tree import Element, names
from publish.text.patterns import late

if TYPE_CHECKING:
    from math_core import LatexToMathML

__all__ = ["NAMESPACE", "element", "row_of"]

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_EM = f"{{{NAMESPACE}}}"
_ENTITY = late(r"&(?!lt;|gt;|amp;|quot;|apos;|#)\w{1,40};")
_VARIANTS = dict.fromkeys((0xFE00, 0xFE01))
"""Marks for chancery and roundhand letters: most fonts lack them, and readers show boxes."""
_ATTRIBUTES = names(
    "accent accentunder align columnalign columnlines columnspacing columnspan depth display displaystyle form frame height "
    "largeop linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation "
    "rowlines rowspacing rowspan rspace scriptlevel separator stretchy symmetric voffset width fence id class"
)
"""MathML's style attributes that are allowed: none can contain an address or CSS."""
_STRETCHED = {"\u0332": "\u203e", "~": "\u02dc"}
_DRAWN_AS = {"∖": "⧵", "⟮": "(", "⟯": ")"}
"""The backslash of sets is as tall as a letter in TeX; flattened brackets do not grow."""
_STYLED = {"b": "bold", "i": "italic", "code": "monospace", "span": ""}
_UPWARDS = frozenset(("updiagonalstrike", "updiagonalarrow"))
_DRAWN = {
    "box": "math-box",
    "roundedbox": "math-box math-rounded",
    "circle": "math-box math-circle",
    "horizontalstrike": "math-strike",
    "verticalstrike": "math-upright",
    "left": "math-line-left",
    "right": "math-line-right",
    "top": "math-line-top",
    "bottom": "math-line-bottom",
    "longdiv": "math-line-left math-line-top",
    "actuarial": "math-line-right math-line-top",
    "madruwb": "math-line-bottom math-line-right",
}
"""What is drawn around or through a part → classes of the style sheets."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_UNKNOWN = late(r'Unknown command "(\\[^"]{1,60})"')
_LIMITS = late(r"\\(?:no)?limits(?![a-zA-Z])")


@lru_cache(maxsize=1)
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(xml_namespace=True, allow_unreliable_rendering=True, fancy_error=False)


@lru_cache(maxsize=1)
def _lenient() -> LatexToMathML:
    """A converter that shows the names of unknown commands."""
    from math_core import LatexToMathML

    return LatexToMathML(
        xml_namespace=True, allow_unreliable_rendering=True, fancy_error=False, ignore_unknown_commands=True
    )


@lru_cache(maxsize=4096)
def _converted(tex: str, display: bool) -> tuple[str, str]:
    """MathML of a formula, and a problem that did not stop the conversion, or empty. Raises TexError when nothing can
    be made.
    """
    from math_core import LatexError

    tries: tuple[tuple[Callable[[], LatexToMathML], str], ...] = (
        (_converter, tex),
        (_converter, _LIMITS.sub("", tex)),
        (_lenient, _LIMITS.sub("", tex)),
    )
    first = ""
    for converter, text in tries:
        try:
            made = converter().convert_with_local_state(text, displaystyle=display)
        except LatexError as error:
            first = first or str(error)
            continue
        unknown = _UNKNOWN.search(first)
        return made, f"{unknown[1]} is an unknown command" if unknown and converter is _lenient else ""
    raise TexError(_without_position(first))


def _without_position(message: str) -> str:
    """The converter's message without its position, which is in the rewritten TeX."""
    text = message.partition(": ")[2] or message
    return (text[:1].lower() + text[1:]).rstrip(".").replace("`", "'")[:120]


def element(tex: str, wrappers: Wrappers, *, display: bool) -> tuple[Element, str]:
    """`math` for TeX in the converter's commands, and its problem, or empty. Raises TexError when it cannot be
    converted.
    """
    bounds.check(tex)
    text, fault = _converted(tex, display)
    text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    try:
        math = etree.fromstring(text, _PARSER)
    except etree.XMLSyntaxError as error:
        raise TexError("MathML cannot show it") from error
    _clean(math, wrappers)
    return math, fault


def row_of(math: Element) -> Element:
    """All parts of a formula in one `mrow`."""
    if len(math) == 1 and math[0].tag == f"{_EM}mrow" and not math[0].attrib:
        return math[0]
    row = etree.Element(f"{_EM}mrow")
    row.extend(list(math))
    return row


def _clean(math: Element, wrappers: Wrappers) -> None:
    for each in list(math.iter(etree.Element)):
        if each.getparent() is None and each is not math:
            continue
        rule = _RULES.get(each.tag.removeprefix(_EM))
        if rule is not None:
            rule(each)
        _settle_style(each, wrappers)
    for each in list(math.iter(etree.Element)):
        if each is not math:
            _place_style(each)
        for name, value in each.attrib.items():
            kept = named(str(value)) if name in ("mathcolor", "mathbackground") else str(value)
            if name not in _ATTRIBUTES or not kept:
                del each.attrib[name]
            elif kept.endswith("rem"):  # which is the page's em, not the formula's
                each.set(name, f"{kept.removesuffix('rem')}em")
            elif kept != value:
                each.set(name, kept)


def _place_style(each: Element) -> None:
    """Put `displaystyle` and `scriptlevel` where MathML 3 has them: on `mstyle`, the first also on `mtable`."""
    asked = {name: each.get(name, "") for name in ("displaystyle", "scriptlevel") if each.get(name)}
    tag = each.tag.removeprefix(_EM)
    if not asked or tag == "mstyle":
        return
    if tag == "mrow":
        each.tag = f"{_EM}mstyle"
        return
    each.attrib.pop("scriptlevel", "")
    if tag == "mtable":
        return
    each.attrib.pop("displaystyle", "")
    style, parent = etree.Element(f"{_EM}mstyle", asked), each.getparent()
    assert parent is not None  # this is not called for the formula's own element
    parent.replace(each, style)
    style.append(each)


def _without_empty_space(row: Element) -> None:
    """Replace a row of an empty space and one element by that element: browsers no longer need the space."""
    if len(row) == 2 and row[0].tag == f"{_EM}mspace" and not row[0].attrib and not row.attrib:
        parent, inner = row.getparent(), row[1]
        if parent is not None:
            parent.replace(row, inner)
            return
    spacing.settle_pair(row)


def _named(unknown: Element) -> None:
    """An unknown command: its name as text."""
    name = "".join(str(part) for part in unknown.itertext())
    del unknown[:]
    unknown.tag, unknown.text = f"{_EM}mtext", name
    unknown.set("class", "math-monospace")
    unknown.set("mathvariant", "monospace")


def _letter(letter: Element) -> None:
    if letter.text:
        letter.text = letter.text.translate(_VARIANTS)


def _settle_words(words: Element) -> None:
    """Text with HTML inside: its styles become attributes."""
    styles = [_STYLED.get(inner.tag.removeprefix(_EM), "") for inner in words.iterdescendants()]
    classes = " ".join(inner.get("class", "") for inner in words.iterdescendants())
    if not len(words):
        return
    words.text = "".join(str(part) for part in words.itertext())
    del words[:]
    kinds = sorted({style for style in styles if style})
    if "sans-serif" in classes:
        kinds.append("sans-serif")
    if kinds:
        words.set("mathvariant", "bold-italic" if kinds == ["bold", "italic"] else kinds[0])
        words.set("class", " ".join(f"math-{kind}" for kind in kinds))


def _enclosed(box: Element) -> None:
    for inner in list(box):
        if inner.get("class", "").startswith("menclose-"):
            box.remove(inner)
    _name_notation(box)


def _name_notation(box: Element) -> None:
    kinds = box.get("notation", "").split()
    up, down = bool(_UPWARDS & set(kinds)), "downdiagonalstrike" in kinds
    found = (
        {"math-xcancel" if up and down else "math-cancel" if up else "math-bcancel"} if up or down else set()
    )
    found |= {name for kind in kinds for name in _DRAWN.get(kind, "").split()}
    box.set("class", " ".join(sorted(found)))


def _operator(dot: Element) -> None:
    """Three full stops in a row are one ellipsis; a line or tilde above is the sign that fonts can stretch."""
    spacing.settle_function(dot)
    spacing.settle_large(dot)
    spacing.settle_base(dot)
    dot.text = _DRAWN_AS.get(dot.text or "", dot.text)
    if dot.text != ".":
        parent = dot.getparent()
        if parent is not None and parent.tag == f"{_EM}mover" and dot.get("stretchy") == "true":
            dot.text = _STRETCHED.get(dot.text or "", dot.text)
        return
    second = dot.getnext()
    third = second.getnext() if second is not None else None
    if second is None or third is None or {second.text, third.text} != {"."}:
        return
    parent = dot.getparent()
    assert parent is not None  # the formula's own element is not an `mo`
    parent.remove(second)
    parent.remove(third)
    dot.text = "…"
    dot.set("lspace", "0")
    dot.set("rspace", "0.1667em")


def _settle_style(each: Element, wrappers: Wrappers) -> None:
    style = each.get("style")
    if not style:
        return
    wrapper = wrappers.of(style)
    tag = each.tag.removeprefix(_EM)
    if wrapper is not None:
        _wrap(each, wrapper)
    elif style.startswith("color:"):
        each.set("mathcolor", style.partition(":")[2].rstrip(";"))
    elif tag == "mspace" and "margin-left" in style:
        width = style.partition(":")[2].rstrip(";")
        each.set("width", width)
        each.set("class", "math-back")
    elif tag == "mpadded" and "padding" in style:
        _spaced(each, style)


def _wrap(row: Element, wrapper: Wrapper) -> None:
    """Give a row one of our styles; a group inside is removed."""
    row.tag = f"{_EM}{wrapper.tag}"
    for name, value in wrapper.attributes.items():
        row.set(name, value)
    if "mathsize" in wrapper.attributes:  # `\large` after `\tiny` is as large as alone
        around = [each.get("mathsize", "") for each in row.iterancestors(f"{_EM}mstyle")]
        factor = prod(float(each.removesuffix("em")) for each in around if each)
        row.set("mathsize", f"{float(wrapper.attributes['mathsize'].removesuffix('em')) / factor:.3g}em")
    if wrapper.tag == "menclose":
        _name_notation(row)


def _spaced(padded: Element, style: str) -> None:
    """Space around a part, as space elements before and after it, for readers without styles."""
    padded.tag = f"{_EM}mrow"
    sides = dict(re.findall(r"padding-(left|right):([\d.]+em)", style))
    if "left" in sides:
        space = etree.Element(f"{_EM}mspace", {"width": sides["left"]})
        padded.insert(0, space)
    if "right" in sides:
        padded.append(etree.Element(f"{_EM}mspace", {"width": sides["right"]}))


_RULES: Mapping[str, Callable[[Element], None]] = {
    "mtable": arrays.settle,
    "mtext": _settle_words,
    "menclose": _enclosed,
    "mi": _letter,
    "mo": _operator,
    "mrow": _without_empty_space,
    "merror": _named,
    "mover": spacing.settle_arrow,
    "munder": spacing.settle_arrow,
}
"""Functions that correct elements, by element name."""
