"""The package `physics`: what a reader sees of its commands, with their stars, orders and brackets."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_formulas import MATH, made
from test_tex import SCRIPT, attributes, names, one, rows, seen


@pytest.mark.parametrize(
    ("tex", "above", "below"),
    [
        (r"\dv{x}", "d", "dx"),
        (r"\dv{f}{x}", "df", "dx"),
        (r"\dv[2]{f}{x}", "d2f", "dx2"),
        (r"\pdv{f}{x}", "∂f", "∂x"),
        (r"\pdv[3]{f}{x}", "∂3f", "∂x3"),
        (r"\pdv{f}{x}{y}", "∂2f", "∂x∂y"),
        (r"\fdv{F}{g}", "δF", "δg"),
    ],
)
def test_derivatives(tex: str, above: str, below: str, tmp_path: Path) -> None:
    (fraction,) = one(tmp_path, tex).iter(f"{MATH}mfrac")
    assert [seen(part) for part in fraction] == [above, below]


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\dv*{f}{x}", "df/dx"),
        (r"\qty(x(y))", "(x(y))"),
        (r"\qty[x]", "[x]"),
        (r"\qty|x|", "|x|"),
        (r"\qty{x}", "{x}"),
        (r"\qty{5}{\metre}", "5m"),
        (r"\pqty{x} \bqty{x} \Bqty{x} \vqty{x}", "(x)[x]{x}|x|"),
        (r"\abs{x} \abs*{y} \norm{v}", "|x||y|‖v‖"),
        (r"\comm{a}{b} \acomm{a}{b}", "[a,b]{a,b}"),
        (r"\order{x^2} \order(y)", "𝒪(x2)𝒪(y)"),
        (r"\eval{x}_0^1 \eval(x|_a \eval[x|_b", "x|01(x|a[x|b"),
        (r"\dd{x} \dd[3]{x} \dd(\cos x)", "dxd3xd(cosx)"),
        (r"\grad{f} \grad f \curl{v} \laplacian f", "𝛁f𝛁f𝛁×v∇2f"),
        (r"\braket{a}{b} \braket{a|b}", "⟨a|b⟩⟨a|b⟩"),
        (r"\expval{A} \expval{A}{x} \ip{a}{b} \mel{a}{B}{c}", "⟨A⟩⟨x|A|x⟩⟨a|b⟩⟨a|B|c⟩"),
        (r"\op{a}{b} \dyad{a}", "|a⟩⟨b||a⟩⟨a|"),
        (r"\vb{a} \va{a} \vu{a} \vb*{\alpha}", "𝐚𝐚⃗𝐚ˆ𝜶"),
        (r"\mqty(a & b \\ c & d)", "(abcd)"),
        (r"\mqty{a & b} \mqty[a] \pmqty{a} \bmqty{b} \mdet{c}", "ab[a](a)[b]|c|"),
        (r"\mqty(\imat{2}) \mqty(\zmat{1}{2})", "(1001)(00)"),
        (r"\mqty(\dmat{a,b}) \mqty(\admat[0]{a,b})", "(ab)(0ab0)"),
        (r"\mqty(\xmat*{a}{1}{2})", "(a11a12)"),
        (r"\mqty(\pmat{2}) \pmqty{\pmat{x}}", "(0−ii0)(0110)"),
        (r"\ip{a}", "⟨a|a⟩"),
        (r"\flatfrac{a}{b} \diffd x \PV \pv", "a/bdxP.V.𝒫"),
        (r"\sine x \arccosine x \hyptangent x \acotangent x", "sinxarccosxtanhxacotx"),
        (r"\Trace A \determinant B \exponential c \Probability d", "TrAdetBexpcPrd"),
        (r"a \dotproduct b \crossproduct c \cp d \variation F", "a⋅b×c×dδF"),
    ],
)
def test_commands(tex: str, shown: str, tmp_path: Path) -> None:
    assert seen(one(tmp_path, tex)) == shown


def test_small_matrices_are_small_and_brackets_grow_but_with_a_star(tmp_path: Path) -> None:
    assert attributes(one(tmp_path, r"\smqty(a & b)"), "scriptlevel") == ["1"]
    assert attributes(one(tmp_path, r"\qty(\frac12) \abs{\frac12}"), "stretchy") == []
    assert attributes(one(tmp_path, r"\abs*{\frac12}"), "stretchy") == ["false", "false"]


def test_what_a_post_defines_comes_first(tmp_path: Path) -> None:
    assert seen(one(tmp_path, r"\newcommand{\dv}[1]{\vec{#1}} \dv{x}")) == "x⃗"
    assert "mfrac" not in names(one(tmp_path, r"\def\eval#1{[#1]} \eval{x}"))


@pytest.mark.parametrize("tex", [r"\mqty(a & b", r"\mqty(\imat{999})", r"\dv", r"\qty("])
def test_what_is_not_complete_is_told_and_shown(tex: str, tmp_path: Path) -> None:
    chapter = made(tmp_path, f"$$\n{tex}\n$$\n", SCRIPT)
    (notice,) = chapter.notices
    assert "the book shows its TeX source" in notice.message
    assert rows(chapter) == []
    assert tex in "".join(chapter.body.replace("&amp;", "&"))
