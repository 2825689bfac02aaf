"""What formulas say about space and brackets, where browsers would go other ways than TeX."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from test_formulas import MATH
from test_tex import one


def signs(folder: Path, tex: str, text: str) -> list[etree._Attrib]:
    """The attributes of the operators that show this text."""
    return [each.attrib for each in one(folder, tex).iter(f"{MATH}mo") if each.text == text]


@pytest.mark.parametrize(
    "inside", ["x", "x,y_1", "y=1|x", r"\theta_{ij}", r"\{x\}", r"\text{a word}", r"x \middle| y", "-x + 2"]
)
def test_brackets_around_letters_do_not_grow(inside: str, tmp_path: Path) -> None:
    (first,) = signs(tmp_path, rf"p\left({inside}\right)", "(")
    assert first["stretchy"] == "false"


@pytest.mark.parametrize(
    "inside",
    [
        "x^2",
        r"\frac12",
        r"\sum x",
        r"\int x",
        r"\hat x",
        r"\sqrt x",
        r"\begin{matrix}a\end{matrix}",
        r"\Large x",
    ],
)
def test_brackets_around_what_is_higher_grow(inside: str, tmp_path: Path) -> None:
    (first,) = signs(tmp_path, rf"\left({inside}\right)", "(")
    assert "stretchy" not in first


@pytest.mark.parametrize(
    ("tex", "space"),
    [
        (r"\ln x", "0.1667em"),
        (r"\ln{x}", "0.1667em"),
        (r"\ln{\frac12}", "0.1667em"),
        (r"\log_2{x_1}", "0.1667em"),
        (r"\log{\left\{ 1 \right\}}", "0.1667em"),
        (r"\sin(x)", None),
        (r"\min{(1,6)}", None),
    ],
)
def test_a_function_keeps_from_what_it_is_applied_to_but_a_bracket(
    tex: str, space: str | None, tmp_path: Path
) -> None:
    assert [each.get("lspace") for each in signs(tmp_path, tex, "\u2061")] == [space]


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\sum_{i}^{n}{x_i}", None),
        (r"\sum{x}", None),
        (r"\int_0^1{\frac12}", None),
        (r"\sum_{i}(x)", "0"),
        (r"\sum{(x)}", None),
    ],
)
def test_a_large_sign_keeps_from_a_group(tex: str, said: str | None, tmp_path: Path) -> None:
    (sign,) = [each for text in "∑∫" for each in signs(tmp_path, tex, text)]
    assert sign.get("rspace") == said


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\max_D{V(D)} &= b", "0.1667em"),
        (r"a &= \frac12\ln{\frac12}", "0.1667em"),
        (r"\max_D V &= b", "0.1667em"),
        (r"\max_D(V) &= b", "0"),
    ],
)
def test_a_function_in_an_alignment_keeps_from_a_group(tex: str, said: str, tmp_path: Path) -> None:
    found = one(tmp_path, rf"\begin{{align*}}{tex}\end{{align*}}")
    (sign,) = [each for each in found.iter(f"{MATH}mo") if each.text in ("max", "ln")]
    assert sign.get("rspace") == said


@pytest.mark.parametrize("sign", ["+", "-", r"\pm"])
@pytest.mark.parametrize("environment", ["align*", "aligned", "split"])
def test_a_sign_that_begins_a_cell_joins_what_stands_before_the_cell(
    sign: str, environment: str, tmp_path: Path
) -> None:
    tex = rf"\begin{{{environment}}} a &= b \\ &{sign} c \\ {sign} d &= e \end{{{environment}}}"
    found = one(tmp_path, tex)
    forms = [each.get("form") for each in found.iter(f"{MATH}mo") if each.text in ("+", "−", "±")]
    assert forms == ["infix", None]


def test_an_empty_row_is_marked_so_that_it_has_height(tmp_path: Path) -> None:
    found = one(tmp_path, r"\begin{align*} a &= b \\ \\ c &= d \end{align*}")
    assert [row.get("class") for row in found.iter(f"{MATH}mtr")] == [None, "math-gap", None]


@pytest.mark.parametrize(
    ("tex", "sides"),
    [
        (r"\xrightarrow{f}", ["0.85em", "0.85em"]),
        (r"\xrightarrow{abcdefgh}", ["0.4286em", "0.4286em"]),
        (r"\xleftarrow[n \to \infty]{P}", ["0.4286em", "0.4286em", "0.85em", "0.85em"]),
        (r"\ce{A ->[x] B}", ["0.85em", "0.85em"]),
    ],
)
def test_what_stands_at_an_arrow_stands_close_to_it_and_makes_it_long(
    tex: str, sides: list[str], tmp_path: Path
) -> None:
    found = one(tmp_path, tex)
    arrow = next(found.iter(f"{MATH}mover", f"{MATH}munderover"))
    assert [each.get("width") for each in arrow.iter(f"{MATH}mspace")] == sides
    assert {each.tag for each in list(arrow)[1:]} == {f"{MATH}mrow"}
    assert (arrow[0].get("lspace"), arrow[0].get("rspace")) == ("0", "0")
