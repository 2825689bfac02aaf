"""Text of HTML inside a drawing (`foreignObject`), such as labels in diagrams, set as SVG text in the same place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from publish.frozen import frozen
from publish.images.svg.cascade import Styles
from publish.images.svg.ruler import width_of
from publish.markup.elements import EMPHASIS
from publish.text.patterns import late

__all__ = ["set_words"]

_SVG = "http://www.w3.org/2000/svg"
_SIZE = late(r"([\d.]{1,9})\s*(px|pt|em|rem|%)?")
_LINES = frozenset(
    "address article blockquote dd div dl dt h1 h2 h3 h4 h5 h6 li ol p pre section table tr ul".split()
)
"""Elements that begin and end a line."""
_UNSEEN = frozenset("head script style template title".split())
_BOLD = frozenset("b h1 h2 h3 h4 h5 h6 strong th".split())
_CODE = frozenset("code kbd pre samp tt".split())
_MOST_LINES = 60
_MOST_WORDS = 2_000
_SMALLEST = 0.6
"""How far a text may shrink so that it fits its box: our letters may be wider than the author's."""
_MIDDLE = 0.36
"""From the middle of a line to its baseline, in em."""
_ANCHORS = {"center": "middle", "right": "end", "end": "end"}


@frozen
class _Run:
    """A word or a space, with its look."""

    text: str
    size: float
    bold: bool
    slanted: bool
    colour: str
    family: str
    leading: float
    ground: str = ""

    @property
    def width(self) -> float:
        return width_of(self.text, self.size, bold=self.bold, code=self.family.endswith("monospace"))


@frozen
class _Frame:
    """Where the words stand, in the drawing's units."""

    x: float
    y: float
    width: float
    height: float
    align: str
    middle: str
    wraps: bool


def set_words(
    page: etree._Element, parent: etree._Element, styles: Styles, view: tuple[float, float]
) -> etree._Element | None:
    """Add the words of a `foreignObject` to `parent`; None when it has none. `view` is the size that percentages mean."""
    lines = _lines(page, styles)
    if not lines:
        return None
    frame = _frame(page, styles, view)
    if frame.wraps and frame.width > 1:
        lines = [part for line in lines for part in _wrapped(line, frame.width)][:_MOST_LINES]
    lines = _fitted(lines, frame)
    group = etree.SubElement(parent, f"{{{_SVG}}}g")
    tall = sum(map(_height, lines))
    spare = frame.height - tall
    top = frame.y + {"center": spare / 2, "flex-end": spare, "end": spare}.get(frame.middle, 0.0)
    for line in lines:
        _draw_line(group, line, frame, top)
        top += _height(line)
    return group


def _lines(page: etree._Element, styles: Styles) -> list[list[_Run]]:
    """The lines that the page's own blocks and breaks make, as words and spaces."""
    lines: list[list[_Run]] = [[]]
    for count, run in enumerate(_runs(page, styles)):
        if count > _MOST_WORDS or len(lines) > _MOST_LINES:
            break
        if run is None:
            lines.append([])
        elif run.text != " " or (lines[-1] and lines[-1][-1].text != " "):
            lines[-1].append(run)
    lines = [line[:-1] if line and line[-1].text == " " else line for line in lines]
    return [line for line in lines if line]


def _runs(page: etree._Element, styles: Styles) -> Iterator[_Run | None]:
    """Words, spaces, and None where a line ends."""
    hidden = 0
    for event, element in etree.iterwalk(page, events=("start", "end")):
        name = etree.QName(element).localname.lower()
        unseen = name in _UNSEEN or styles.of(element).get("display") == "none"
        if event == "start":
            hidden += unseen
            if name in _LINES or name == "br":
                yield None
            if name == "li" and not hidden:
                yield replace(_look(element, styles), text="•\u00a0")
            text, owner = element.text, element
        else:
            hidden -= unseen
            if name in _LINES:
                yield None
            elif name in {"td", "th"}:
                yield replace(_look(element, styles), text=" ")
            text, owner = ("", element) if element is page else (element.tail, element.getparent())
        if text and not hidden and owner is not None:
            yield from _parted(str(text), _look(owner, styles))


def _parted(text: str, look: _Run) -> Iterator[_Run]:
    for part in re.findall(r"[ \t\r\n]+|[^ \t\r\n]+", text):
        yield replace(look, text=" " if part.isspace() and "\u00a0" not in part else part)


def _look(element: etree._Element, styles: Styles) -> _Run:
    around = [etree.QName(each).localname.lower() for each in (element, *element.iterancestors())]
    names = around[: around.index("foreignobject")] if "foreignobject" in around else around
    weight = styles.inherited(element, "font-weight")
    slant = styles.inherited(element, "font-style")
    family = "monospace" if _CODE & set(names) else styles.inherited(element, "font-family")
    size = _size(element, styles)
    return _Run(
        "",
        size,
        weight in {"bold", "bolder", "600", "700", "800", "900"} or bool(_BOLD & set(names)),
        slant in {"italic", "oblique"} or bool(EMPHASIS & set(names)),
        styles.inherited(element, "color") or "#000",
        family or "sans-serif",
        _leading(styles.inherited(element, "line-height"), size),
        _ground(element, styles),
    )


def _size(element: etree._Element, styles: Styles) -> float:
    """The computed size of a font in CSS pixels."""
    factor = 1.0
    for place in (element, *element.iterancestors()):
        said = styles.of(place).get("font-size") or str(place.get("font-size", ""))
        found = _SIZE.fullmatch(said.strip())
        if found is None or found[1].count(".") > 1:
            continue
        value = float(found[1].rstrip(".") or 0)
        if found[2] in {"em", "%"}:
            factor *= value / (100 if found[2] == "%" else 1)
        else:
            return factor * value * {"pt": 96 / 72, "rem": 16.0}.get(found[2] or "", 1.0)
    return 16.0 * factor


