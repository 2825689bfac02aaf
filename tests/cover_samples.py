"""Generated hero pictures, extreme metadata, and a function that finds each letter on a drawn cover."""

from __future__ import annotations

import ctypes
import hashlib
import io
import math
import random
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFilter

from publish import covers, weasy
from publish.covers.colour import RGB, contrast
from publish.model import Cover, Image
from publish.project import style

JOURNAL = style.load("journal")
TEMPLATES = tuple(each.name for each in covers.templates(JOURNAL))
PEOPLE = (
    "Burcu Ozcelik,Tamer Badawi,Max Smeets,Mara Ellison,Tomas Reyes,Li Wei Chen,Anna-Maria Kowalczyk,"
    "Jean-Baptiste Moreau,Sarah O’Connell,Nguyen Van Thanh,Kwame Nkrumah Boateng,Ingrid Sørensen"
)
NAMES = tuple(PEOPLE.split(","))
FORTY = (
    "Notes Toward a Complete History of the Small and Unremarkable Machines That Carried Our Letters, Our Music, Our "
    "Photographs and Our Arguments Across Borders, Deserts, Oceans and Firewalls During the Long Decade Before Anyone "
    "Thought to Ask Who"
)
TITLES = {
    "three letters": ("Art", "en"),
    "plain": ("The Last Mile Is a Pocket", "en"),
    "forty words": (FORTY, "en"),
    "sixty letters": ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauamtes", "de"),
    "no spaces": ("x" * 180, "en"),
    "two characters": ("讀書", "zh-Hant"),
    "traditional": ("離線的書架：一份雜誌怎樣走完最後一里路，以及沒有網絡的讀者", "zh-Hant-HK"),
    "simplified": ("在没有信号的地方读书", "zh-Hans"),
    "mixed": ("「PDF」與 EPUB：offline 書架 2026 年的實驗", "zh-Hant"),
    "marks": ("“Quoted,” he said — twice… (really?)", "en"),
    "arabic": ("الميل الأخير جيب: كيف تصل مجلة إلى قرائها بلا شبكة", "ar"),
    "korean": ("재귀함수의 계산복잡도와 그 풀이", "ko"),
    "japanese": ("オフラインの本棚：雑誌が最後の一里を歩くまで", "ja"),
    "hebrew": ("הקילומטר האחרון הוא כיס", "he"),
}
DESCRIPTION = "How a magazine reaches readers who have no network: by stick, by messenger, by hand."


@cache
def hero(kind: str) -> Image:
    """A picture for covers: landscape, portrait, panorama, noise, bright, dark, tiny."""
    sizes = {"portrait": (800, 1200), "panorama": (2000, 500), "tiny": (230, 210), "noise": (900, 1000)}
    width, height = sizes.get(kind, (1200, 900))
    if kind == "noise":
        picture = Pillow.merge("RGB", [_noise(width, height, 90)] * 2 + [_noise(width, height, 120)])
    else:
        sky, land = {
            "bright": ((252, 252, 250), (236, 238, 240)),
            "dark": ((12, 14, 26), (22, 20, 30)),
            "portrait": ((120, 170, 210), (40, 90, 80)),
        }.get(kind, ((240, 180, 120), (120, 60, 50)))
        picture = _hills(width, height, sky, land, kind)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    name = f"{hashlib.sha256(out.getvalue()).hexdigest()[:20]}.jpg"
    return Image(name, "image/jpeg", out.getvalue(), width, height, f"{kind}.jpg")


