"""Numbers on the page: of list items, notes and their calls; names of headings contain none of them."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from pdf_samples import Made, book, written

ITEMS = "<li>x</li>" * 3


@pytest.mark.parametrize(
    ("text", "labels", "numbering"),
    [
        (f"<ol>{ITEMS}</ol>", "1. 2. 3.", "Decimal"),
        (f'<ol start="5">{ITEMS}</ol>', "5. 6. 7.", "Decimal"),
        (f'<ol start="0">{ITEMS}</ol>', "0. 1. 2.", "Decimal"),
        (f'<ol start="-1">{ITEMS}</ol>', "-1. 0. 1.", "Decimal"),
        (f'<ol start="998">{ITEMS}</ol>', "998. 999. 1000.", "Decimal"),
        (f'<ol type="a">{ITEMS}</ol>', "a. b. c.", "LowerAlpha"),
        (f'<ol type="A" start="26">{ITEMS}</ol>', "Z. AA. AB.", "UpperAlpha"),
        (f'<ol type="i" start="4">{ITEMS}</ol>', "iv. v. vi.", "LowerRoman"),
        (f'<ol type="I">{ITEMS}</ol>', "I. II. III.", "UpperRoman"),
        (f'<ol type="1">{ITEMS}</ol>', "1. 2. 3.", "Decimal"),
        (f"<ol reversed>{ITEMS}</ol>", "3. 2. 1.", "Decimal"),
        (f'<ol reversed start="10">{ITEMS}</ol>', "10. 9. 8.", "Decimal"),
        ('<ol><li>x</li><li value="7">x</li><li>x</li></ol>', "1. 7. 8.", "Decimal"),
        ('<ol reversed><li>x</li><li value="7">x</li><li>x</li></ol>', "3. 7. 6.", "Decimal"),
        ('<ol><li>x</li><li type="A">x</li><li>x</li></ol>', "1. B. 3.", "Decimal"),
        ('<ol style="list-style-type: upper-roman"><li>x</li><li>x</li></ol>', "I. II.", "UpperRoman"),
        ('{: start="5"}\n1. x\n2. x\n', "5. 6.", "Decimal"),
        ('{:style="list-style-type: lower-alpha"}\n1. x\n2. x\n', "a. b.", "LowerAlpha"),
        ('{:style="list-style: lower-latin inside" start="3"}\n1. x\n2. x\n', "c. d.", "LowerAlpha"),
        ('{: reversed="reversed"}\n1. x\n2. x\n', "2. 1.", "Decimal"),
        ('{: type="square"}\n* x\n* x\n', "▪ ▪", "Square"),
        ('{: style="list-style-type: none"}\n* x\n* x\n', "", "None"),
        ("3. x\n4. x\n", "1. 2.", "Decimal"),
        ('<ol start="+6"><li>x</li><li value="9px">x</li></ol>', "6. 9.", "Decimal"),
        ('<ol start="7.5"><li>x</li></ol>', "7.", "Decimal"),
        ('<ol style="list-style-type: hebrew" start="2"><li>x</li><li>x</li></ol>', "ב. ג.", "Decimal"),
        ('<ol style="list-style-type: arabic-indic"><li>x</li><li>x</li></ol>', "١. ٢.", "Decimal"),
        (
            '{:style="list-style-type: cjk-ideographic" start="9"}\n1. x\n2. x\n3. x\n',
            "九、 十、 十一、",
            "Decimal",
        ),
        ('<ol style="list-style: hiragana !important" start="3"><li>x</li></ol>', "う、", "Decimal"),
        ("<ul style=\"list-style-type: '→ '\"><li>x</li><li>x</li></ul>", "→ →", "Disc"),
        ("<ol start='3'><li>x</li><li style='list-style-type: hebrew'>x</li></ol>", "3. ד.", "Decimal"),
        ("<ol start='3'><li style='list-style-type: \"→ \"'>x</li><li>x</li></ol>", "→ 4.", "Decimal"),
    ],
)
def test_lists_count_as_they_were_told(text: str, labels: str, numbering: str) -> None:
    made = Made(book(written(text)))
    spoken = made.spoken().partition("HARBOURA post")[2].partition("Colophon")[0]
    assert re.sub(r"x|\s", "", spoken) == labels.replace(" ", "")
    [listing] = made.of_role("L")
    assert str(listing.A.ListNumbering) == f"/{numbering}"
    copied = re.sub(r"\s", "", made.page_text(1))
    assert "".join(f"{label}x" for label in labels.split()) in copied


@pytest.mark.parametrize(
    "markup",
    [
        f'<ol start="998">{ITEMS}</ol>',
        f'<ol start="99998">{ITEMS}</ol>',
        f'<ol type="A" start="26">{ITEMS}</ol>',
        f'<ol type="i" start="887">{ITEMS}</ol>',
        f'<ol type="I" start="37">{ITEMS}</ol>',
        f'<ol type="a" start="703">{ITEMS}</ol>',
        f"<ol>{ITEMS}<li value='1234'>x</li></ol>",
        '{:style="list-style-type: upper-roman"}\n' + "1. x\n" * 9,
    ],
)
def test_wide_numbers_stand_inside_the_text(markup: str) -> None:
    page = pypdfium2.PdfDocument(Made(book(written(markup))).data)[1].get_textpage()
    text = page.get_text_range()
    lefts = [
        page.get_charbox(found.start(1))[0]
        for found in re.finditer(r"(?<!\w)(-?\w+)\.\s?x", text, re.MULTILINE)
    ]
    assert len(lefts) >= 3
    assert min(lefts) > 17 / 25.4 * 72 - 0.5


def test_a_sign_instead_of_numbers_takes_the_same_room_in_long_lists() -> None:
    lefts = []
    for count in (3, 100):
        listing = f"<ol style=\"list-style-type: '→ '\">{'<li>x</li>' * count}</ol>"
        page = pypdfium2.PdfDocument(Made(book(written(listing))).data)[1].get_textpage()
        lefts.append(page.get_charbox(page.get_text_range().index("x"))[0])
    assert lefts[0] == pytest.approx(lefts[1], abs=0.1)


def test_nested_lists_count_alone() -> None:
    made = Made(
        book(
            written(
                '<ol start="3"><li>x<ol type="a"><li>x</li><li>x</li></ol></li><li>x<ol><li>x</li></ol></li></ol>'
            )
        )
    )
    assert "3.xa.xb.x4.x1.x" in re.sub(r"\s", "", made.spoken())


NOTED = """*Standfirst.[^s]*