def _leading(said: str, size: float) -> float:
    """A line's height as a factor of the size."""
    found = _SIZE.fullmatch(said.strip())
    if found is None or found[1].count(".") > 1 or not size:
        return 1.25
    value = float(found[1].rstrip(".") or 0) / {"px": size, "%": 100.0}.get(found[2] or "", 1.0)
    return min(max(value, 0.8), 3.0)


def _ground(element: etree._Element, styles: Styles) -> str:
    """The colour behind words: labels on lines have one, so that the line does not cross them."""
    for place in (element, *element.iterancestors()):
        if etree.QName(place).localname.lower() == "foreignobject":
            break
        said = styles.of(place).get("background-color") or styles.of(place).get("background", "")
        if said and said not in {"none", "transparent"} and "(" not in said:
            return said
    return ""


def _frame(page: etree._Element, styles: Styles, view: tuple[float, float]) -> _Frame:
    x, y = (_number(page.get(name, "0"), size) for name, size in zip(("x", "y"), view, strict=True))
    width, height = (
        _number(page.get(name, "0"), size) for name, size in zip(("width", "height"), view, strict=True)
    )
    middle = ""
    outer = next((each for each in page if isinstance(each.tag, str)), page)
    said = styles.of(outer)
    if "flex" in said.get("display", ""):
        middle = said.get("align-items", "").split(" ")[-1]
        if "margin-left" in said or "padding-top" in said:  # diagrams.net: the box is this element's own
            x += _number(said.get("margin-left", "0"), width)
            y += _number(said.get("padding-top", "0"), height)
            width, height = _number(said.get("width", "0"), width), _number(said.get("height", "1px"), height)
        if said.get("flex-direction") == "column":
            middle = said.get("justify-content", "").split(" ")[-1]
    inner = _innermost(page)
    across = (
        said.get("justify-content", "").split(" ")[-1]
        if middle and "column" not in said.get("flex-direction", "")
        else ""
    )
    align = styles.inherited(inner, "text-align") or {"flex-end": "end"}.get(across, across)
    return _Frame(x, y, width, height, align, middle, "nowrap" not in styles.inherited(inner, "white-space"))


def _innermost(page: etree._Element) -> etree._Element:
    """The first element with words of its own."""
    for each in page.iter():
        if isinstance(each.tag, str) and (each.text or "").strip():
            return each
    return page


def _number(text: str, whole: float) -> float:
    found = re.match(r"\s*([+-]?\d{1,6}(?:\.\d{1,9})?|\.\d{1,9})\s*(%?)", text)
    return 0.0 if found is None else float(found[1]) * (whole / 100 if found[2] else 1.0)


def _wrapped(line: Sequence[_Run], room: float) -> Iterator[list[_Run]]:
    """Lines that fit the room; a word that is wider stands alone."""
    made: list[_Run] = []
    used = 0.0
    for run in line:
        if made and run.text != " " and used + run.width > room and made[-1].text == " ":
            yield made[:-1]
            made, used = [], 0.0
        made.append(run)
        used += run.width
    if made:
        yield made


def _fitted(lines: list[list[_Run]], frame: _Frame) -> list[list[_Run]]:
    widest = max(sum(run.width for run in line) for line in lines)
    fits = [frame.width / widest if frame.width > 1 and widest else 1.0]
    if frame.height > 1 and (tall := sum(map(_height, lines))):
        fits.append(frame.height / tall)
    scale = max(_SMALLEST, min(1.0, *fits))
    return [[replace(run, size=run.size * scale) for run in line] for line in lines]


def _height(line: Sequence[_Run]) -> float:
    return max(run.size * run.leading for run in line)


def _draw_line(group: etree._Element, line: Sequence[_Run], frame: _Frame, top: float) -> None:
    anchor = _ANCHORS.get(frame.align, "start")
    share = {"middle": 0.5, "end": 1.0}.get(anchor, 0.0)
    x = frame.x + share * frame.width
    middle = top + _height(line) / 2
    if ground := next((run.ground for run in line if run.ground), ""):
        wide = sum(run.width for run in line)
        box = {"x": x - share * wide, "y": top, "width": wide, "height": _height(line)}
        shown = {name: f"{value:.2f}" for name, value in box.items()}
        etree.SubElement(group, f"{{{_SVG}}}rect", {**shown, "fill": ground, "style": "stroke:none"})
    place = {"x": f"{x:.2f}", "y": f"{middle + _MIDDLE * max(run.size for run in line):.2f}"}
    text = etree.SubElement(group, f"{{{_SVG}}}text", {**place, "text-anchor": anchor})
    text.set("style", "stroke:none;letter-spacing:normal;text-decoration:none;dominant-baseline:auto")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for look, words in _together(line):
        part = etree.SubElement(text, f"{{{_SVG}}}tspan")
        part.set("font-size", f"{look.size:.2f}")
        part.set("font-family", look.family)
        part.set("font-weight", "bold" if look.bold else "normal")
        part.set("font-style", "italic" if look.slanted else "normal")
        part.set("fill", look.colour)
        part.text = words


def _together(line: Sequence[_Run]) -> Iterator[tuple[_Run, str]]:
    """Neighbours with the same look as one."""
    held: list[_Run] = []
    for run in line:
        if held and replace(held[0], text="") != replace(run, text=""):
            yield held[0], "".join(each.text for each in held)
            held = []
        held.append(run)
    yield held[0], "".join(each.text for each in held)
