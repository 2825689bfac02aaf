"""Formulas that stand in a post as MathML: their TeX where they tell it, else MathML with nothing but what is known here.

Each is taken out of the HTML before that is made safe, for the sanitiser knows no MathML, and comes back as a tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape, unescape

from lxml import etree

from publish.markup import drawings
from publish.markup.formulas.holders import DISPLAY, INLINE
from publish.markup.formulas.plain import plain
from publish.markup.tree import Element, classes, drop, names
from publish.text.characters import allowed
from publish.text.patterns import late

__all__ = ["place", "take_out", "without_drawn"]

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_EM = f"{{{NAMESPACE}}}"
_HOLDER = "math-given"
_DRAWN = frozenset(("katex-html", "MathJax_Preview", "mjx-chtml"))
"""Classes of what engines draw beside the formula's own MathML."""
MAX_ELEMENTS = 20_000
MAX_DEPTH = 60
_TOKENS = names("mi mn mo mtext ms")
_ROWS = names("mrow mstyle mpadded mphantom msqrt menclose merror mtd")
_COUNTS = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip
"""Elements with a fixed number of parts; one with another number is a row."""
_GROUPS = names("math semantics mtable mtr mlabeledtr mmultiscripts mfenced maction")
_EMPTY = names("mspace mprescripts none")
_INSIDE = {
    "mtr": ("mtable",), "mlabeledtr": ("mtable",), "mtd": ("mtr", "mlabeledtr"), "mprescripts": ("mmultiscripts",),
    "none": ("mmultiscripts",),
}  # fmt: skip
"""What stands in certain others only."""
_KNOWN = _TOKENS | _ROWS | _COUNTS.keys() | _GROUPS | _EMPTY
_ATTRIBUTES = names(
    "accent accentunder columnalign columnlines columnspacing columnspan depth displaystyle form frame height largeop "
    "linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowlines "
    "rowspacing rowspan rspace scriptlevel separator stretchy symmetric voffset width fence"
)
"""What MathML may say about looks; nothing that leads anywhere or carries a style."""
_VALUE = late(r"[\w#%.,+\-\s]{1,60}")
_ENTITY = late(r"&(?!(?:lt|gt|amp|quot|apos);)#?\w{1,40};")
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, recover=True
)


def take_out(html: str) -> tuple[str, tuple[Element, ...]]:
    """HTML with TeX, or a numbered holder, in the place of each formula, and those that have no TeX. Linear."""
    if "<math" not in html.lower():
        return html, ()
    parts: list[str] = []
    found: list[Element] = []
    done = 0
    for start, end in sorted(drawings.ends(html).items()):
        if start < done:
            continue
        parts.append(html[done:start])
        parts.append(
            _shown(html[start:end], found) if html[start : start + 5].lower() == "<math" else html[start:end]
        )
        done = end
    return "".join(parts) + html[done:], tuple(found)


