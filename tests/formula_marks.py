"""The drawing of formulas on a PDF's page: glyphs, lines and strokes, each with its position."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pikepdf
from pdf_samples import Made, book, chapter

MATHML = 'xmlns="http://www.w3.org/1998/Math/MathML"'
_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass(frozen=True)
class Sign:
    """A letter, its origin in pixels from the page's upper left corner, downwards."""

    text: str
    x: float
    y: float
    size: float
    colour: tuple[float, ...]
    end: float


@dataclass(frozen=True)
class Bar:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: tuple[float, ...]


@dataclass
class Marks:
    """All of a page."""

    signs: list[Sign] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    strokes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def sign(self, text: str, number: int = 0) -> Sign:
        """A letter by what it stands for."""
        return [sign for sign in self.signs if sign.text == text][number]

    def all(self, text: str) -> list[Sign]:
        """All letters that stand for that."""
        return [sign for sign in self.signs if sign.text == text]


def formula(inner: str, *, display: bool = True, tex: str = "x") -> str:
    """A `math` element as a chapter has it."""
    way = "block" if display else "inline"
    return (
        f'<math {MATHML} display="{way}" class="math-{"display" if display else "inline"}" alttext="{tex}"><semantics>'
        f'<mrow>{inner}</mrow><annotation encoding="application/x-tex">{tex}</annotation></semantics></math>'
    )


def drawn(inner: str, *, display: bool = True, page: str = "a5") -> Marks:
    """What one formula alone in a chapter is drawn as."""
    return marks(Made(book(chapter(f"<p>{formula(inner, display=display)}</p>")), page))


def marks(made: Made, number: int = 1) -> Marks:
    """What the pages' streams say, of one page after the cover."""
    page = made.file.pages[number]
    texts = {str(name): _texts(font) for name, font in page.Resources.Font.items()}
    maths = {name for name, font in page.Resources.Font.items() if "STIX" in str(font.BaseFont)}
    found, state = Marks(), _State()
    inside: list[bool] = []
    for each in pikepdf.parse_content_stream(page):
        operands, name = list(each.operands), str(each.operator)
        if name in ("BDC", "BMC"):
            inside.append(name == "BDC" and "/ActualText" in operands[1])
        elif name == "EMC":
            inside.pop()
        elif any(inside) or name in ("Tf", "rg"):
            _take(found, state, name, operands, (texts, maths))
    return found


@dataclass
class _State:
    font: str = ""
    size: float = 0.0
    x: float = 0.0
    y: float = 0.0
    colour: tuple[float, ...] = ()
    point: tuple[float, float] = (0.0, 0.0)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)


def _take(found: Marks, state: _State, operator: str, operands: list[Any], fonts: Any) -> None:
    texts, maths = fonts
    numbers = [float(each) for each in operands if isinstance(each, int | float | Decimal)]
    if operator == "Tf":
        state.font, state.size = str(operands[0]), numbers[0]
    elif operator == "Tm":
        state.x, state.y = numbers[4], numbers[5]
    elif operator == "rg":
        state.colour = tuple(numbers)
    elif operator == "re":
        state.boxes.append((numbers[0], numbers[1], numbers[2], numbers[3]))
    elif operator == "f":
        found.bars += [Bar(x, y, wide, high, state.colour) for x, y, wide, high in state.boxes]
        state.boxes = []
    elif operator == "n":
        state.boxes = []
    elif operator == "m":
        state.point = (numbers[0], numbers[1])
    elif operator == "l":
        found.strokes.append((*state.point, numbers[0], numbers[1]))
        state.point = (numbers[0], numbers[1])
    elif operator == "TJ" and state.font in maths:
        _letters(found, state, operands[0], texts[state.font])


def _letters(found: Marks, state: _State, row: Any, known: tuple[dict[int, str], dict[int, float]]) -> None:
    x = state.x
    for each in row:
        if not isinstance(each, pikepdf.String):
            x -= float(each) / 1000 * state.size
            continue
        data = bytes(each)
        for place in range(0, len(data), 2):
            number = int.from_bytes(data[place : place + 2])
            wide = known[1].get(number, 0.0) / 1000 * state.size
            if (text := known[0].get(number, "?")) != " ":
                found.signs.append(Sign(text, x, state.y, state.size, state.colour, x + wide))
            x += wide


def _texts(font: Any) -> tuple[dict[int, str], dict[int, float]]:
    texts: dict[int, str] = {}
    body = bytes(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else b""
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", body, re.DOTALL):
        for code, text in _PAIR.findall(block):
            texts[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    widths: dict[int, float] = {}
    row = list(font.DescendantFonts[0].get("/W", [])) if "/DescendantFonts" in font else []
    while row:
        first, values = int(row.pop(0)), row.pop(0)
        widths.update({first + place: float(value) for place, value in enumerate(values)})
    return texts, widths
