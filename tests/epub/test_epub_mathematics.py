"""Formulas as pictures: the replacement of MathML, its size and its alternative text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from epub_samples import Written, book, chapter, write
from formula_marks import formula

from publish.cli.main import main

FRACTION = "<mfrac><mi>a</mi><mi>b</mi></mfrac>"
LONG = "<mo>+</mo>".join(["<mi>m</mi><mi>m</mi><mi>m</mi>"] * 30)
SVG = "//*[local-name()='svg']"


def pictured(*bodies: str) -> Written:
    return write(book(chapter("".join(bodies))), pictured=True)


def ems(value: str) -> float:
    found = re.fullmatch(r"(-?[\d.]+)em", value)
    assert found, value
    return float(found[1])


def drawing(inner: str, *, display: bool = False) -> dict[str, str]:
    made = pictured(f"<p>A {formula(inner, display=display, tex='TeX')} b.</p>")
    (found,) = made.find("chapter-1.xhtml", SVG)
    return dict(found.attrib)


def test_a_picture_stands_in_the_place_of_mathml_with_its_words() -> None:
    made = pictured(f"<p>Let {formula(FRACTION, display=False, tex='a over b')} be.</p>")
    assert made.find("chapter-1.xhtml", "//*[local-name()='math']") == []
    assert made.find("chapter-1.xhtml", f"{SVG}/@aria-label") == ["a over b"]
    assert made.find("chapter-1.xhtml", f"{SVG}/@role") == ["img"]
    assert made.find("content.opf", "//opf:item[@id='chapter-1']/@properties") == ["svg"]


def test_a_picture_is_sized_in_ems_and_stands_on_the_baseline() -> None:
    letter, fraction = drawing("<mi>x</mi>"), drawing(FRACTION)
    assert 0.4 < ems(letter["height"]) < 0.7 < ems(fraction["height"])
    for found, below in ((letter, 0.1), (fraction, 0.8)):
        lowered = re.search(r"vertical-align: (-[\d.]+)em", found["style"])
        assert lowered is not None and 0 < -float(lowered[1]) <= below
        _, top, width, height = map(float, found["viewBox"].split())
        assert width / 1000 == pytest.approx(ems(found["width"]), abs=0.002)
        assert height / 1000 == pytest.approx(ems(found["height"]), abs=0.002)
        assert -float(lowered[1]) == pytest.approx((top + height) / 1000, abs=0.002)


def test_a_picture_has_the_colour_of_its_text_and_its_own_colours() -> None:
    inner = '<mi>x</mi><mi mathcolor="#ff0000">y</mi>'
    made = pictured(f"<p>{formula(inner, display=False)}</p>")
    assert made.find("chapter-1.xhtml", f"{SVG}/@fill") == ["currentColor"]
    assert made.find("chapter-1.xhtml", f"{SVG}/*/@fill") == ["#ff0000"]


def test_a_picture_needs_no_font_but_for_what_the_font_of_mathematics_lacks() -> None:
    assert (
        pictured(f"<p>{formula(FRACTION)}</p>").find("chapter-1.xhtml", f"{SVG}//*[local-name()='text']")
        == []
    )
    made = pictured(f"<p>{formula('<mtext>中文</mtext>')}</p>")
    assert made.find("chapter-1.xhtml", f"{SVG}//*[local-name()='text']/text()") == ["中文"]


def test_long_displays_are_broken_and_long_formulas_parted() -> None:
    display = drawing(LONG, display=True)
    assert ems(display["width"]) < 29 and ems(display["height"]) > 2
    made = pictured(f"<p>A {formula(LONG, display=False, tex='sum')} b.</p>")
    assert len(made.find("chapter-1.xhtml", SVG)) > 10
    assert made.find("chapter-1.xhtml", "//*[@role='img']/@aria-label") == ["sum"]
    assert set(made.find("chapter-1.xhtml", f"{SVG}/@aria-hidden")) == {"true"}


def test_a_letter_beside_a_formula_stays_with_it() -> None:
    made = pictured(
        f"<p>The {formula('<mi>n</mi>', display=False)}th, {formula('<mi>n</mi>', display=False)} x.</p>"
    )
    tails = [
        str(text)
        for text in made.find("chapter-1.xhtml", "//x:span[@class='math-picture']/following-sibling::text()")
    ]
    assert tails[0] in ("\u2060th, ", "\ufeffth, ") and tails[1] == " x."


def test_links_lead_to_numbered_rows() -> None:
    rows = (
        '<mtable class="math-numbered" columnalign="left center right"><mtr id="eq-a"><mtd class="math-pad"/>'
        '<mtd><mi>a</mi></mtd><mtd class="math-number"><mtext>(7)</mtext></mtd></mtr></mtable>'
    )
    made = pictured(f'<p><a href="#eq-a">(7)</a></p><p>{formula(rows)}</p>')
    assert made.find("chapter-1.xhtml", "//x:a[@href='#eq-a']")
    assert made.find("chapter-1.xhtml", "//*[@id='eq-a']")


@pytest.mark.parametrize(
    ("words", "pictures"),
    [
        ((), False),
        (("--math", "pictures"), True),
        (("--profile", "eink"), True),
        (("--profile", "eink", "--math", "mathml"), False),
        (("--profile", "phone"), False),
    ],
)
def test_who_gets_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], pictures: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("---\ntitle: A\n---\n\nLet $$x^2$$ be.\n", "utf-8")
    assert main(["epub", "a.md", "-o", "a.epub", "--offline", *words]) == 0
    made = Written(Path("a.epub").read_bytes())
    assert bool(made.find("chapter-1.xhtml", SVG)) is pictures
    assert bool(made.find("chapter-1.xhtml", "//*[local-name()='math']")) is not pictures


def test_a_setting_asks_for_pictures_and_a_wrong_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("---\ntitle: A\n---\n\nLet $$x^2$$ be.\n", "utf-8")
    Path("publish.toml").write_text('math = "pictures"\n', "utf-8")
    assert main(["epub", "a.md", "-o", "a.epub"]) == 0
    assert Written(Path("a.epub").read_bytes()).find("chapter-1.xhtml", SVG)
    Path("publish.toml").write_text('math = "images"\n', "utf-8")
    assert main(["epub", "a.md", "-o", "a.epub"]) == 2
    assert "math: there is no 'images': use mathml or pictures" in capsys.readouterr().err


def test_the_package_claims_what_is_true_and_validates(
    tmp_path: Path, epubcheck: Callable[[Iterable[Path | str]], dict[Path, list[Any]]]
) -> None:
    circled = "<menclose notation='circle updiagonalstrike roundedbox'><mi>x</mi></menclose><mtext>中</mtext>"
    made = pictured(
        f"<p>A {formula(FRACTION, display=False)} {formula(LONG, display=False)}.</p>{formula(circled)}"
    )
    features = made.find("content.opf", "//opf:meta[@property='schema:accessibilityFeature']/text()")
    assert "MathML" not in features and "alternativeText" in features
    path = tmp_path / "pictures.epub"
    made.save(path)
    assert epubcheck([path])[path] == []


def test_chinese_keeps_a_gap_after_a_formula_and_may_end_a_line_there() -> None:
    made = pictured(f"<p>設{formula('<mi>x</mi>', display=False)}在。</p>")
    assert made.find("chapter-1.xhtml", "//x:span[@class='math-picture gap']")
    assert made.find("chapter-1.xhtml", "//x:p[last()]/text()")[-2:] == ["設", "在。"]
