"""Mathematics, which WeasyPrint cannot set: MathML becomes nested spans that the style sheet shapes.

Fractions, scripts, roots, stacks and tables are drawn; what is not known is set as a row. The TeX stays beside it as the
formula's alternative text.
"""

from __future__ import annotations

from publish.markup.tree import Element, add_class, has_class, make, text_of

__all__ = ["draw"]

_TOKENS = {"mi", "mn", "mo", "mtext", "ms"}
_ROWS = {"mrow", "mstyle", "mpadded", "mphantom", "semantics", "menclose", "merror", "math"}
_DROPPED = {"annotation", "annotation-xml", "mprescripts", "none"}
_RELATIONS = frozenset("=<>≤≥≠≈≡∼≃≅∝→←↔⇒⇐⇔⟶⟵⟷⟹⟸⟺∈∉⊂⊆⊃⊇∣∥:≪≫")
_OPERATORS = frozenset("+−-±∓×·∗∘÷∪∩∧∨⊕⊗∖*")
_LARGE = frozenset("∑∏∐∫∬∭∮⋃⋂⨁⨂")
_FENCES = frozenset("()[]{}|‖⟨⟩⌈⌉⌊⌋")
_PARTS = {
    "mfrac": ("frac", ("numerator", "denominator")),
    "msup": ("scripts", ("base", "raised")),
    "msub": ("scripts", ("base", "lowered")),
    "msubsup": ("scripts", ("base", "lowered", "raised")),
    "munder": ("stack", ("base", "under")),
    "mover": ("stack", ("base", "over")),
    "munderover": ("stack", ("base", "under", "over")),
    "mroot": ("root", ("radicand", "index")),
}
"""MathML element → class of the whole, classes of its parts in order (MathML 3, chapter 3)."""
_DRAWN_FIRST = ("over", "index", "raised")
"""Parts that stand before the others on the page."""


def draw(root: Element) -> None:
    """Replace every `math` by `span.math` (`span.math.display` when it stands alone) with its TeX in `data-alt`."""
    for math in [element for element in root.iter() if _name(element) == "math"]:
        span = make("span", class_="math display" if math.get("display") == "block" else "math")
        span.set("data-alt", math.get("alttext") or " ".join(text_of(math).split()))
        _row(math, span)
        span.tail = math.tail
        parent = math.getparent()
        if parent is not None:
            parent.replace(math, span)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _row(element: Element, into: Element) -> None:
    for child in element:
        _convert(child, into)
    tall = any(has.get("class", "").split()[:1] in (["frac"], ["array"]) for has in into)
    for piece in into if tall else ():
        if has_class(piece, "stretchy"):
            add_class(piece, "tall")


def _convert(element: Element, into: Element) -> None:
    name = _name(element)
    if not name or name in _DROPPED:
        return
    if name in _TOKENS:
        into.append(_token(element, name))
    elif name in _ROWS:
        _row(element, into)
    elif name in _PARTS:
        into.append(_parts(element, *_PARTS[name]))
    elif name == "msqrt":
        span = make("span", class_="root")
        into.append(span)
        span.append(make("span", "√", class_="sign"))
        _row(element, _part(span, "radicand"))
    elif name == "mtable":
        into.append(_table(element))
    elif name == "mspace":
        into.append(make("span", "\u2003" if element.get("width", "").startswith(("1", "2")) else "\u2009"))
    else:
        _row(element, into)


def _part(parent: Element, name: str) -> Element:
    span = make("span", class_=name)
    parent.append(span)
    return span


def _parts(element: Element, whole: str, names: tuple[str, ...]) -> Element:
    span = make("span", class_=whole)
    made: dict[str, Element] = {}
    for child, name in zip(element, names, strict=False):
        made[name] = make("span", class_=name)
        _convert(child, made[name])
    for name in (*(n for n in _DRAWN_FIRST if n in made and whole == "stack"), *made):
        if made[name].getparent() is None:
            span.append(made[name])
    if whole == "scripts" and {"raised", "lowered"} <= made.keys():
        both = _part(span, "both")
        both.extend([made["raised"], made["lowered"]])
    if whole == "root":
        span.insert(0, made["index"])
        span.insert(1, make("span", "√", class_="sign"))
    return span


def _table(element: Element) -> Element:
    table = make("span", class_="array")
    for row in element:
        line = _part(table, "row")
        for cell in row:
            _row(cell, _part(line, "cell"))
    return table


def _token(element: Element, name: str) -> Element:
    text = element.text or ""
    text = text if name == "mtext" else text.strip()
    span = make("span", text, class_=name)
    if name == "mi" and (len(text) > 1 or element.get("mathvariant") == "normal" or not text.isalpha()):
        add_class(span, "upright")
    if name == "mo":
        kind = (
            (text in _RELATIONS and "relation")
            or (text in _OPERATORS and "operator")
            or (text in _LARGE and "large")
        )
        if kind:
            add_class(span, kind)
        if text in _FENCES and element.get("stretchy") != "false":
            add_class(span, "stretchy")
    return span
