"""The font of formulas in EPUBs and pages: who gets one, what is in it, how scripts stand with it."""

from __future__ import annotations

import base64
import io
import itertools
import re

import pytest
from epub_samples import Written, book, chapter, write
from fontTools.ttLib import TTFont
from formula_marks import formula
from writing import as_html

from publish.project import style

FONT = "EPUB/fonts/mathematics.ttf"
ROOT = "<msqrt><mi>π</mi></msqrt><mo>(</mo><mi>y</mi><mo>)</mo><mo>-</mo><mn>2</mn><mi>sin</mi>"


def font(made: Written) -> TTFont:
    return TTFont(io.BytesIO(made._zip.read(FONT)))


def test_a_book_with_formulas_brings_their_font_and_others_bring_none() -> None:
    made = write(
        book(chapter(f"<p>A {formula(ROOT, display=False)}.</p>"), chapter("<p>No formula.</p>", id="b"))
    )
    assert made.find("chapter-1.xhtml", "//x:link/@href")[0] == "mathematics.css"
    assert "mathematics.css" not in made.find("chapter-2.xhtml", "//x:link/@href")
    assert "url(fonts/mathematics.ttf)" in made.text("mathematics.css")
    assert made.find("content.opf", "//opf:item[@id='font-mathematics']/@media-type") == [
        "application/vnd.ms-opentype"
    ]
    for other in (
        write(book(chapter("<p>No formula.</p>"))),
        write(book(chapter(f"<p>{formula(ROOT)}</p>")), pictured=True),
    ):
        assert not [name for name in other.names if "mathematics" in name]


def test_the_font_has_what_the_formulas_show_what_is_drawn_for_it_and_no_more() -> None:
    made = font(write(book(chapter(f"<p>Words {formula(ROOT)} and more words.</p>"))))
    assert {chr(code) for code in made.getBestCmap()} == set(" √−′π𝜋()y𝑦-2sin")
    assert "ssty" in {record.FeatureTag for record in made["GSUB"].table.FeatureList.FeatureRecord}
    assert made["MATH"].table.MathVariants.VertGlyphCoverage.glyphs  # larger brackets and roots


@pytest.mark.parametrize(
    ("letter", "slanted"), [("x", "𝑥"), ("h", "ℎ"), ("ϕ", "𝜙"), ("φ", "𝜑"), ("ϵ", "𝜖"), ("Γ", "𝛤")]
)
def test_a_letter_alone_is_slanted_and_one_in_a_word_is_not(letter: str, slanted: str) -> None:
    for inner, drawn in ((f"<mi>{letter}</mi>", True), (f"<mtext>{letter}</mtext>", False)):
        made = font(write(book(chapter(f"<p>{formula(inner)}</p>"))))
        assert ord(letter) in made.getBestCmap()
        assert (ord(slanted) in made.getBestCmap()) == drawn


def test_indices_stand_as_low_at_a_letter_that_hangs_as_at_another() -> None:
    made = font(write(book(chapter(f"<p>{formula('<msub><mi>y</mi><mi>t</mi></msub>')}</p>"))))
    constants, box = made["MATH"].table.MathConstants, made["glyf"][made.getBestCmap()[ord("𝑦")]]
    for drop, shift in (
        (constants.SubscriptBaselineDropMin.Value - box.yMin, constants.SubscriptShiftDown.Value),
        (700 - constants.SuperscriptBaselineDropMax.Value, constants.SuperscriptShiftUp.Value),
    ):
        assert drop <= shift


def test_words_at_an_arrow_keep_close_to_it() -> None:
    constants = font(write(book(chapter(f"<p>{formula(ROOT)}</p>"))))["MATH"].table.MathConstants
    assert constants.StretchStackTopShiftUp.Value == constants.StretchStackBottomShiftDown.Value == 400
    assert constants.StretchStackGapAboveMin.Value == constants.StretchStackGapBelowMin.Value == 110
    assert constants.AxisHeight.Value == 258


@pytest.mark.parametrize("accent", "⃗⃖⃛⃜")
def test_an_accent_is_as_wide_as_its_ink_so_that_browsers_centre_it(accent: str) -> None:
    inner = f'<mover accent="true"><mi>x</mi><mo stretchy="false">{accent}</mo></mover>'
    made = font(write(book(chapter(f"<p>{formula(inner)}</p>"))))
    name = made.getBestCmap()[ord(accent)]
    outline = made["glyf"][name]
    assert made["hmtx"][name] == (outline.xMax - outline.xMin, 0)
    assert made["hmtx"][made.getBestCmap()[ord("𝑥")]][0] == 559  # a letter keeps its own


def test_a_wide_tilde_grows() -> None:
    inner = '<mover accent="true"><mrow><mi>x</mi><mi>y</mi></mrow><mo stretchy="true">˜</mo></mover>'
    made = font(write(book(chapter(f"<p>{formula(inner)}</p>"))))
    variants = made["MATH"].table.MathVariants
    glyphs = variants.HorizGlyphCoverage.glyphs
    assert made.getBestCmap()[0x2DC] in glyphs
    grown = variants.HorizGlyphConstruction[glyphs.index(made.getBestCmap()[0x2DC])]
    assert [each.AdvanceMeasurement for each in grown.MathGlyphVariantRecord][-1] > 2_300


def test_a_page_brings_the_font_in_itself() -> None:
    page = as_html(book(chapter(f"<p>{formula(ROOT)}</p>")), style.load("journal")).decode()
    found = re.search(
        r'src: url\(data:font/ttf;base64,([A-Za-z0-9+/=]+)\) }\nmath { font-family: "STIX Two Math"', page
    )
    assert found
    assert ord("𝜋") in TTFont(io.BytesIO(base64.b64decode(found[1]))).getBestCmap()
    assert "font/ttf" not in as_html(book(chapter()), style.load("journal")).decode()


def test_the_same_book_has_the_same_font() -> None:
    made = book(chapter(f"<p>{formula(ROOT)}</p>"))
    assert write(made).data == write(made).data


@pytest.mark.parametrize("arrow", "→←↔↦⇒⏞⏟")
def test_the_parts_of_long_arrows_and_braces_can_be_joined(arrow: str) -> None:
    inner = f"<mover><mo>{arrow}</mo><mi>x</mi></mover>"
    made = font(write(book(chapter(f"<p>{formula(inner)}</p>"))))
    variants = made["MATH"].table.MathVariants
    place = variants.HorizGlyphCoverage.glyphs.index(made.getBestCmap()[ord(arrow)])
    parts = variants.HorizGlyphConstruction[place].GlyphAssembly.PartRecords
    for left, right in itertools.pairwise(parts):
        overlap = min(left.EndConnectorLength, right.StartConnectorLength)
        assert overlap >= variants.MinConnectorOverlap
