"""Lines are drawn as WeasyPrint draws them, with fewer instructions and without shaping them again."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops
from weasyprint.text.line_break import Layout

from publish import weasy
from publish.weasy import glyphstrings

SHEET = """
@page { size: 90mm 120mm; margin: 9mm; @top-left { content: "A running head" } }
html { font: 13.333px "Source Serif 4"; text-align: justify; hyphens: auto }
.sans { font-family: "Source Sans 3" } .small { font-size: 9px } .wide { letter-spacing: 0.1em }
.capitals { font-variant-caps: all-small-caps } .words { word-spacing: 0.3em } .code { white-space: pre-wrap }
.short { width: 30mm; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
"""
WORDS = (
    "To try your Type, Yes: the offices of Tom, Vera & Will Ytterby filled half the “Table” by the wharf. "
)
TEXTS = {
    "plain": f"<p>{WORDS * 5}</p>",
    "elements": "<p>{}</p>".format(WORDS.replace("offices", "<em>offices of Ty</em> <b>bold</b>") * 4),
    "a note": f"<p>{WORDS}<sup>12</sup> <sub>x</sub> {WORDS * 3}</p>",
    "no-break spaces": f"<p>{WORDS.replace(' T', '&nbsp;T') * 5}</p>",
    "special spaces": f"<p>{WORDS.replace(' Y', '&#x2009;Y').replace(' T', '&#x2060; &#x200b;T') * 5}</p>",
    "accents": f"<p>{'Vy&#x301; Y&#x302; a&#x308; Tr&#x30c; eTe&#x301; ' * 20}</p>",
    "soft hyphens": f"<p>{WORDS.replace('offices', 'of&shy;fi&shy;ces') * 5}</p>",
    "letters apart": f'<p class="wide">{WORDS * 4}</p>',
    "words apart": f'<p class="words">{WORDS * 4}</p>',
    "small capitals": f'<p class="capitals sans">{WORDS * 4}</p>',
    "underlined": f"<p><u>{WORDS * 2}</u> <s>{WORDS}</s></p>",
    "ragged": f'<p class="small" style="text-align: left">{WORDS * 5}</p>',
    "two scripts": f"<p>{'Вот Эльбрус (“the ‘Elbrus’ Complex”) и «Тип» Ты. ' * 10}</p>",
    "Greek": f'<p lang="el">{"Το Υψος και η Τέχνη του Αγίου. " * 12}</p>',
    "Chinese": f'<p lang="zh">{"離線的書架，放著一本 Tom 的書（一九九七年）。" * 12}</p>',
    "Hebrew": '<p dir="rtl" lang="he" style="text-align: right">{}</p>'.format(
        "שלום עולם (Tom) ועוד מילים. " * 10
    ),
    "code": '<pre class="code">if T:\n    y = "Ty"\tx  two   spaces</pre>',
    "ellipsis": f'<p class="short">{WORDS}</p>',
    "a missing sign": "<p>One \U000e0101\ufdd0 sign.</p>",
    "nothing": "<p> &nbsp; &#x200b; </p><p><span></span></p>",
    "emoji": "<p>One \U0001f600 two.</p>",
}


def made(body: str) -> bytes:
    html = f'<!DOCTYPE html><html lang="en"><body>{body}</body></html>'
    return weasy.write(weasy.set_pages(html, (SHEET,), ()))


@pytest.mark.parametrize("body", TEXTS.values(), ids=list(TEXTS))
def test_pages_look_as_weasyprint_draws_them(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = pypdfium2.PdfDocument(made(body))
    monkeypatch.setattr(glyphstrings, "_parts", lambda *_: None)
    theirs = pypdfium2.PdfDocument(made(body))
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        pictures = (page.render(scale=4).to_pil() for page in (mine, other))
        assert ImageChops.difference(*pictures).getbbox() is None
        texts = (page.get_textpage().get_text_range() for page in (mine, other))
        # WeasyPrint gives a ligature around a soft hyphen the text of its first letter, and PDFium shows a number.
        assert next(texts) == re.sub(r"\bo\W?[^\sa-z]ces\b", "offices", next(texts))


def distance(words: str) -> float:
    """From the comma to the character after its space, in points."""
    body = f'<p style="text-align: left; letter-spacing: 1em">{words}</p>'
    text = pypdfium2.PdfDocument(made(body))[0].get_textpage()
    found = text.get_text_range()
    places = found.index(","), found.index(words[words.index(",") + 2])
    left, right = (text.get_charbox(place, loose=True)[0] for place in places)
    return float(right - left)


def test_a_shift_after_a_change_of_font_moves_what_follows() -> None:
    """PDFium (Chrome) ignores a shift after an empty string: half of the space would be missing."""
    assert distance("Tom, 標題") == pytest.approx(distance("Tom, xy"), abs=0.5)


def test_a_line_has_only_the_shifts_that_move_something() -> None:
    with pikepdf.open(io.BytesIO(made(TEXTS["plain"]))) as file:
        content = file.pages[0].Contents.read_bytes()
    shown = re.findall(rb"\[(.*)\] TJ", content)
    assert len(shown) > 8
    assert not any(re.search(rb">\s*-?0(\.0)?\s*<|.<>", each) for each in shown)


def test_a_paragraph_is_shaped_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing it asks Pango for nothing."""
    again: list[Any] = []
    setup = Layout.setup

    def counted(layout: Any, style: Any) -> None:
        again.append(layout.text)
        setup(layout, style)

    pages = weasy.set_pages(f"<p style='hyphens: none'>{WORDS * 5}</p>", (SHEET,), ())
    monkeypatch.setattr(Layout, "setup", counted)
    weasy.write(pages)
    assert again == []
