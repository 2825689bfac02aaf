"""Rarer commands of TeX and of MathJax's extensions: what a reader sees of each."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from processes import computing
from test_formulas import MATH, made, tree
from test_tex import SCRIPT, attributes, names, one, rows, seen


@pytest.mark.parametrize(
    ("tex", "shown", "rule"),
    [
        (r"a \above 2pt b", "ab", "0.2em"),
        (r"{x + a \above{1pt} b}", "x+ab", "0.1em"),
        (r"{a \overwithdelims () b}", "(ab)", None),
        (r"{a \overwithdelims < > b}", "⟨ab⟩", None),
        (r"{n \atopwithdelims \{ \} k}", "{nk}", "0"),
        (r"{a \abovewithdelims [ . 1pt b}", "[ab", "0.1em"),
        (r"\left( a \above 1pt b \right)", "(ab)", "0.1em"),
        (r"\begin{matrix} a \above 1pt b & c \end{matrix}", "abc", "0.1em"),
    ],
)
def test_old_fractions(tex: str, shown: str, rule: str | None, tmp_path: Path) -> None:
    found = one(tmp_path, tex)
    (fraction,) = found.iter(f"{MATH}mfrac")
    assert seen(found) == shown
    assert fraction.get("linethickness") == rule
    assert len(fraction) == 2


@pytest.mark.parametrize("tex", [r"a \above 1pt b \above 1pt c", r"{a \overwithdelims () b \above 1pt c}"])
def test_two_old_fractions_in_one_group_are_told(tex: str, tmp_path: Path) -> None:
    (notice,) = made(tmp_path, f"$${tex}$$\n", SCRIPT).notices
    assert notice.code == "math-unreadable"
    assert "two fractions in one group: put one of them in braces" in notice.message


def test_many_old_fractions_take_little_time(tmp_path: Path) -> None:
    text = "\n\n".join("$$" + r"{a\above 1pt b}" * 1_200 + "$$" for _ in range(6))
    with computing(7):
        assert not made(tmp_path, text, SCRIPT).notices


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\cfrac[l]{1}{2+x}", "12+x"),
        (r"\Ketbra{a}{b}", "|a⟩⟨b|"),
        (r"\toggle{a}{b}{c}\endtoggle d", "ad"),
        (r"\url{https://example.org/a_b} x", "https://example.org/a_bx"),
        (r"\htmlClass{a}{b} \htmlId{c}{d} \TextOrMath{e}{f}", "bdf"),
        (r"\underbar{y}", "y\u0332"),
        (r"\red{a}\expandafter b \mapsfrom c \xrightequilibrium{k}", "ab↤c⇌k"),
        (r"\minCDarrowwidth{1em} a \xmathstrut{1} b \textclap{c}", "abc"),
        (r"a \xRightleftharpoons{k} b \longRightleftharpoons c", "a⇌kb⇌c"),
        (r"\verb|a_b{| x", "a_b{x"),
        (r"\left\lt x \right\gt", "⟨x⟩"),
        (r"{\scr AB} C", "𝒜ℬC"),
        (r"\upalpha\upbeta\uppi", "αβπ"),
        (r"\mathop{X}_a", "Xa"),
        (r"\begin{empheq}[box=\fbox]{align*} a &= b \end{empheq}", "a=b"),
        (r"\begin{numcases}{f(x)=} 1 & x \\ 2 & y \end{numcases}", "f(x)={1x2y"),
        (
            r"\DeclarePairedDelimiterX{\in}[2]{\langle}{\rangle}{#1,#2} \in{a}{b} \in*{c}{d} \in[\big]{e}{f}",
            "⟨a,b⟩⟨c,d⟩⟨e,f⟩",
        ),
        (r"\DeclarePairedDelimiterX\set[1]\{\}{#1} \set{x}", "{x}"),
        (
            r"\DeclarePairedDelimiterX\D[2]{(}{)}{#1\delimsize\|#2} \D{P}{Q} \D*{P}{Q} \D[\Big]{P}{Q}",
            "(P‖Q)(P‖Q)(P‖Q)",
        ),
        (r"\DeclarePairedDelimiterXPP\n[2]{E_{#2}}{[}{]}{^2}{#1} \n{x}{y} \n*{x}{y}", "Ey[x]2Ey[x]2"),
    ],
)
def test_commands_mean_what_they_mean(tex: str, shown: str, tmp_path: Path) -> None:
    assert seen(one(tmp_path, tex)) == shown


def test_greek_that_stands_upright_and_operators_that_do_not(tmp_path: Path) -> None:
    assert attributes(one(tmp_path, r"\upalpha"), "mathvariant") == ["normal"]
    assert attributes(one(tmp_path, r"\mathop{X}_a"), "mathvariant") == []
    assert attributes(one(tmp_path, r"\mathop{\rm X}_a"), "mathvariant") == ["normal"]


def test_what_a_crossed_out_part_becomes_stands_at_its_end(tmp_path: Path) -> None:
    found = one(tmp_path, r"\cancelto{0}{x+y}")
    assert names(found).startswith("mrow(msup(")
    assert seen(next(found.iter(f"{MATH}menclose"))) == "x+y"


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        ("box", "math-box"),
        ("circle", "math-box math-circle"),
        ("roundedbox", "math-box math-rounded"),
        ("longdiv", "math-line-left math-line-top"),
        ("actuarial", "math-line-right math-line-top"),
        ("left,bottom", "math-line-bottom math-line-left"),
        ("updiagonalarrow", "math-cancel"),
        ("updiagonalstrike,downdiagonalstrike", "math-xcancel"),
        ("horizontalstrike", "math-strike"),
        ("verticalstrike", "math-upright"),
        ("nosuch", "math-box"),
    ],
)
def test_what_is_drawn_around_a_part_has_its_class(kind: str, marked: str, tmp_path: Path) -> None:
    (found,) = one(tmp_path, rf"\enclose{{{kind}}}{{x}}").iter(f"{MATH}menclose")
    assert found.get("class") == marked


def test_an_enclosed_radical_is_a_root(tmp_path: Path) -> None:
    assert "msqrt" in names(one(tmp_path, r"\enclose{radical}{x}"))


def test_sizes_do_not_multiply(tmp_path: Path) -> None:
    assert attributes(one(tmp_path, r"\tiny a \large b {\Huge c}"), "mathsize") == [
        "0.5em",
        "2.4em",
        "2.08em",
    ]


def test_a_rule_is_drawn_and_has_its_size(tmp_path: Path) -> None:
    found = one(tmp_path, r"\rule[1pt]{1em}{2pt}")
    (box,) = found.iter(f"{MATH}mpadded")
    assert (box.get("width"), box.get("height"), box.get("depth")) == ("1em", "0.3em", "0em")
    assert attributes(found, "linethickness") == ["0.2em"]
    assert "mfrac" not in names(one(tmp_path, r"\rule{0pt}{2em}"))


@pytest.mark.parametrize(("name", "fences"), [("", ""), ("p", "()"), ("b", "[]"), ("v", "||")])
def test_small_matrices_are_small(name: str, fences: str, tmp_path: Path) -> None:
    found = one(tmp_path, rf"\begin{{{name}smallmatrix}} a & b \\ c & d \end{{{name}smallmatrix}}")
    assert attributes(found, "scriptlevel") == ["1"]
    assert seen(found) == fences[:1] + "abcd" + fences[1:]


@pytest.mark.parametrize(
    ("environment", "spaces"), [("align*", 2), ("aligned", 2), ("alignat*}{2", 0), ("alignedat}{2", 0)]
)
def test_pairs_of_columns_stand_apart_where_tex_says_so(
    environment: str, spaces: int, tmp_path: Path
) -> None:
    rows = r"a &= b & c &= \begin{matrix} 1 & 2 & 3 \end{matrix} \\ e &= f & g &= h"
    end = environment.partition("}")[0]
    found = one(tmp_path, rf"\begin{{{environment}}} {rows} \end{{{end}}}")
    assert [each.get("width") for each in found.iter(f"{MATH}mspace")] == ["2em"] * spaces


def test_room_after_a_row(tmp_path: Path) -> None:
    found = one(tmp_path, r"\begin{aligned} a &= b \\[5pt] &= c \\[-2pt] &= d \end{aligned}")
    assert attributes(found, "depth") == ["0.8em"]


def test_rows_of_multline_stand_left_in_the_middle_and_right(tmp_path: Path) -> None:
    found = one(tmp_path, r"\begin{multline*} a \\ + b \\ + c \end{multline*}")
    assert [cell.get("columnalign") for cell in found.iter(f"{MATH}mtd")] == ["left", "center", "right"]
    assert attributes(found, "form") == ["infix", "infix"]


def test_a_bracket_of_a_given_size_grows_under_scripts(tmp_path: Path) -> None:
    found = one(tmp_path, r"\bigl(x\bigr)^2")
    assert "msup(mrow(mo mi) mn)" in names(found)


def test_proof_trees(tmp_path: Path) -> None:
    tex = r"""\begin{prooftree} \AxiomC{$A$} \AxiomC{$B$} \RightLabel{$\land$I} \BinaryInfC{$A \land B$}
