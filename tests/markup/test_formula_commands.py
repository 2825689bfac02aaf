"""Rarer commands of TeX and of MathJax's extensions: what a reader sees of each."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from test_formulas import MATH, made
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
    start = time.process_time()
    assert not made(tmp_path, text, SCRIPT).notices
    assert time.process_time() - start < 7


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\cfrac[l]{1}{2+x}", "12+x"),
        (r"\Ketbra{a}{b}", "|a⟩⟨b|"),
        (r"\toggle{a}{b}{c}\endtoggle d", "ad"),
        (r"\verb|a_b{| x", "a_b{x"),
        (r"\left\lt x \right\gt", "⟨x⟩"),
        (r"{\scr AB} C", "𝒜ℬC"),
        (r"\upalpha\upbeta\uppi", "αβπ"),
        (r"\mathop{X}_a", "Xa"),
        (r"\begin{empheq}[box=\fbox]{align*} a &= b \end{empheq}", "a=b"),
        (r"\begin{numcases}{f(x)=} 1 & x \\ 2 & y \end{numcases}", "f(x)={1x2y"),
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
