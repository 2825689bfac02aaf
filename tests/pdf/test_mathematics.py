"""Formulas on the page: positions, size and colour of letters and lines, and alternative text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from formula_marks import drawn, formula, marks
from pdf_samples import Made, book, chapter, written
from PIL import ImageColor

Validate = Callable[[Iterable[Path | str]], dict[Path, dict[str, list[str]]]]

X, Y, A, B, N = "𝑥", "𝑦", "𝑎", "𝑏", "𝑛"
FRACTION = "<mfrac><mi>a</mi><mi>b</mi></mfrac>"
SUM = "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"


def mover(base: str, accent: str, more: str = "") -> str:
    return f'<mover accent="true">{base}<mo{more}>{accent}</mo></mover>'


def row(*cells: str) -> str:
    return f"<mtr>{''.join(f'<mtd>{cell}</mtd>' for cell in cells)}</mtr>"


def test_letters_are_italic_and_numbers_upright() -> None:
    found = drawn("<mi>x</mi><mo>+</mo><mn>2</mn><mi>sin</mi>")
    assert "".join(sign.text for sign in found.signs) == "𝑥+2sin"


def test_a_numerator_stands_above_the_rule_and_a_denominator_below_both_in_its_middle() -> None:
    found = drawn(FRACTION)
    above, below, (bar,) = found.sign(A), found.sign(B), found.bars
    assert above.y < bar.y < bar.y + bar.height < below.y - 0.6 * below.size
    middle = bar.x + bar.width / 2
    assert (above.x + above.end) / 2 == pytest.approx(middle, abs=0.1)
    assert (below.x + below.end) / 2 == pytest.approx(middle, abs=0.1)


def test_a_roots_bar_is_above_all_that_is_under_it() -> None:
    found = drawn(f"<msqrt>{FRACTION}</msqrt>")
    sign, above = found.sign("√"), found.sign(A)
    bar = min(found.bars, key=lambda bar: bar.y)
    assert bar.y + bar.height < above.y - 0.45 * above.size
    assert bar.x == pytest.approx(sign.end, abs=0.3)
    assert bar.x + bar.width >= max(found.bars, key=lambda bar: bar.y).x + FRACTION.count("mfrac")


def test_a_roots_degree_stands_over_the_signs_foot() -> None:
    found = drawn("<mroot><mi>x</mi><mn>3</mn></mroot>")
    three, sign = found.sign("3"), found.sign("√")
    assert three.size == pytest.approx(0.55 * sign.size, rel=0.01)
    assert three.y < sign.y and three.x < sign.x + 0.5 * sign.size


@pytest.mark.parametrize("accent", "ˆ˜¯˙¨ˇ˘´`˚⃗→^~\u0302\u0303\u20db\u20dc")
@pytest.mark.parametrize("base", "xyAf")
def test_accents_stand_over_the_middle_of_their_letters(base: str, accent: str) -> None:
    found = drawn(mover(f"<mi>{base}</mi>", accent, ' stretchy="false"'))
    letter, mark = found.signs
    assert mark.text == accent and mark.y <= letter.y
    assert 0 <= letter.y - mark.y < 0.35 * letter.size


def test_wide_accents_are_as_wide_as_what_they_stand_over() -> None:
    def width(base: str) -> int:
        found = drawn(mover(f"<mrow>{base}</mrow>", "ˆ"))
        return len({sign.text for sign in found.signs})

    narrow, wide = (drawn(mover(f"<mrow>{'<mi>m</mi>' * n}</mrow>", "ˆ")).sign("ˆ") for n in (1, 3))
    assert width("<mi>m</mi>") == 2
    assert wide.size == narrow.size


@pytest.mark.parametrize("accent", "˜~\u0303\u0302\u20db")
def test_a_wide_accent_over_one_letter_moves_nothing_aside(accent: str) -> None:
    plain = drawn("<mi>p</mi><mi>x</mi>").sign(X)
    found = drawn(mover("<mi>p</mi>", accent, ' stretchy="true"') + "<mi>x</mi>")
    first, mark, second = found.sign("𝑝"), found.sign(accent), found.sign(X)
    assert second.x - first.x == pytest.approx(plain.end - plain.x, abs=0.6)
    assert first.x - 0.2 * first.size < mark.x < second.x + 0.2 * first.size


@pytest.mark.parametrize("bar", ["¯", "‾", "̅", "―"])
def test_bars_are_rules_over_the_whole(bar: str) -> None:
    found = drawn(f"<mover><mrow><mi>A</mi><mi>B</mi></mrow><mo>{bar}</mo></mover>")
    (rule,) = found.bars
    first, last = found.signs[0], found.signs[-1]
    assert rule.x == pytest.approx(first.x, abs=0.01)
    assert rule.x + rule.width == pytest.approx(last.end, abs=0.2)
    assert rule.y + rule.height < first.y - 0.65 * first.size


def test_scripts_are_smaller_raised_and_lowered() -> None:
    found = drawn("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>")
    base, low, high = found.sign(X), found.sign("𝑖"), found.sign("2")
    assert low.size == high.size == pytest.approx(0.7 * base.size, rel=0.001)
    assert high.y < base.y - 0.3 * base.size < base.y < low.y < base.y + 0.4 * base.size
    assert high.x == pytest.approx(low.x, abs=0.15 * base.size)


def test_primes_are_raised_once() -> None:
    found = drawn("<msup><mi>f</mi><mo>′</mo></msup>")
    base, prime = found.signs
    assert prime.text == "′" and prime.size == pytest.approx(0.7 * base.size, rel=0.001)
    assert 0.3 * base.size < base.y - prime.y < 0.45 * base.size


def test_limits_stand_above_and_below_in_displays_and_beside_in_text() -> None:
    shown, inline = drawn(SUM), drawn(SUM, display=False)
    top, low, large = shown.sign(N), shown.sign("𝑖"), shown.sign("∑")
    assert large.x - 1 <= low.x < top.x < large.end and top.y < large.y < low.y
    top, low, small = inline.sign(N), inline.sign("𝑖"), inline.sign("∑")
    assert small.end <= low.x and small.end <= top.x
    assert (large.end - large.x) / large.size > (small.end - small.x) / small.size


def test_limits_of_an_integral_stand_beside_it() -> None:
    found = drawn("<msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup>")
    sign, low, high = found.sign("∫"), found.sign("0"), found.sign("1")
    assert sign.x < low.x < high.x and high.y < sign.y < low.y


def test_fences_grow_with_what_they_embrace() -> None:
    def tall(inner: str) -> tuple[float, float]:
        found = drawn(f"<mrow><mo>(</mo>{inner}<mo>)</mo></mrow>")
        return found.sign("(").x, found.sign("(").end

    small, large = tall("<mi>x</mi>"), tall(f"<mfrac>{FRACTION}{FRACTION}</mfrac>")
    assert large[1] - large[0] > 1.4 * (small[1] - small[0])


def test_fences_of_any_size_are_put_together() -> None:
    tall = f"<mtable>{row('<mi>x</mi>') * 9}</mtable>"
    found = drawn(f"<mrow><mo>(</mo>{tall}<mo>)</mo></mrow>")
    left, xs = found.all("("), found.all(X)
    assert len(left) > 2 and len({sign.x for sign in left}) == 1
    assert min(sign.y for sign in left) < xs[1].y and max(sign.y for sign in left) > xs[-2].y


def test_fences_that_may_not_grow_stay() -> None:
    found = drawn(f'<mo stretchy="false">(</mo>{FRACTION}<mo stretchy="false">)</mo>')
    assert found.sign("(").end - found.sign("(").x == pytest.approx(0.357 * found.sign("(").size, abs=0.01)


def test_matrices_have_columns_and_rows() -> None:
    found = drawn(f"<mtable>{row('<mn>1</mn>', '<mn>22</mn>')}{row('<mn>3</mn>', '<mn>4</mn>')}</mtable>")
    one, three, four = found.sign("1"), found.sign("3"), found.sign("4")
    twos = found.all("2")
    assert one.x == pytest.approx(three.x, abs=0.01) and one.y == twos[0].y
    assert (twos[0].x + twos[1].end) / 2 == pytest.approx((four.x + four.end) / 2, abs=0.05)
    assert three.y - one.y == pytest.approx(1.2 * one.size, abs=0.1)


def test_columns_are_aligned_as_asked() -> None:
    cells = row("<mi>a</mi><mi>b</mi>", "<mo>=</mo><mn>1</mn>") + row("<mi>c</mi>", "<mo>=</mo><mn>23</mn>")
    found = drawn(f'<mtable class="math-align" columnalign="right left" displaystyle="true">{cells}</mtable>')
    first, second = found.all("=")
    assert first.x == pytest.approx(second.x, abs=0.01)
    assert found.sign(B).end == pytest.approx(found.sign("𝑐").end, abs=0.01)
    assert first.x - found.sign(B).end == pytest.approx(5 / 18 * first.size, abs=0.05)


def test_cases_have_one_brace_and_two_columns() -> None:
    cells = row("<mi>x</mi>", "<mtext>if</mtext>") + row("<mi>y</mi>", "<mtext>or</mtext>")
    found = drawn(f'<mrow><mo>{{</mo><mtable columnalign="left left">{cells}</mtable></mrow>')
    assert found.sign(X).x == pytest.approx(found.sign(Y).x, abs=0.01)
    assert found.sign("i").x == pytest.approx(found.sign("o").x, abs=0.01)
    assert found.sign("{").x < found.sign(X).x


def test_rules_of_tables_are_drawn() -> None:
    cells = row("<mi>a</mi>", "<mi>b</mi>") + row("<mi>x</mi>", "<mi>y</mi>")
    found = drawn(f'<mtable columnlines="solid" rowlines="solid" frame="solid">{cells}</mtable>')
    assert len(found.bars) == 6
    between = [bar for bar in found.bars if found.sign(A).end < bar.x < found.sign(B).x]
    assert len(between) == 1 and between[0].height > 2 * found.sign(A).size


def test_arrows_are_as_long_as_what_stands_on_them() -> None:
    found = drawn(f"<mover><mo>→</mo><mrow>{'<mi>m</mi>' * 8}</mrow></mover>")
    arrow, above = found.all("→"), found.all("𝑚")
    assert len(arrow) > 1
    assert min(sign.x for sign in arrow) <= above[0].x + 1 and max(s.end for s in arrow) >= above[-1].end


def test_colours_are_those_that_are_asked_for() -> None:
    ImageColor.getrgb("blue")  # after this, Pillow's map holds numbers for the name
    found = drawn(
        '<mrow mathcolor="#ff0000"><mi>x</mi></mrow><mi>y</mi><mrow mathbackground="blue"><mi>a</mi></mrow>'
    )
    assert found.sign(X).colour == (1, 0, 0)
    assert found.sign(Y).colour == found.sign(A).colour != (1, 0, 0)
    assert [bar.colour for bar in found.bars] == [(0, 0, 1)]


def test_a_formula_has_the_colour_of_the_text_around() -> None:
    note = formula("<mi>x</mi>", display=False)
    found = marks(Made(book(chapter(f"<p>{note}</p><figure><figcaption>Of {note}</figcaption></figure>"))))
    body, caption = found.all(X)
    assert caption.size < body.size and caption.colour != body.colour


@pytest.mark.parametrize(
    ("notation", "bars", "strokes"),
    [
        ("box", 4, 0),
        ("updiagonalstrike", 0, 1),
        ("updiagonalstrike downdiagonalstrike", 0, 2),
        ("horizontalstrike", 1, 0),
    ],
)
def test_what_is_enclosed_is_drawn_around_or_through(notation: str, bars: int, strokes: int) -> None:
    found = drawn(f'<menclose notation="{notation}"><mi>x</mi></menclose>')
    assert (len(found.bars), len(found.strokes)) == (bars, strokes)
    letter = found.sign(X)
    if bars == 4:
        assert min(bar.x for bar in found.bars) < letter.x
        assert max(bar.x for bar in found.bars) > letter.end


NUMBERED = (
    '<mtable class="math-align math-numbered" columnalign="left right left right" displaystyle="true">'
    '<mtr id="eq-a"><mtd class="math-pad"/><mtd><mi>a</mi></mtd><mtd><mo>=</mo><mi>b</mi></mtd>'
    '<mtd class="math-number math-right"><mtext>(1)</mtext></mtd></mtr>'
    '<mtr><mtd class="math-pad"/><mtd><mi>x</mi></mtd><mtd><mo>=</mo><mi>y</mi></mtd>'
    '<mtd class="math-number math-right"/></mtr></mtable>'
)


def test_numbers_stand_at_the_margin_on_their_rows_lines() -> None:
    found = drawn(NUMBERED)
    width = 148 / 25.4 * 96
    number, letter = found.sign("1"), found.sign(A)
    assert number.y == letter.y
    closing = found.sign(")")
    assert closing.end == pytest.approx(width - 17 / 25.4 * 96, abs=0.6)
    middle = (found.sign(A).x + found.sign(B).end) / 2
    assert middle == pytest.approx(width / 2, abs=3)


def test_a_reference_leads_to_its_equation() -> None:
    reference = (
        f'<a class="math-ref" href="#eq-a">{formula("<mtext>(1)</mtext>", display=False, tex="eqref")}</a>'
    )
    made = Made(book(chapter(f"<p>See {reference}.</p><p>{formula(NUMBERED)}</p>")))
    assert "See (1)." in made.text()
    assert [str(link.Dest) for link in made.file.pages[1].Annots if "/Dest" in link] == ["eq-a"]


def letters(count: int) -> str:
    return "<mo>+</mo>".join(["<mi>m</mi><mi>m</mi><mi>m</mi>"] * count)


LONG = {
    "sum": f"<mi>a</mi><mo>=</mo>{letters(20)}",
    "relations": "<mo>=</mo>".join([letters(3)] * 7),
    "one word": "<mi>m</mi>" * 120,
    "fenced": f'<mi>f</mi><mo stretchy="false">(</mo>{letters(20)}<mo stretchy="false">)</mo>',
    "matrix": f"<mrow><mo>(</mo><mtable>{row(*['<mn>1234</mn>'] * 20)}</mtable><mo>)</mo></mrow>",
    "fraction": f"<mfrac><mrow>{letters(20)}</mrow><mn>2</mn></mfrac>",
    "aligned": (
        '<mtable class="math-align" columnalign="right left" displaystyle="true">'
        f"{row('<mi>a</mi>', '<mo>=</mo>' + letters(20))}</mtable>"
    ),
    "numbered": NUMBERED.replace("<mi>b</mi>", letters(20)),
}


@pytest.mark.parametrize("page", ["a5", "phone"])
@pytest.mark.parametrize("name", LONG)
def test_no_formula_leaves_the_measure_nor_loses_a_letter(name: str, page: str) -> None:
    for display in (True, False):
        found = drawn(LONG[name], display=display, page=page)
        width = {"a5": 148, "phone": 82}.get(page, 148) / 25.4 * 96
        assert all(0 < sign.x < sign.end < width for sign in found.signs), name
        assert len(found.all("𝑚")) == LONG[name].count("<mi>m</mi>")
        assert len(found.all("1")) >= LONG[name].count("<mn>1234</mn>")


def test_a_long_display_is_broken_before_its_signs_and_keeps_its_size() -> None:
    found = drawn(LONG["relations"])
    lines = sorted({round(sign.y, 1) for sign in found.signs})
    assert len(lines) > 1
    assert len({sign.size for sign in found.signs}) == 1
    for line in lines[1:]:
        here = [sign for sign in found.signs if round(sign.y, 1) == line]
        assert min(here, key=lambda sign: sign.x).text == "="
    assert len({round(min(s.x for s in found.signs if round(s.y, 1) == line), 1) for line in lines[1:]}) == 1


def test_letters_stand_on_the_lines_own_baseline_in_its_size() -> None:
    body = f"<p>Words {formula('<mi>x</mi><mo>∑</mo>', display=False)} and {formula(FRACTION, display=False)}.</p>"
    made = Made(book(chapter(body)))
    found = marks(made)
    assert found.sign(X).y == found.sign("∑").y
    import pypdfium2

    text = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    at = text.get_text_range().find("Words")
    height = float(made.file.pages[1].MediaBox[3])
    low = height - text.get_charbox(at)[1]
    assert found.sign(X).y * 0.75 == pytest.approx(low, abs=0.4)


def test_a_line_may_end_after_a_sign_but_not_beside_a_formula() -> None:
    long = formula(letters(6), display=False)
    word = formula("<mi>n</mi>", display=False)
    body = f"<p>{'Some words that fill a line or two of it. ' * 3}{long} and more, the {word}th, ({word}), {word}-fold.</p>"
    for filler in range(0, 40, 3):
        made = Made(book(chapter(body.replace("Some", "Some" + " a" * filler, 1))))
        found = marks(made)
        lines: dict[float, list[str]] = {}
        for sign in found.signs:
            lines.setdefault(round(sign.y, 0), []).append(sign.text)
        for signs in lines.values():
            assert signs[0] != "+"
        assert "th," in made.page_text(1) and "\nth," not in made.page_text(1)


def test_formulas_are_tagged_with_words_and_copied_as_tex() -> None:
    words = "x squared"
    tex = "x^2 + y = z + a + b + c"
    inner = "<msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mi>y</mi><mo>=</mo><mi>z</mi>" + letters(2)
    one = formula(inner, display=False, tex=tex).replace(f'alttext="{tex}"', f'alttext="{words}"')
    two = formula(FRACTION, tex="\\frac{a}{b}")
    made = Made(book(chapter(f"<p>See {one} here.</p>{two}")))
    assert [str(each.Alt) for each in made.of_role("Formula")] == [words, "\\frac{a}{b}"]
    assert f"See {tex} here." in " ".join(made.text().split())
    assert "\\frac{a}{b}" in made.text()


def test_many_rows_go_on_over_the_page() -> None:
    cells = "".join(row(f"<mi>a</mi><mn>{n}</mn>", "<mo>=</mo><mi>b</mi>") for n in range(100, 180))
    made = Made(
        book(
            chapter(
                formula(
                    f'<mtable class="math-align" columnalign="right left" displaystyle="true">{cells}</mtable>'
                )
            )
        )
    )
    pages = [marks(made, number) for number in range(1, len(made.file.pages))]
    assert sum(len(page.all("=")) for page in pages) == 80
    assert len({round(sign.x, 1) for page in pages for sign in page.all("=")}) == 1
    assert len([page for page in pages if page.signs]) > 1


def test_the_same_formulas_make_the_same_bytes() -> None:
    body = f"<p>{formula(SUM)}{formula(FRACTION, display=False)}</p>"
    assert Made(book(chapter(body))).data == Made(book(chapter(body))).data


def test_validators_find_nothing_in_formulas(tmp_path: Path, verapdf: Validate) -> None:
    everything = "".join(
        f"<p>Text {formula(each, display=False)}.</p>{formula(each)}" for each in (SUM, FRACTION, NUMBERED)
    )
    everything = everything.replace(' id="eq-a"', "")
    path = tmp_path / "formulas.pdf"
    foreign = formula("<mtext>中文 и</mtext><menclose notation='circle'><mi>x</mi></menclose>")
    path.write_bytes(Made(book(chapter(everything + foreign))).data)
    assert not any(verapdf([path])[path].values())


def test_a_paragraph_goes_on_after_a_display_without_an_indent() -> None:
    body = f'<p>First words.</p><p id="here">Let {formula("<mi>x</mi>")} which <em>goes</em> on.</p><p>Last words.</p>'
    made = Made(book(chapter(body)))
    import pypdfium2

    text = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    whole = text.get_text_range()
    left = {word: text.get_charbox(whole.find(word))[0] for word in ("First", "Let", "which", "Last")}
    assert left["which"] == pytest.approx(left["First"], abs=1)
    assert left["Let"] == pytest.approx(left["Last"], abs=1) and left["Let"] > left["First"] + 5
    roles = made.roles()
    at = roles.index("Formula")
    assert roles[at - 1 : at + 3] == ["P", "Formula", "P", "Em"]


def test_a_display_is_not_parted_from_the_words_before_it() -> None:
    filler = "<p>Words that fill a page, line by line, until it ends.</p>"
    for count in range(22, 34):
        made = Made(book(chapter(f"{filler * count}<p>The rule says</p>{formula(FRACTION)}<p>After.</p>")))
        for number in range(1, len(made.file.pages)):
            signs = marks(made, number).signs
            assert bool(signs) == ("The rule says" in made.page_text(number))


@pytest.mark.parametrize(
    ("tex", "inner", "gap"),
    [
        ("x = y", "<mi>x</mi><mo>=</mo><mi>y</mi>", 5 / 18),
        ("x + y", "<mi>x</mi><mo>+</mo><mi>y</mi>", 4 / 18),
        ("x , y", "<mi>x</mi><mo>,</mo><mi>y</mi>", 0.0),
        ("x ! y", "<mi>x</mi><mo>!</mo><mi>y</mi>", 0.0),
        ("explicit", '<mi>x</mi><mo lspace="1em" rspace="0">=</mo><mi>y</mi>', 1.0),
    ],
)
def test_signs_have_the_room_that_tex_gives_them(tex: str, inner: str, gap: float) -> None:
    found = drawn(inner)
    letter, sign = found.sign(X), found.signs[1]
    assert (sign.x - letter.end) / letter.size == pytest.approx(gap, abs=0.03), tex


@pytest.mark.parametrize("before", ["<mo>=</mo>", "<mo>(</mo>", "<mo>,</mo>", "<mi>a</mi><mo>+</mo>", ""])
def test_a_minus_that_joins_nothing_is_a_sign(before: str) -> None:
    found = drawn(f"{before}<mo>−</mo><mi>x</mi>")
    minus, letter = found.sign("−"), found.sign(X)
    assert letter.x - minus.end == pytest.approx(0.0, abs=0.03 * letter.size)


def test_a_sum_keeps_a_thin_space_from_its_term_and_none_from_a_fence() -> None:
    term, fence = (
        drawn("<mo>∑</mo><mi>x</mi>"),
        drawn('<mo>∑</mo><mo stretchy="false">(</mo><mi>x</mi><mo>)</mo>'),
    )
    said = drawn('<mo lspace="0" rspace="0">∑</mo><mi>x</mi>')
    for found in (term, said):
        assert (found.sign(X).x - found.sign("∑").end) / found.sign(X).size == pytest.approx(3 / 18, abs=0.02)
    assert fence.sign("(").x == pytest.approx(fence.sign("∑").end, abs=0.1)


def test_phantoms_take_room_and_are_not_seen() -> None:
    found = drawn("<mi>x</mi><mphantom><mi>m</mi><mi>m</mi></mphantom><mi>y</mi>")
    assert [sign.text for sign in found.signs] == [X, Y]
    assert found.sign(Y).x - found.sign(X).end > 1.2 * found.sign(X).size


def test_what_nests_beyond_sense_is_shown_as_tex() -> None:
    deep = "<mrow>" * 1500 + "<mi>x</mi>" + "</mrow>" * 1500
    made = Made(
        book(chapter(f"<p>See {formula(f'<msqrt>{deep}</msqrt>', display=False, tex='deep')} here.</p>"))
    )
    assert "See deep here." in " ".join(made.text().split())


def test_a_headings_formula_is_named_once() -> None:
    made = Made(book(written("## On $$x$$ alone\n\nWords.\n\n## And more\n\nWords.\n")))
    assert [name for name in made.bookmarks() if name.startswith("On")] in (["On x alone"], ["On 𝑥 alone"])


@pytest.mark.parametrize("text", ["設$$x$$在此。", "設$$x$$在$$y$$處。"])
def test_chinese_keeps_a_gap_on_both_sides_of_a_formula(text: str) -> None:
    made = Made(book(written(text, language="zh-Hant")))
    import pypdfium2

    page = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    whole, sign = page.get_text_range(), marks(made).sign(X)
    before, after = (
        page.get_charbox(whole.find("設"), loose=True),
        page.get_charbox(whole.find("在"), loose=True),
    )
    left, right = sign.x - before[2] / 0.75, after[0] / 0.75 - sign.end
    assert left == pytest.approx(right, abs=0.12 * sign.size) and left > 0.12 * sign.size


@pytest.mark.parametrize(
    "inner",
    [
        "<mover><mo>→</mo>" * 40 + "<mi>x</mi>" + "</mover>" * 40,
        "<mover>" * 40 + "<mo>→</mo>" + "<mo>→</mo></mover>" * 40,
        f"<mtable>{row(*['<mi>x</mi>'] * 40) * 40}</mtable>",
        "<mfrac><mi>a</mi>" * 60 + "<mi>x</mi>" + "</mfrac>" * 60,
    ],
    ids=["arrows over arrows", "arrows under arrows", "large table", "fractions in fractions"],
)
def test_what_nests_or_is_many_takes_no_time(inner: str) -> None:
    made = Made(book(chapter(formula(inner))))
    assert any(marks(made, number).signs for number in range(1, len(made.file.pages)))


@pytest.mark.parametrize("page", ["a5", "phone"])
def test_a_formula_that_is_taller_than_a_page_is_made_smaller(page: str) -> None:
    tall = f"<mrow><mo>(</mo><mtable>{row('<mi>x</mi>') * 90}</mtable><mo>)</mo></mrow>"
    made = Made(book(chapter(f"<p>Words.</p>{formula(tall)}")), page)
    pages = [marks(made, number) for number in range(1, len(made.file.pages))]
    (found,) = [each for each in pages if each.signs]
    height = float(made.file.pages[1].MediaBox[3]) / 0.75
    assert len(found.all(X)) == 90
    assert all(0 < sign.y < height for sign in found.signs)


@pytest.mark.parametrize("columns", [300, 3_000])
def test_a_table_of_hundreds_of_columns_is_made_to_fit(columns: int) -> None:
    found = drawn(f"<mtable>{row(*['<mi>a</mi>'] * columns)}{row(*['<mi>b</mi>'] * columns)}</mtable>")
    assert sum(sign.text == A for sign in found.signs) == columns
    assert sum(sign.text == B for sign in found.signs) == columns


@pytest.mark.parametrize(("bracket", "room"), [('<mo stretchy="false">(</mo>', 0.0), ("<mi>x</mi>", 3 / 18)])
def test_a_functions_name_keeps_from_a_letter_and_not_from_a_bracket(bracket: str, room: float) -> None:
    found = drawn(f"<mrow><mi>min</mi><mo>\u2061</mo><mrow>{bracket}<mn>1</mn></mrow></mrow>")
    last = next(sign for sign in found.signs if sign.text.endswith("n"))
    following = found.signs[found.signs.index(last) + 1]
    assert following.x - last.end == pytest.approx(room * last.size, abs=0.3)


def test_cells_may_say_their_side_themselves() -> None:
    rows = [
        '<mtd columnalign="left"><mi>a</mi></mtd>',
        '<mtd columnalign="center"><mi>b</mi></mtd>',
        '<mtd columnalign="right"><mi>n</mi></mtd>',
        "<mtd><mi>x</mi><mspace width='6em'/><mi>y</mi></mtd>",
    ]
    table = "".join(f"<mtr>{each}</mtr>" for each in rows)
    found = drawn(f'<mtable columnalign="left">{table}</mtable>')
    assert found.sign(A).x == pytest.approx(found.sign(X).x, abs=0.2)
    assert found.sign(N).end == pytest.approx(found.sign(Y).end, abs=0.2)
    middle = (found.sign(X).x + found.sign(Y).end) / 2
    assert (found.sign(B).x + found.sign(B).end) / 2 == pytest.approx(middle, abs=0.2)


@pytest.mark.parametrize("bar", "|‖")
def test_a_bar_that_says_that_it_stands_between_keeps_from_both(bar: str) -> None:
    for form, room in (('form="infix"', 5 / 18), ("", 0.0)):
        found = drawn(f'<mi>a</mi><mo {form} stretchy="false">{bar}</mo><mi>b</mi>')
        first, sign, second = found.signs
        assert sign.x - first.end == pytest.approx(room * first.size, abs=1.2)
        assert second.x - sign.end == pytest.approx(room * first.size, abs=1.2)


def test_a_picture_among_letters_is_drawn_by_a_font_that_has_it() -> None:
    # The font of formulas has emoji in black, which books do not take from it.
    found = drawn("<mtext>a ☺</mtext><mi>x</mi>")
    assert found.sign(X).x - found.signs[0].end > 1.1 * found.sign(X).size
    assert "☺" not in {sign.text for sign in found.signs}


def aligned(*rows: tuple[str, str]) -> str:
    cells = "".join(
        f'<mtr><mtd class="math-right">{one}</mtd><mtd class="math-left">{two}</mtd></mtr>'
        for one, two in rows
    )
    return f'<mtable displaystyle="true" class="math-align" columnspacing="0" columnalign="right left">{cells}</mtable>'


def test_a_sum_that_begins_a_cell_keeps_from_the_relation_before_the_cell() -> None:
    found = drawn(aligned(("<mi>a</mi><mo>=</mo>", "<mi>x</mi>"), ("<mo>=</mo>", "<mo>∑</mo><mi>x</mi>")))
    letter, large = found.sign(X), found.sign("∑")
    assert large.x - letter.x == pytest.approx(letter.size / 6, abs=0.1 * letter.size)
    assert large.x > letter.x + 0.1 * letter.size


MANY_TERMS = "<mo>+</mo>".join(["<mi>x</mi><mi>y</mi><mi>z</mi><mi>x</mi><mi>y</mi><mi>z</mi>"] * 14)


@pytest.mark.parametrize("sign", ["=", "−"])
def test_a_row_that_is_broken_begins_where_the_others_do(sign: str) -> None:
    found = drawn(
        aligned(
            ("<mi>a</mi>", f'<mo form="infix">{sign}</mo><mi>b</mi>'),
            ("", f'<mo form="infix">{sign}</mo>{MANY_TERMS}'),
        )
    )
    first, second = found.all(sign)
    assert second.x == pytest.approx(first.x, abs=0.01)
    assert len({round(each.y) for each in found.all("+")}) > 1


@pytest.mark.parametrize(("lspace", "share"), [("-1width", 1.0), ("-0.5width", 0.5), ("-50%width", 0.5)])
def test_what_takes_no_room_may_stand_over_what_is_before_it(lspace: str, share: float) -> None:
    words = "<mi>x</mi><mi>x</mi><mi>x</mi>"
    found = drawn(f'<mi>a</mi><mpadded width="0" lspace="{lspace}"><mrow>{words}</mrow></mpadded><mi>b</mi>')
    first, last, after = found.all(X)[0], found.all(X)[-1], found.sign(B)
    assert after.x == pytest.approx(found.sign(A).end, abs=0.1)
    assert after.x - first.x == pytest.approx(share * (last.end - first.x), abs=0.1)


def test_flattened_brackets_grow() -> None:
    found = drawn(f"<mo>⟮</mo>{FRACTION}<mo>⟯</mo>")
    round_ones = drawn(f"<mo>(</mo>{FRACTION}<mo>)</mo>")
    assert found.signs[-1].x == pytest.approx(round_ones.signs[-1].x, abs=0.01)


def test_lines_of_a_table_keep_clear_of_what_is_high() -> None:
    cells = row(FRACTION) + row("<msqrt><mi>x</mi></msqrt>")
    found = drawn(f'<mtable rowlines="solid" frame="solid" displaystyle="true">{cells}</mtable>')
    above, below = found.sign(A), found.sign(B)
    flat = sorted(bar.y for bar in found.bars if bar.width > 1.2 * above.size)
    assert above.y - 0.5 * above.size > flat[0] + 0.1 * above.size
    assert below.y + 0.1 * below.size < next(y for y in flat if y > below.y)


@pytest.mark.parametrize("kind", ["updiagonalstrike", "downdiagonalstrike"])
def test_a_stroke_across_a_letter_reaches_beyond_it(kind: str) -> None:
    found = drawn(f'<menclose notation="{kind}"><mi>x</mi></menclose>')
    letter, ((x, y, end, far),) = found.sign(X), found.strokes
    low, high = max(y, far), min(y, far)
    assert letter.x - x == pytest.approx(0.1 * letter.size, abs=0.6)
    assert end - letter.end == pytest.approx(0.1 * letter.size, abs=0.6)
    assert low - letter.y == pytest.approx(0.21 * letter.size, abs=0.6)
    assert letter.y - high > 0.6 * letter.size


@pytest.mark.parametrize(
    "around", ["<p{0}>נוסחה {1} כאן</p>", "<ul><li{0}>تجربة {1}</li></ul>", "<p{0}>Words {1}.</p>"]
)
def test_a_formula_in_a_text_from_right_to_left_keeps_its_order(around: str) -> None:
    inner = "<mi>a</mi><mo>-</mo><mi>b</mi><mo>≤</mo><mi>x</mi><mo>+</mo><mi>y</mi>"
    body = around.format(' dir="rtl"', formula(inner, display=False))
    found = sorted(marks(Made(book(chapter(body)))).signs, key=lambda sign: sign.x)
    assert "".join(sign.text for sign in found) == "𝑎−𝑏≤𝑥+𝑦"


@pytest.mark.parametrize(
    ("name", "colour"),
    [("cornflowerblue", (100, 149, 237)), ("Goldenrod", (218, 165, 32)), ("lightseagreen", (32, 178, 170))],
)
def test_every_colour_of_css_has_its_name(name: str, colour: tuple[int, ...]) -> None:
    found = drawn(f'<mi mathcolor="{name}">x</mi><mrow mathbackground="{name}"><mi>a</mi></mrow>')
    expected = pytest.approx([part / 255 for part in colour], abs=0.003)
    assert list(found.sign(X).colour) == expected
    assert [list(bar.colour) for bar in found.bars] == [expected]


@pytest.mark.parametrize(("place", "level"), [("baseline 1", A), ("baseline -1", B)])
def test_a_row_of_a_table_stands_on_the_line_where_that_is_asked_for(place: str, level: str) -> None:
    table = f'<mtable align="{place}">{row("<mi>a</mi>")}{row("<mi>b</mi>")}</mtable>'
    found = drawn(f"<mi>x</mi><mo>=</mo>{table}")
    assert found.sign(level).y == pytest.approx(found.sign(X).y)
    assert found.sign(A).y < found.sign(B).y - 5
