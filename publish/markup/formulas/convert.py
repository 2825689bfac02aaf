"""Handles a post's formulas in order: reads, numbers, converts and inserts them."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from publish.markup.formulas import equations
from publish.markup.formulas.equations import Equation, Rows
from publish.markup.formulas.expanding import Expander
from publish.markup.formulas.holders import DISPLAY, INLINE
from publish.markup.formulas.mathml import NAMESPACE, element, row_of
from publish.markup.formulas.reading import Reading
from publish.markup.formulas.tokens import TexError, joined
from publish.markup.formulas.wrappers import Wrappers
from publish.markup.ids import ascii_name
from publish.markup.notices import Notices
from publish.markup.tree import Element, classes, has_class, make, text_of

__all__ = ["to_mathml"]

MAX_TEX = 20_000
"""Most characters of one formula in the source."""
_MATH = f"{{{NAMESPACE}}}"
_MISSING = "???"
"""MathJax's text for a reference without a target."""


@dataclass(slots=True)
class _Formula:
    """One formula during conversion."""

    holder: Element
    tex: str
    display: bool
    tokens: list[str] = field(default_factory=list)
    wrappers: Wrappers = field(default_factory=Wrappers)
    equation: Equation | None = None
    numbers: list[str | None] = field(default_factory=list)
    fault: str = ""
    """Why it cannot be set, or nothing."""
    unknown: str = ""
    """A command that is shown by its name, or nothing."""
    place: int = 0
    """Its number in the post, from 0."""


def to_mathml(root: Element, reading: Reading, notices: Notices) -> None:
    """Replace each `.math-inline` and `.math-display` by MathML with `alttext`, and the TeX as annotation.

    TeX that cannot be read stays as code, with a notice.
    """
    found = [
        _Formula(holder, text_of(holder).strip(), has_class(holder, DISPLAY))
        for holder in root.iter("span", "div")
        if {INLINE, DISPLAY} & set(classes(holder))
    ]
    if not found:
        return
    rows = _read(found, reading, notices)
    for label in dict.fromkeys(rows.twice):
        message = f"several equations have the label {label[:60]!r}: references lead to the first; name each another way"
        notices.add("math-label", message, label)
    places = _places(found, {each.get("id", "") for each in root.iter()})
    for formula in found:
        _replace(formula, _made(formula, rows, places, notices))


@dataclass(slots=True)
class _Places:
    """Where labels lead."""

    ids: dict[str, str] = field(default_factory=dict)
    """Label → the id of its row."""
    rows: dict[tuple[int, int], str] = field(default_factory=dict)
    """Number of the formula and of its row → the row's id."""


def _places(found: list[_Formula], taken: set[str]) -> _Places:
    """An id for each row that is referred to by a label, another than the page has already."""
    places = _Places()
    for number, formula in enumerate(found):
        formula.place = number
        rows = formula.equation.rows if formula.equation is not None else ()
        for at, (row, shown) in enumerate(zip(rows, formula.numbers, strict=False)):
            labels = [label for label in row.labels if label not in places.ids] if shown is not None else []
            if labels:
                name = _unique(_id_of(labels[0]), taken)
                places.rows[number, at] = name
                places.ids |= dict.fromkeys(labels, name)
    return places


def _unique(name: str, taken: set[str]) -> str:
    made, count = name, 1
    while made in taken:
        count += 1
        made = f"{name}-{count}"
    taken.add(made)
    return made


def _read(found: list[_Formula], reading: Reading, notices: Notices) -> Rows:
    """Expand macros in the whole post, then number its equations."""
    expander = Expander(reading)
    for formula in found:
        if len(formula.tex) > MAX_TEX:
            formula.fault = f"it has more than {MAX_TEX:,} characters"
            continue
        try:
            formula.tokens, formula.wrappers = expander.expand(formula.tex)
        except TexError as error:
            formula.fault = str(error)
        formula.unknown = expander.unknown
        if expander.links:
            shown = " ".join(formula.tex.split())[:60]
            notices.add(
                "math-link",
                f"a link in the formula '{shown}' is not allowed in a book: its text stays, without the link",
                line=_line(formula.tex, notices),
            )
    asks = any(token.startswith(("\1ref", "\1eqref")) for formula in found for token in formula.tokens)
    tags = reading.tags
    if tags == "asked":
        tags = "ams" if asks else "none"
    rows = Rows(tags)
    for formula in found:
        if not formula.fault:
            formula.equation = equations.read(formula.tokens, tags, display=formula.display)
            if formula.equation is not None:
                counted = formula.equation.counted
                formula.numbers = [rows.number(row, counted) for row in formula.equation.rows]
    return rows


def _made(formula: _Formula, rows: Rows, places: _Places, notices: Notices) -> Element:
    shown = " ".join(formula.tex.split())[:60]
    made, fault = None, formula.fault
    try:
        if not fault:
            made, fault = _element(formula, rows, places, notices)
            if formula.unknown and not fault:
                fault = f"{formula.unknown} is an unknown command"
    except TexError as error:
        fault = str(error)
    if made is None:
        message = f"publish cannot read the formula '{shown}', so the book shows its TeX source: {fault}"
        notices.add("math-unreadable", message, line=_line(formula.tex, notices))
        code = _as_code(formula)
        if names := [name for (number, _), name in places.rows.items() if number == formula.place]:
            code.set("id", names[0])
        return code
    if fault:
        message = f"in the formula '{shown}', {fault}: the book shows its name"
        notices.add("math-unknown", message, line=_line(formula.tex, notices))
    return made