\LeftLabel{E} \UnaryInfC{so $A$} \end{prooftree}"""
    found = one(tmp_path, tex)
    assert names(found).count("mfrac(") == 2
    outer = next(found.iter(f"{MATH}mfrac"))
    assert [seen(part) for part in outer] == ["ABA∧B∧I", "soA"]
    assert seen(found) == "EABA∧B∧IsoA"


def test_a_step_without_premises_is_told(tmp_path: Path) -> None:
    chapter = made(tmp_path, "$$\n\\begin{prooftree} \\BinaryInfC{$A$} \\end{prooftree}\n$$\n", SCRIPT)
    (notice,) = chapter.notices
    assert notice.message.endswith("a step of the proof has too few premises")
    assert rows(chapter) == []


def test_a_second_script_of_an_atom_stands_after_the_first(tmp_path: Path) -> None:
    def shapes(tex: str) -> list[str]:
        scripts = one(tmp_path, tex).iter(*(f"{MATH}{name}" for name in ("msub", "msup", "msubsup")))
        return [f"{seen(each[0])}{each.tag.removeprefix(MATH)[1:]}" for each in scripts]

    assert shapes(r"\ce{SO4^2-}") == ["SOsub", "sup"]
    assert shapes(r"\ce{NO3-}") == ["NOsub", "sup"]
    assert shapes(r"\ce{Fe^{III}2}") == ["Fesup", "sub"]
    assert shapes(r"\ce{^{227}_{90}Th+}") == ["subsup", "Thsup"]
    assert shapes(r"\ce{V_{O}^{••}}") == ["Vsubsup"]


@pytest.mark.parametrize("arrow", ["<=>", "<=>>", "⇌"])
def test_an_arrow_both_ways_with_nothing_at_it_keeps_no_room_for_that(arrow: str, tmp_path: Path) -> None:
    found = one(tmp_path, rf"\ce{{A {arrow} B}}")
    assert seen(found) == "A⇌B"
    assert not list(found.iter(f"{MATH}mspace"))


def test_a_coloured_frame_has_its_colour_and_what_is_in_it_has_not(tmp_path: Path) -> None:
    found = one(tmp_path, r"\fcolorbox{red}{white}{$z$}")
    (frame,) = found.iter(f"{MATH}menclose")
    (behind,) = [each.get("mathbackground") for each in frame.iterancestors(f"{MATH}mstyle")]
    assert (frame.get("mathcolor"), behind) == ("red", "white")
    assert frame[0].get("mathcolor") == "black"


def test_a_coloured_background_reaches_beyond_what_is_on_it(tmp_path: Path) -> None:
    (box,) = one(tmp_path, r"\colorbox{yellow}{$x$}").iter(f"{MATH}mpadded")
    wanted = {"height": "+0.3em", "depth": "+0.3em", "mathbackground": "yellow", "class": "math-filled"}
    assert {str(name): str(value) for name, value in box.attrib.items()} == wanted
    assert [each.get("width") for each in box.iter(f"{MATH}mspace")] == ["0.3em", "0.3em"]


def test_a_rule_with_a_depth(tmp_path: Path) -> None:
    found = one(tmp_path, r"\Rule{1em}{2em}{1em} y")
    assert seen(found).strip("\u2063") == "y"
    (box,), (line,) = found.iter(f"{MATH}mpadded"), found.iter(f"{MATH}mfrac")
    assert (box.get("width"), box.get("height"), box.get("depth")) == ("1em", "2em", "1em")
    assert line.get("linethickness") == "3em"


@pytest.mark.parametrize(
    ("tex", "room"),
    [(r"\varinjlim X", 1), (r"\varprojlim_{i} X", 1), (r"\varinjlim(X)", 0), (r"\varinjlim = X", 0)],
)
def test_a_direct_limit_keeps_from_a_letter(tex: str, room: int, tmp_path: Path) -> None:
    spaces = [each.get("width") for each in one(tmp_path, tex).iter(f"{MATH}mspace")]
    assert spaces == ["0.16666667em"] * room


@pytest.mark.parametrize(
    ("tex", "sign"),
    [(r"A \setminus B", "⧵"), (r"\left\lgroup \frac12 \right\rgroup", "("), (r"A \smallsetminus B", "⧵")],
)
def test_signs_that_fonts_draw_too_small_become_those_that_are_meant(
    tex: str, sign: str, tmp_path: Path
) -> None:
    assert sign in {each.text for each in one(tmp_path, tex).iter(f"{MATH}mo")}


def test_dashed_lines_are_dashed_in_browsers(tmp_path: Path) -> None:
    found = one(tmp_path, r"\begin{array}{c:c|c} a & b & c \\ \hdashline d & e & f \end{array}")
    first, second, _, fourth = list(found.iter(f"{MATH}mtd"))[:4]
    assert first.get("class") == "math-line-right math-dash-right"
    assert second.get("class") == "math-line-right"
    assert fourth.get("class") == "math-line-right math-line-top math-dash-right math-dash-top"


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"a \textdagger b", "a†b"),
        (r"\text{a\textrightarrow b}", "a→b"),
        (r"\textsection 5", "§5"),
        (r"\text{a\textasciitilde b}", "a˜b"),
        (r"\text{\bf a} b", "ab"),
        (r"\text{ {\small a} \normalsize b}", "ab"),
        (r"\text{from \alpha to \langle}", "fromαto⟨"),
        (r"\text{caf\’e na\"{\i}ve}", "cafénaïve"),
        (r"\ae\o\ss", "æøß"),
        (r"\"{o} \v{s} \'e", "öšé"),
    ],
)
def test_letters_and_signs_of_words(tex: str, shown: str, tmp_path: Path) -> None:
    assert unicodedata.normalize("NFC", seen(one(tmp_path, tex))) == shown


def test_letters_of_a_text_change_as_far_as_its_group(tmp_path: Path) -> None:
    found = one(tmp_path, r"\text{ {\bf a} \it b \texttt{c} }")
    letters = {(text.text or "").strip(): text.get("mathvariant") for text in found.iter(f"{MATH}mtext")}
    assert {"a": "bold", "b": "italic", "c": "monospace"}.items() <= letters.items()


def test_a_number_in_a_text_leads_to_its_equation(tmp_path: Path) -> None:
    text = "$$\\begin{equation}\\label{a} x \\end{equation}$$\n\n$$y \\quad \\text{by \\eqref{a}}$$\n"
    chapter = made(tmp_path, text, SCRIPT)
    assert not chapter.notices
    assert [each.get("href") for each in tree(chapter).iter() if each.get("href")] == ["#eq-a"]
    assert "(1)" in seen(list(tree(chapter).iter(f"{MATH}math"))[1])


def test_a_row_that_markdown_left_one_backslash_is_shown_with_its_name(tmp_path: Path) -> None:
    chapter = made(tmp_path, "$\\begin{matrix}a & b\\\\c & d\\end{matrix}$\n", SCRIPT)
    (notice,) = chapter.notices
    assert notice.code == "math-unknown"
    assert r"\c is an unknown command" in notice.message
    assert seen(next(tree(chapter).iter(f"{MATH}semantics"))[0]) == r"ab\cd"


def test_a_dollar_in_a_formula_is_a_sign(tmp_path: Path) -> None:
    chapter = made(tmp_path, "$$5$ and $6$$\n", SCRIPT)
    assert not chapter.notices
    assert seen(next(tree(chapter).iter(f"{MATH}semantics"))[0]) == "5$and$6"


@pytest.mark.parametrize(
    ("tex", "colour"),
    [
        (r"\textcolor{NavyBlue}{x}", "#006eb8"),
        (r"\color{Mahogany} x", "#a9341f"),
        (r"{\color{BrickRed}{x}}", "#b6321c"),
        (r"\textcolor{OliveGreen!60}{x}", "#3c8031"),
        (r"\textcolor{ForestGreen}{x}", "#228b22"),
        (r"\color{orange} x", "#ffa500"),
        (r"\textcolor{Red}{x}", "red"),
        (r"\definecolor{NavyBlue}{HTML}{123456} \textcolor{NavyBlue}{x}", "#123456"),
    ],
)
def test_colours_of_dvips_are_known_by_their_names(tex: str, colour: str, tmp_path: Path) -> None:
    found = one(tmp_path, tex)
    assert attributes(found, "mathcolor") == [colour]
    assert seen(found) == "x"


@pytest.mark.parametrize("name", ["aligned", "gathered", "array", "alignedat", "split"])
@pytest.mark.parametrize(
    ("option", "place"), [("[t]", "baseline 1"), ("[b]", "baseline -1"), ("", ""), ("[c]", "")]
)
def test_tables_hang_from_the_row_that_is_asked_for(
    name: str, option: str, place: str, tmp_path: Path
) -> None:
    more = {"array": "{c}", "alignedat": "{1}"}.get(name, "")
    found = one(tmp_path, rf"x = \begin{{{name}}}{option}{more} a \\ b \end{{{name}}} + y")
    (table,) = found.iter(f"{MATH}mtable")
    assert table.get("align", "") == place
    assert seen(found) == "x=ab+y"


@pytest.mark.parametrize(
    "inner", [r"\begin{align} a &= b \label{q} \end{align}", r"\begin{equation} e \label{q} \end{equation}"]
)
def test_a_numbered_equation_in_a_line_stands_apart_with_its_number(inner: str, tmp_path: Path) -> None:
    chapter = made(tmp_path, f"Before $${inner}$$ after \\\\(\\eqref{{q}}\\\\).\n", SCRIPT)
    first, second = tree(chapter).iter(f"{MATH}math")
    assert (first.get("display"), first.get("class")) == ("block", "math-display")
    assert (second.get("display"), seen(first[0][0])[-3:], second.get("alttext")) == ("inline", "(1)", "(1)")


def test_a_table_without_numbers_stays_in_its_line(tmp_path: Path) -> None:
    chapter = made(tmp_path, r"Before $$\begin{align*} a &= b \end{align*}$$ after." + "\n", SCRIPT)
    assert [each.get("display") for each in tree(chapter).iter(f"{MATH}math")] == ["inline"]


@pytest.mark.parametrize(
    "tex", [r"\textcolor{no1}{x}", r"\color[rgb]{9,9}{x}", r"\colorbox{1}{x}", r"{\color{#zz}{x}}"]
)
def test_what_is_no_colour_changes_nothing(tex: str, tmp_path: Path) -> None:
    found = one(tmp_path, tex)
    assert seen(found) == "x"
    assert not list(found.iter(f"{MATH}mstyle"))


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\boldsymbol{\mathcal{L}}", "𝓛"),
        (r"\bm{\mathcal XY}", "𝓧𝒀"),
        (r"\pmb{\mathscr{A}}", "𝓐"),
        (r"\mathbfcal{ab}", "𝓪𝓫"),
        (r"\boldsymbol{\mathcal{L}_x + \mathcal Mx}", "𝓛𝒙+𝓜𝒙"),
        (r"\boldsymbol{\text{a b}x}", "ab𝒙"),
        (r"\boldsymbol{\mathcal{L_1}}", "ℒ1"),
    ],
)
def test_bold_letters_of_the_script_alphabet(tex: str, shown: str, tmp_path: Path) -> None:
    assert seen(one(tmp_path, tex)) == shown


@pytest.mark.parametrize("lines", [r"\hline\hline", r"\hline \hline", r"\hline\hline\hline"])
def test_lines_side_by_side_are_one(lines: str, tmp_path: Path) -> None:
    found = one(tmp_path, rf"\begin{{array}}{{c|c}} {lines} a & b \\ {lines} c & d \\ {lines} \end{{array}}")
    (table,) = found.iter(f"{MATH}mtable")
    assert (seen(table), table.get("rowlines")) == ("abcd", "solid")


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\not= \not\in \not\subset", "≠∉⊄"),
        (r"\not\! p", "p̸"),
        (r"A \not\!\perp\!\!\!\perp B", "A⟂̸⟂B"),
        (r"\not\mathrel{R}", "R̸"),
        (r"\not{\equiv}", "≢"),
        (r"\def\R{\mathrel{\sim}} a \not\R b", "a≁b"),
        (r"\not\xrightarrow{a} \not 1 \not{ab}", "/→a/1/ab"),
        (r"\not\overset{a}{b}", "/ba"),
    ],
)
def test_a_stroke_goes_through_what_follows(tex: str, shown: str, tmp_path: Path) -> None:
    assert unicodedata.normalize("NFC", seen(one(tmp_path, tex))) == shown