def _shown(markup: str, found: list[Element]) -> str:
    """What stands for a formula in the HTML; the same as before for one that is none."""
    try:
        root = etree.fromstring(_as_xml(markup), _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return markup
    if root is None or sum(1 for _ in root.iter()) > MAX_ELEMENTS or _depth(root) > MAX_DEPTH:
        return markup
    stands = str(root.get("display")) == "block"
    tex = next((each.text for each in root.iter() if _name(each) == "annotation" and _is_tex(each)), None)
    if tex and tex.strip():
        inner = escape(tex.strip(), quote=False)
        return rf"\[{inner}\]" if stands else rf"\({inner}\)"
    inside = [part for child in root for part in _clean(child, "math")]
    if not any(str(text).strip() for part in inside for text in part.itertext()):
        return markup
    found.append(_whole(inside, root.get("alttext") or "", stands=stands))
    return f'<span class="{_HOLDER}">{len(found) - 1}</span>'


def _as_xml(markup: str) -> str:
    """The markup with characters, those that a book may hold, in the place of HTML's entities and references."""
    plain_text = _ENTITY.sub(lambda entity: escape(unescape(entity[0])), markup)
    return allowed(plain_text)


def _name(each: Element) -> str:
    return each.tag.rpartition("}")[2].lower() if isinstance(each.tag, str) else ""


def _is_tex(annotation: Element) -> bool:
    return "tex" in (annotation.get("encoding") or "").lower()


def _depth(root: Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _clean(each: Element, outer: str) -> Iterator[Element]:
    """The element with what is known of it: a row in the place of one with other parts than it must have, or in another
    element than it may stand in.
    """
    name = _name(each)
    inside = _INSIDE.get(name)
    if name not in _KNOWN or (name in _EMPTY and inside and outer not in inside):
        return
    if name == "math" or (inside and outer not in inside):
        name = "mrow"
    made = etree.Element(_EM + name)
    for key, value in each.attrib.items():
        if str(key) in _ATTRIBUTES and _VALUE.fullmatch(str(value)):
            made.set(str(key), str(value))
    if name in _TOKENS:
        made.text = " ".join("".join(map(str, each.itertext())).split()) or "\u200b"
    elif name not in _EMPTY:
        kids = [part for child in each for part in _clean(child, name)]
        if name in ("semantics", "maction"):
            yield from kids[:1]
            return
        made.extend(_fenced(each, kids) if name == "mfenced" else kids)
        _settle(made, name)
    yield made


def _fenced(each: Element, kids: list[Element]) -> Iterator[Element]:
    """What `mfenced` is short for, which MathML Core has not."""
    yield _operator(each.get("open", "("))
    for number, kid in enumerate(kids):
        if number:
            yield _operator(each.get("separators", ",").strip()[:1] or "\u2063")
        yield kid
    yield _operator(each.get("close", ")"))


def _operator(text: str) -> Element:
    made = etree.Element(f"{_EM}mo")
    made.text = text[:10] or "\u2063"
    return made


def _settle(made: Element, name: str) -> None:
    """Let an element have the parts that it must have."""
    if name == "mtable":
        made[:] = [_wrapped(kid, "mtr") for kid in made]
    elif name in ("mtr", "mlabeledtr"):
        made.tag = f"{_EM}mtr"
        made[:] = [_wrapped(kid, "mtd") for kid in made]
    elif name == "mmultiscripts":
        marks = [place for place, kid in enumerate(made) if kid.tag == f"{_EM}mprescripts"]
        cut = marks[0] if marks else len(made)
        if len(marks) > 1 or cut % 2 == 0 or (marks and (len(made) - cut) % 2 == 0):  # scripts come in pairs
            made.tag = f"{_EM}mrow"
    elif name == "mfenced" or len(made) != _COUNTS.get(name, len(made)):
        made.tag = f"{_EM}mrow"
        made.attrib.clear()
    if made.tag == f"{_EM}mrow":
        for kid in list(made):
            if kid.tag in (f"{_EM}mprescripts", f"{_EM}none"):
                made.remove(kid)


def _wrapped(kid: Element, name: str) -> Element:
    if kid.tag == _EM + name:
        return kid
    made = etree.Element(_EM + name)
    if name == "mtr":
        etree.SubElement(made, f"{_EM}mtd").append(kid)
    else:
        made.append(kid)
    return made


def _whole(inside: list[Element], said: str, *, stands: bool) -> Element:
    math = etree.Element(f"{_EM}math", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # None is the default one
    math.set("display", "block" if stands else "inline")
    math.set("class", DISPLAY if stands else INLINE)
    etree.SubElement(math, f"{_EM}mrow").extend(inside)
    words = said or plain(math) or " ".join(map(str, math.itertext()))
    math.set("alttext", " ".join(words.split()))
    return math


def without_drawn(root: Element) -> None:
    """Take off what an engine has drawn beside its own MathML, so that no formula is said twice, and the author's own
    classes that are called like ours.
    """
    for each in [each for each in root.iter("span") if _DRAWN & set(classes(each))]:
        drop(each)
    for each in root.iter():
        said = classes(each)
        kept = [name for name in said if name == _HOLDER or not (name == "math" or name.startswith("math-"))]
        if len(kept) < len(said):
            each.set("class", " ".join(kept))


def place(root: Element, found: tuple[Element, ...]) -> None:
    """Put the formulas in the places of their holders."""
    for each in [each for each in root.iter("span") if _HOLDER in classes(each)]:
        number, parent = each.text or "", each.getparent()
        if parent is None or not number.isdecimal() or int(number) >= len(found):
            continue
        formula = found[int(number)]
        if formula.getparent() is None:
            formula.tail, each.tail = each.tail, None
            parent.replace(each, formula)