Text[^a] and again[^a].

## Heading[^b]

Setext[^c]
----------

### Three[^d] *more*[^b]

| Cell[^e] | b |
|----------|---|
| c[^f] | d |

![Picture](missing.png)
*Caption[^g]*

Then:

1. item[^h]

> quotation[^i]

Calls one that calls.[^j] Large.[^k]

***

*Mara Ellison writes.[^l]*

[^s]: Note s.
[^a]: Note a.
[^b]: Note b.
[^c]: Note c.
[^d]: Note d.
[^e]: Note e.
[^f]: Note f.
[^g]: Note g.
[^h]: Note h.
[^i]: Note i.
[^j]: Note j, see[^m].
[^k]: Note k.

    - a list

[^l]: Note l.
[^m]: Note m.
"""
CALLED = dict(zip("sabcdefghijklm", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14], strict=True))


def test_notes_have_the_numbers_of_their_calls() -> None:
    made = Made(book(written(NOTED)))
    text = re.sub(r"\s", "", made.spoken())
    for letter, number in CALLED.items():
        assert f"{number}.Note{letter}" in text, letter
    calls = {
        "Standfirst.": "s",
        "Text": "a",
        "andagain": "a",
        "Heading": "b",
        "Setext": "c",
        "Three": "d",
        "more": "b",
    }
    calls |= {"Cell": "e", "Caption": "g", "item": "h", "quotation": "i", "thatcalls.": "j", "Large.": "k"}
    calls |= {"writes.": "l", "see": "m"}
    for words, letter in calls.items():
        number = CALLED[letter]
        assert re.search(rf"{re.escape(words)}{number}(?!\d)|{re.escape(words)}{number}{number}\.", text), (
            words
        )
    copied = re.sub(r"\s", "", made.text())
    for letter, number in CALLED.items():
        assert f"{number}.Note{letter}" in copied, letter


def test_names_of_headings_hold_no_numbers_of_notes() -> None:
    text = NOTED + "\n\n".join(
        f"## More{number}[^a]\n\n{'Words and words. ' * 90}" for number in ("one", "two", "three")
    )
    made = Made(book(written(text)))
    assert made.bookmarks()[1:-1] == ["Heading", "Setext", "Three more", "Moreone", "Moretwo", "Morethree"]
    contents = " ".join(made.page_text(1).split())
    assert "1 Setext 1 Three more 2 Moreone" in contents
    heads = [re.findall(r"A post (\S+)", made.page_text(number)) for number in range(2, len(made.file.pages))]
    assert ["Moretwo"] in heads
    assert all(name in {"Moreone", "Moretwo", "Morethree"} for names in heads for name in names)


def test_numbers_that_no_font_prints_are_decimal(monkeypatch: pytest.MonkeyPatch) -> None:
    from publish.fonts import coverage

    lack = coverage.lack
    monkeypatch.setattr(coverage, "lack", lambda text: lack(text.replace("א", "\U0010fffd")))
    made = Made(book(written('<ol style="list-style-type: hebrew"><li>x</li><li>x</li></ol>')))
    assert "1. x" in made.page_text(1) and "2. x" in made.page_text(1)