def _line(tex: str, notices: Notices) -> int | None:
    """The line of the source where a formula begins: found by less of it, or its letters, where Markdown has changed it."""
    line = tex[:60].partition("\n")[0]
    # The whole formula, not a longer one that contains it.
    whole = (notices.line_of(f"{sign}{tex}{sign}") for sign in ("$$", "$"))
    if place := next(filter(None, whole), None):
        return place
    found = (notices.line_of(line[:length]) for length in (60, 24, 12))
    return next(filter(None, found), None) or notices.line_like(tex[:60]) or notices.line_of(line[:6])


def _element(formula: _Formula, rows: Rows, places: _Places, notices: Notices) -> tuple[Element, str]:
    references: list[tuple[str, str]] = []
    tokens = [_referring(token, references) for token in formula.tokens]
    if formula.equation is not None:
        plain = [
            equations.Row(tuple(_referring(token, references) for token in row.tokens))
            for row in formula.equation.rows
        ]
        equation = Equation(formula.equation.environment, tuple(plain), counted=False)
        tex = equations.equation_tex(equation, formula.numbers)
    else:
        tex = joined(token for token in tokens if token[0] != "\1")
    math, fault = element(tex, formula.wrappers, display=formula.display)
    for mark in list(math.iter(f"{_MATH}mtext")):
        text = mark.text or ""
        if text.startswith("pubtag") and text[6:].isdecimal():
            _number(mark, formula, int(text[6:]), places)
        elif text.startswith("pubref") and text[6:].isdecimal():
            _refer(mark, references[int(text[6:])], rows, places, formula, notices)
    return _finished(math, formula), fault


def _referring(token: str, references: list[tuple[str, str]]) -> str:
    """The token of a reference as TeX that we can find again."""
    if not token.startswith(("\1ref", "\1eqref")):
        return token
    _, kind, label = token.split("\1", 2)
    references.append((kind, label))
    return rf"\text{{pubref{len(references) - 1}}}"


def _number(mark: Element, formula: _Formula, place: int, places: _Places) -> None:
    mark.text = formula.numbers[place] or ""
    row = next(mark.iterancestors(f"{_MATH}mtr"))
    if name := places.rows.get((formula.place, place)):
        row.set("id", name)


def _id_of(label: str) -> str:
    name = label.replace(":", "-")
    return ascii_name(name if name.startswith("eq-") else f"eq-{name}", "eq")


def _refer(
    mark: Element,
    reference: tuple[str, str],
    rows: Rows,
    places: _Places,
    formula: _Formula,
    notices: Notices,
) -> None:
    kind, label = reference
    bare = rows.shown.get(label)
    if bare is None or label not in places.ids:
        notices.add(
            "math-reference",
            f"no equation of this post has the label {label[:60]!r}",
            line=_line(formula.tex, notices),
        )
        mark.text = f"({_MISSING})" if kind == "eqref" else _MISSING
        return
    mark.text = f"({bare})" if kind == "eqref" else bare
    row = etree.Element(f"{_MATH}mrow", {"class": "math-ref", "href": f"#{places.ids[label]}"})
    parent = mark.getparent()
    assert parent is not None  # it is part of a formula
    parent.replace(mark, row)
    row.append(mark)


def _finished(math: Element, formula: _Formula) -> Element:
    """`math > semantics > (row, annotation)` (MathML Core, 6.1); a formula that is only a reference becomes a link in
    the text.
    """
    row = row_of(math)
    whole = etree.Element(f"{_MATH}math", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # None is the default namespace
    numbered = next(row.iter(f"{_MATH}mtable"), None) if len(row) == 1 else None
    apart = formula.display or (numbered is not None and has_class(numbered, "math-numbered"))
    whole.set("display", "block" if apart else "inline")  # numbers stand at the edge of the page
    whole.set("class", DISPLAY if apart else INLINE)
    whole.set("alttext", " ".join(formula.tex.split()))
    semantics = etree.SubElement(whole, f"{_MATH}semantics")
    annotation = etree.Element(f"{_MATH}annotation", {"encoding": "application/x-tex"})
    annotation.text = formula.tex
    semantics.extend([row, annotation])
    if not len(row):  # it only defines something
        whole.set("display", "inline")
        whole.set("class", f"{INLINE} math-empty")
        whole.set("alttext", "")
    inner = row[0] if len(row) == 1 else None
    if inner is not None and inner.get("href") and not any(True for _ in formula.holder.iterancestors("a")):
        link = make("a", class_="math-ref", href=inner.get("href", ""))
        row.replace(inner, inner[0])
        whole.set("alttext", row[0].text or "")
        link.append(whole)
        return link
    return whole


def _as_code(formula: _Formula) -> Element:
    tag = str(formula.holder.tag)
    code = make("code", formula.tex, class_="math-tex display" if formula.display else "math-tex")
    if tag != "div":
        return code
    block = make("div", class_=DISPLAY)
    block.append(code)
    return block


def _replace(formula: _Formula, fresh: Element) -> None:
    holder = formula.holder
    fresh.tail, holder.tail = holder.tail, None
    parent = holder.getparent()
    if parent is not None:
        parent.replace(holder, fresh)
