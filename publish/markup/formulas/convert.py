"""The formulas of a post, in order: read, numbered, converted, put in the places of their holders."""

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
from publish.markup.identifiers import ascii_name
from publish.markup.notices import Notices
from publish.markup.tree import Element, classes, has_class, make, text_of

__all__ = ["to_mathml"]

MAX_TEX = 20_000
"""Characters of one formula as it is written."""
_MATH = f"{{{NAMESPACE}}}"
_MISSING = "???"
"""What MathJax shows for a reference to nothing."""


@dataclass(slots=True)
class _Formula:
    """One formula on its way."""

    holder: Element
    tex: str
    display: bool
    tokens: list[str] = field(default_factory=list)
    wrappers: Wrappers = field(default_factory=Wrappers)
    equation: Equation | None = None
    numbers: list[str | None] = field(default_factory=list)
    fault: str = ""
    """Why it cannot be set, or nothing."""


def to_mathml(root: Element, reading: Reading, notices: Notices) -> None:
    """Put MathML with `alttext` and the TeX as annotation in the place of each `.math-inline` and `.math-display`.

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
    taken: set[str] = set()
    for formula in found:
        _replace(formula, _made(formula, rows, taken, notices))


def _read(found: list[_Formula], reading: Reading, notices: Notices) -> Rows:
    """Carry out macros all over the post, then count its equations."""
    expander = Expander(reading)
    for formula in found:
        if len(formula.tex) > MAX_TEX:
            formula.fault = f"it has more than {MAX_TEX:,} characters"
            continue
        try:
            formula.tokens, formula.wrappers = expander.expand(formula.tex)
        except TexError as error:
            formula.fault = str(error)
        if expander.links:
            shown = formula.tex[:60]
            notices.add(
                "math-link", f"a link in the formula '{shown}' is not for a book; its words stay", shown
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


def _made(formula: _Formula, rows: Rows, taken: set[str], notices: Notices) -> Element:
    shown = " ".join(formula.tex.split())[:60]
    near = _near(formula.tex, notices)
    made, fault = None, formula.fault
    try:
        if not fault:
            made, fault = _element(formula, rows, taken, notices)
    except TexError as error:
        fault = str(error)
    if made is None:
        message = f"the formula '{shown}' cannot be read as TeX and is shown as it is: {fault}"
        notices.add("math-unreadable", message, near)
        return _as_code(formula)
    if fault:
        notices.add("math-unknown", f"in the formula '{shown}' {fault}: its name is shown", near)
    return made


def _near(tex: str, notices: Notices) -> str:
    """The beginning of a formula as the source has it: less of it where Markdown has changed the rest."""
    line = tex[:60].partition("\n")[0]
    return next((line[:length] for length in (60, 24, 12, 6) if notices.line_of(line[:length])), "")


def _element(formula: _Formula, rows: Rows, taken: set[str], notices: Notices) -> tuple[Element, str]:
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
            _number(mark, formula, int(text[6:]), taken)
        elif text.startswith("pubref") and text[6:].isdecimal():
            _refer(mark, references[int(text[6:])], rows, formula, notices)
    return _finished(math, formula), fault


def _referring(token: str, references: list[tuple[str, str]]) -> str:
    """A reference's token as TeX that can be found again."""
    if not token.startswith(("\1ref", "\1eqref")):
        return token
    _, kind, label = token.split("\1", 2)
    references.append((kind, label))
    return rf"\text{{pubref{len(references) - 1}}}"


def _number(mark: Element, formula: _Formula, place: int, taken: set[str]) -> None:
    assert formula.equation is not None  # only those have tags
    mark.text = formula.numbers[place] or ""
    row = next(mark.iterancestors(f"{_MATH}mtr"))
    for label in formula.equation.rows[place].labels:
        if row.get("id") is None and label not in taken:
            row.set("id", _id_of(label))
        taken.add(label)


def _id_of(label: str) -> str:
    name = label.replace(":", "-")
    return ascii_name(name if name.startswith("eq-") else f"eq-{name}", "eq")


def _refer(
    mark: Element, reference: tuple[str, str], rows: Rows, formula: _Formula, notices: Notices
) -> None:
    kind, label = reference
    text = rows.shown.get(label)
    if text is None:
        notices.add(
            "math-reference", f"no equation of this post has the label {label[:60]!r}", formula.tex[:60]
        )
        mark.text = f"({_MISSING})" if kind == "eqref" else _MISSING
        return
    bare = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    mark.text = text if kind == "eqref" else bare
    row = etree.Element(f"{_MATH}mrow", {"class": "math-ref", "href": f"#{_id_of(label)}"})
    parent = mark.getparent()
    assert parent is not None  # it is part of a formula
    parent.replace(mark, row)
    row.append(mark)


def _finished(math: Element, formula: _Formula) -> Element:
    """`math > semantics > (row, annotation)` (MathML Core, 6.1), a bare reference in a link of the text's own."""
    row = row_of(math)
    whole = etree.Element(f"{_MATH}math", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # None is the default one
    whole.set("display", "block" if formula.display else "inline")
    whole.set("class", DISPLAY if formula.display else INLINE)
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