def _noise(width: int, height: int, strength: int) -> Pillow.Image:
    dice = random.Random(strength)
    small = Pillow.frombytes("L", (width // 4, height // 4), dice.randbytes(width // 4 * (height // 4)))
    return small.resize((width, height), Pillow.Resampling.NEAREST)


def _hills(width: int, height: int, sky: RGB, land: RGB, seed: str) -> Pillow.Image:
    """A sky with a sun, and hills that grow darker."""
    fade = Pillow.linear_gradient("L").resize((width, height))
    picture = Pillow.composite(Pillow.new("RGB", fade.size, land), Pillow.new("RGB", fade.size, sky), fade)
    pen, dice = ImageDraw.Draw(picture), random.Random(seed)
    pen.circle((width * 0.7, height * 0.25), min(width, height) * 0.09, tuple(min(255, c + 50) for c in sky))
    for hill in range(5):
        phase, waves = dice.random() * 6, 2 + dice.random() * 5
        tops = [
            (x, height * (0.5 + hill / 10 + 0.05 * math.sin(x / width * waves * 2 + phase)))
            for x in range(0, width + 20, 20)
        ]
        shade = tuple(round(value * (0.8 - 0.13 * hill)) for value in land)
        pen.polygon([(0, height), *tops, (width + 20, height)], shade)
    return picture.filter(ImageFilter.GaussianBlur(1))


def cover(title: str = "A Title", language: str = "en", **values: object) -> Cover:
    given: dict[str, object] = {
        "authors": ("Mara Ellison",),
        "site": "Harbour",
        "seed": title,
        "style": JOURNAL,
    }
    return covers.compose(title=title, language=language, **(given | values))  # type: ignore[arg-type]


class Letter(NamedTuple):
    """One character of a drawn cover; left, top, right, bottom in parts of the cover's width."""

    text: str
    box: tuple[float, float, float, float]
    contrast: float
    """With the worst pixel behind it."""


@dataclass(frozen=True)
class Looked:
    """A drawn cover, seen letter by letter."""

    letters: tuple[Letter, ...]
    ratio: float
    pages: int
    background: Pillow.Image

    def outside(self) -> list[str]:
        """Letters that stand on or over the edge."""
        edge = 0.02
        return [
            each.text
            for each in self.letters
            if each.box[0] < edge
            or each.box[1] < edge
            or each.box[2] > 1 - edge
            or each.box[3] > self.ratio - edge
        ]

    def colliding(self) -> list[tuple[str, str]]:
        """Pairs of letters of which one stands on the other."""
        found = []
        for number, one in enumerate(self.letters):
            for other in self.letters[
                number + 3 :
            ]:  # the next two may share a glyph with it, as f, f and l do
                wide = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
                high = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
                if wide > 0 and high > 0 and wide * high > 0.35 * min(_area(one.box), _area(other.box)):
                    found.append((one.text, other.text))
        return found

    def faint(self) -> list[tuple[str, float]]:
        """Letters that cannot be read well enough (WCAG 2.2, 1.4.3)."""
        return [(each.text, each.contrast) for each in self.letters if each.contrast < 4.5]


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def look(made: Cover, width: float = 200.0, height: float = 300.0) -> Looked:
    """Draw a cover of that size in millimetres with its words and without, and compare."""
    with_words, without = (_pdf(made, width, height, hidden=hidden) for hidden in (False, True))
    scale = 360 / without[0].get_width()
    behind = without[0].render(scale=scale).to_pil().convert("RGB")
    page = with_words[0]
    points, tall = page.get_width(), page.get_height()
    words = page.get_textpage()
    letters = []
    for index in range(words.count_chars()):
        text = words.get_text_range(index, 1)
        left, bottom, right, top = words.get_charbox(index)
        if not text.strip() or right <= left or top <= bottom or unicodedata.combining(text[0]):
            continue
        area = behind.crop(
            (
                math.floor(left * scale),
                math.floor((tall - top) * scale),
                math.ceil(right * scale),
                math.ceil((tall - bottom) * scale),
            )
        )
        colour = _colour(words, index)
        seen = {(p[0], p[1], p[2]) for _, p in area.getcolors(area.width * area.height) or []}
        worst = min((contrast(colour, each) for each in seen), default=0.0)
        box = (left / points, (tall - top) / points, right / points, (tall - bottom) / points)
        letters.append(Letter(text, box, worst))
    return Looked(tuple(letters), tall / points, len(with_words), behind)


def _pdf(made: Cover, width: float, height: float, *, hidden: bool) -> pypdfium2.PdfDocument:
    sheet = f"@page {{ size: {width}mm {height}mm; margin: 0 }} body {{ margin: 0 }}"
    if hidden:
        sheet += " .cover .words > span { visibility: hidden }"
    html = f'<html lang="{made.language}"><body>{covers.page(made, JOURNAL, width, height)}</body></html>'
    sheets = (covers.css(JOURNAL, made), sheet)
    return pypdfium2.PdfDocument(weasy.write(weasy.set_pages(html, sheets, covers.pictures(made, JOURNAL))))


def _colour(words: pypdfium2.PdfTextPage, index: int) -> RGB:
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFText_GetFillColor(words.raw, index, *parts)
    return parts[0].value, parts[1].value, parts[2].value


def skeleton(text: str) -> str:
    """The letters of a text, sorted, without what line breaks add or take."""
    return "".join(sorted(c for c in unicodedata.normalize("NFKC", text) if c.isalnum()))
