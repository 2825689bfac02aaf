"""TeX conversion: the constructs in blogs, each with its visible result."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from processes import computing
from test_formulas import MATH, MATHJAX_2, MATHJAX_3, made, tree, words

from publish.model import Chapter

SCRIPT = {"_includes/head.html": MATHJAX_3}


def formulas(folder: Path, text: str, files: dict[str, str] | None = None) -> list[etree._Element]:
    """The formulas of a post, each as its row."""
    chapter = made(folder, text, files or SCRIPT)
    assert [notice.message for notice in chapter.notices] == []
    return rows(chapter)


def rows(chapter: Chapter) -> list[etree._Element]:
    return [math[0][0] for math in tree(chapter).iter(f"{MATH}math")]


def one(folder: Path, tex: str) -> etree._Element:
    """The row of one display formula, its TeX as the page holds it."""
    return formulas(folder, f"$$\n{tex}\n$$\n")[0]


def seen(element: etree._Element) -> str:
    """The characters of a formula in order."""
    return "".join("".join(map(str, element.itertext())).split()).replace("\u2061", "").replace("\u2063", "")


def names(element: etree._Element) -> str:
    """Its elements, nested, in short."""
    inner = " ".join(names(child) for child in element)
    tag = str(element.tag).removeprefix(MATH)
    return f"{tag}({inner})" if inner else tag


def attributes(element: etree._Element, name: str) -> list[str]:
    return [each.get(name, "") for each in element.iter() if each.get(name)]


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\sum_{\substack{i<n \\ j}} x", "∑i<njx"),
        (r"\mbox{if } x", "ifx"),
        (r"\text{of $x_1$ and \(y\)}", "ofx1andy"),
        (r"\text{a_b & c\_d \% ~}", "a_b&c_d%"),
        (r"\mathop{\rm argmin}\limits_x f", "argminxf"),
        (r"\mathop{a+b}\limits_x^y", "a+bxy"),
        (r"\operatorname*{arg\,max}_\theta", "argmaxθ"),
        (r"\DeclareMathOperator{\Tr}{Tr}\Tr A", "TrA"),
        (r"\newcommand{\R}{\mathbb{R}}\R^n", "ℝn"),
        (r"\newcommand{\p}[2][x]{#1^{#2}}\p{2}\p[y]{3}", "x2y3"),
        (r"\def\norm#1{\|#1\|}\norm{x}", "‖x‖"),
        (r"\def\pair(#1,#2){\langle #1|#2\rangle}\pair(a,b)", "⟨a|b⟩"),
        (r"\let\old\phi\renewcommand{\phi}{\varphi}\phi\old", "φϕ"),
        (r"\newenvironment{m}{\begin{pmatrix}}{\end{pmatrix}}\begin{m}a\\b\end{m}", "(ab)"),
        (r"\left<x\right> \bigl<y\bigr>", "⟨x⟩⟨y⟩"),
        (r"{n \choose k} {a \over b} \buildrel a\over= \root 3\of x", "(nk)ab=ax3"),
        (r"\pmatrix{a&b\cr c&d} \cases{a&b\cr c&d}", "(abcd){abcd"),
        (r"\smash{x}\rlap{y}\raise 3pt{z}\lower{1ex}{w}", "xyzw"),
        (r"\ce{2H2 + O2 -> 2H2O}", "2H2+O2→2H2O"),
        (r"\ce{SO4^2- + Ba^2+ -> BaSO4 v}", "SO42−+Ba2+→BaSO4↓"),
        (r"\ce{^{227}_{90}Th+ CuSO4.5H2O}", "90227Th+CuSO4⋅5H2O"),
        (r"\ce{A <=>[\alpha][b] B(aq)}", "A⇌βB(aq)".replace("β", "bα")),
        (r"\SI{3.5e4}{\meter\per\second\squared}", "3.5×104ms−2"),
        (r"\SI{12345.678}{kg} \num{1e-5} \ang{30;15} \SI{20}{\celsius}", "12345.678kg10−530°15′20°C".replace("kg10", "kg1×10")),
        (r"\not\subset \unicode{x263a} \dotsc \hdots \lt", "⊄☺……<"),
        (r"\require{cancel}\href{https://example.org}{x}", "x"),
        (r"\verb|a_b| \mathbbm{1} \pmb{x}", "a_b𝟙𝒙"),
        (r"\begin{CD}A @>a>> B\\@VVbV @VVV\\C @= D\end{CD}", "AaB↓b↓CD=".replace("AaB", "A→aB").replace("CD=", "C=D")),
        (r"\begin{eqnarray*}a&=&b\\c&\le&d\end{eqnarray*}", "a=bc≤d"),
        (r"\overline{AB}\widetilde{xy}\widehat{xy}\vec{v}", "AB‾xy\u02dcxy\u0302v\u20d7"),
        (r"\max { \left[ a \\ b \right] }", "max[ab]"),
    ],
)  # fmt: skip
def test_constructs_are_seen(tex: str, shown: str, tmp_path: Path) -> None:
    chapter = made(tmp_path, f"$$\n{tex}\n$$\n", SCRIPT)
    assert [notice.code for notice in chapter.notices if notice.code != "math-link"] == []
    assert seen(rows(chapter)[0]) == shown


@pytest.mark.parametrize(
    ("environment", "align", "count"),
    [
        ("aligned", "right left", 2), ("split", "right left", 2), ("align*", "right left", 2), ("alignedat}{1", "right left", 2),
        ("eqnarray*", "right left", 2), ("cases", "left left", 2), ("pmatrix", "", 2), ("array}{l|r", "left right", 2),
        ("pmatrix*}[r", "right right", 2),
    ],
)  # fmt: skip
def test_environments_are_set_in_columns(environment: str, align: str, count: int, tmp_path: Path) -> None:
    name = environment.partition("}")[0]
    middle = "&=&" if name.startswith("eqnarray") else "&"
    begin = environment.replace("pmatrix*}[r", "pmatrix*}[r]").rstrip("]") + (
        "]" if "[" in environment else "}"
    )
    row = one(tmp_path, rf"\begin{{{begin} a {middle} b \\ c {middle} d \end{{{name}}}")
    table = next(row.iter(f"{MATH}mtable"))
    assert len(table) == count
    assert all(len(each) >= 2 for each in table)
    columns = (table.get("columnalign") or "").split()
    assert columns[: len(align.split())] == align.split()


def test_rules_of_arrays(tmp_path: Path) -> None:
    table = next(
        one(tmp_path, r"\begin{array}{|c|c|}\hline a&b\\ \hline c&d\\ \hline\end{array}").iter(
            f"{MATH}mtable"
        )
    )
    assert (table.get("columnlines"), table.get("rowlines"), table.get("frame")) == (
        "solid",
        "solid",
        "solid",
    )
    assert len(table) == 2


def test_looks(tmp_path: Path) -> None:
    row = one(
        tmp_path, r"\color{red}{x}+\textcolor{#00f}{y}+\boxed{a}+\cancel{b}+\colorbox{yellow}{t}+{\large z}"
    )
    assert attributes(row, "mathcolor") == ["red", "#00f"]
    assert attributes(row, "mathbackground") == ["yellow"]
    assert attributes(row, "notation") == ["box", "updiagonalstrike"]
    assert attributes(row, "mathsize") == ["1.2em"]
    assert attributes(row, "style") == []


NUMBERED = r"""
$$\begin{align} a &= b \label{eq:one} \\ c &= d \notag \\ e &= f \tag{X}\label{x} \end{align}$$

\begin{equation}
g = h \label{last}
\end{equation}

$$ y = z \tag*{Bayes} $$

See \eqref{last}, $\ref{eq:one}$, \eqref{x} and $p \ne \eqref{last}$.
"""


def numbers(chapter: Chapter) -> list[str]:
    found = tree(chapter).iter(f"{MATH}mtd")
    return [seen(cell) for cell in found if "math-number" in cell.get("class", "")]


def test_equations_are_numbered_and_referred_to(tmp_path: Path) -> None:
    chapter = made(tmp_path, NUMBERED, SCRIPT)
    assert numbers(chapter) == ["(1)", "", "(X)", "(2)", "Bayes"]
    body = tree(chapter)
    links = [(link.get("href"), seen(link[0][0][0])) for link in body.iter("a")]
    ids = {row.get("id"): seen(row) for row in body.iter(f"{MATH}mtr") if row.get("id")}
    assert [text for _, text in links] == ["(2)", "1", "(X)"]
    assert [ids[str(href)[1:]] for href, _ in links] == ["g=h(2)", "a=b(1)", "e=f(X)"]
    inside = [each for each in body.iter(f"{MATH}mrow") if each.get("href")]
    assert [(each.get("href"), seen(each)) for each in inside] == [("#eq-last", "(2)")]
    assert not chapter.notices


@pytest.mark.parametrize(
    ("said", "text", "expected"),
    [
        ("tags: 'none'", NUMBERED, ["", "", "(X)", "", "Bayes"]),
        (
            "tags: 'all'",
            "$$a$$\n\n$$b$$\n\n$$\\begin{align}c\\\\d\\end{align}$$",
            ["(1)", "(2)", "(3)", "(4)"],
        ),
        ("packages: []", "$$\\begin{equation}a\\label{b}\\end{equation}$$", []),
        ("packages: []", "$$\\begin{equation}a\\label{b}\\end{equation}$$\n\n\\eqref{b}", ["(1)"]),
    ],
    ids=["none", "all", "unsaid", "unsaid but asked for"],
)
def test_the_script_says_what_is_numbered(said: str, text: str, expected: list[str], tmp_path: Path) -> None:
    files = {"_includes/head.html": MATHJAX_3.replace("tags: 'ams'", said)}
    found = numbers(made(tmp_path, text + "\n", files))
    assert [number for number in found if number] == [number for number in expected if number]


def leads(chapter: Chapter) -> list[tuple[str, str]]:
    """The words of each reference, and of the row that it leads to."""
    body = tree(chapter)
    targets = {each.get("id"): each for each in body.iter() if each.get("id")}
    found = [
        (link, seen(link[0][0][0])) for link in body.iter("a") if "math-ref" in (link.get("class") or "")
    ]
    return [(words_, seen(targets[link.get("href", "")[1:]])) for link, words_ in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\begin{equation}a\label{x}\label{y}\end{equation} \eqref{x} \ref{y}", [("(1)", "a(1)"), ("1", "a(1)")]),
        (r"\begin{equation}a\label{p/q}\end{equation} \begin{equation}b\label{p q}\end{equation} \ref{p/q} \ref{p q}",
         [("1", "a(1)"), ("2", "b(2)")]),
        ("## eq-one\n\n\\begin{equation}a\\label{one}\\end{equation} \\eqref{one}", [("(1)", "a(1)")]),
        ("\\eqref{one}\n\n\\begin{equation}a\\label{one}\\end{equation}\n\n## eq-one", [("(1)", "a(1)")]),
        (r"$$x\tag*{**}\label{a}$$ \begin{equation}y\tag*{(A)}\label{b}\end{equation} \eqref{b} \ref{b}",
         [("((A))", "y(A)"), ("(A)", "y(A)")]),
        (r"\begin{equation}y\tag{A}\label{b}\end{equation} \eqref{b} \ref{b}", [("(A)", "y(A)"), ("A", "y(A)")]),
        (r"\begin{equation}\begin{aligned}a\label{a}&b\end{aligned}\end{equation} \ref{a}", [("1", "ab(1)")]),
    ],
)  # fmt: skip
def test_references_lead_to_their_own_equation(
    text: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    chapter = made(tmp_path, text + "\n", SCRIPT)
    assert leads(chapter) == expected
    assert [notice.code for notice in chapter.notices if notice.code != "math-reference"] == []


def test_a_label_that_is_given_twice_is_told(tmp_path: Path) -> None:
    text = "\\begin{align}a\\label{x}\\\\\\\\b\\label{x}\\end{align} \\eqref{x}\n"
    chapter = made(tmp_path, text, SCRIPT)
    assert [(notice.code, notice.line) for notice in chapter.notices] == [("math-label", 5)]
    assert leads(chapter) == [("(1)", "a(1)")]


def test_a_reference_to_nothing_is_told(tmp_path: Path) -> None:
    chapter = made(tmp_path, "See \\eqref{none}.\n", SCRIPT)
    assert [(notice.line, notice.code) for notice in chapter.notices] == [(5, "math-reference")]
    assert seen(rows(chapter)[0]) == "(???)"
    assert words(chapter) == "See ."


@pytest.mark.parametrize("script", [MATHJAX_2, MATHJAX_3], ids=["2", "3"])
def test_macros_of_the_site_and_of_the_post(script: str, tmp_path: Path) -> None:
    text = "$\\bold{x} \\in \\RR$ and $$\\newcommand{\\N}{\\mathbb N}\\N$$, later $\\N$.\n"
    found = formulas(tmp_path, text, {"_includes/head.html": script})
    assert [seen(row) for row in found] == ["𝐱∈ℝ", "ℕ", "ℕ"]


@pytest.mark.parametrize(
    "signs", [("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]")], ids=lambda signs: signs[0]
)
@pytest.mark.parametrize("place", ["_includes/macros.html", "_layouts/post.html"])
def test_macros_that_the_page_around_defines(signs: tuple[str, str], place: str, tmp_path: Path) -> None:
    hidden = (
        rf'<div style="display:none">{signs[0]}\newcommand{{\RR}}{{\mathbb R}}\def\less{{a &lt; b}}{signs[1]}</div>'
        r"<script>var not = '$\def\RR{wrong}$'</script>"
    )
    files = {
        "_includes/macros.html": "",
        "_layouts/post.html": "",
        "_includes/head.html": MATHJAX_3.replace("RR:", "QQ:"),
    }
    files[place] = hidden
    files["_layouts/post.html"] += "{% include head.html %}{% include macros.html %}{{ content }}"
    chapter = made(tmp_path, "$\\RR$ and $\\less$\n", files, "layout: post\n")
    assert [seen(row) for row in rows(chapter)] == ["ℝ", "a<b"]
    assert not chapter.notices


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\frac{a", "brace"),
        (r"a & b", '"&"'),
        (r"\begin{nosuch}a\end{nosuch}", "nosuch"),
        (r"\begin{matrix}a", ""),
        (r"x_a_b", "subscript"),
        (r"\left( a", ""),
        (r"\require{../../x}", "require"),
    ],
)
def test_what_cannot_be_read_is_shown_and_told(tex: str, reason: str, tmp_path: Path) -> None:
    chapter = made(tmp_path, f"Before $${tex}$$ after.\n", SCRIPT)
    assert [(notice.code, notice.line) for notice in chapter.notices] == [("math-unreadable", 5)]
    assert reason in chapter.notices[0].message
    assert "".join(map(str, tree(chapter).itertext())).split() == ["Before", *tex.split(), "after."]
    assert [code.text for code in tree(chapter).iter("code")] == [tex]


@pytest.mark.parametrize(
    "tex", [r"\{a\} \frac{x}", r"a \_ b & c", "f'(x) & g'(x)", r"\\(a \& b &\\)", "a -- b & c", "a * b & c"]
)
def test_a_notice_has_its_line_whatever_markdown_made_of_the_formula(tex: str, tmp_path: Path) -> None:
    text = f"First $a$.\n\nSecond line\nthen ${tex}$ end.\n" if "(a" not in tex else f"First.\n\n\n{tex}\n"
    (notice,) = made(tmp_path, text, SCRIPT).notices
    assert (notice.code, notice.line) == ("math-unreadable", 8)


def test_an_unknown_command_is_named_in_its_formula(tmp_path: Path) -> None:
    chapter = made(tmp_path, "$x + \\nosuch y$\n", SCRIPT)
    assert [notice.code for notice in chapter.notices] == ["math-unknown"]
    assert seen(rows(chapter)[0]) == "x+\\nosuchy"


@pytest.mark.parametrize(
    "tex",
    [
        r"\def\a{\a\a}\a",
        r"\def\a{\b\b}\def\b{\c\c}\def\c{\d\d}\def\d{\e\e}\def\e{\f\f}" * 3 + r"\a",
        "{a" * 3_000 + "x" + "}" * 3_000,
        r"\sqrt" * 3_000 + " x",
        r"\frac{" * 1_000 + "x" + "}{y}" * 1_000,
        r"\left(" * 1_000 + r"\right)" * 1_000,
        r"\begin{matrix}" * 500 + r"\end{matrix}" * 500,
        r"\sqrt[" * 3_000,
        "x^{" * 2_000 + "}" * 2_000,
        "+x" * 500_000,
        r"\newcommand{\a}[9]{#1#1#2#2}" + r"\a" * 3_000,
        r"\begin{array}{*{99}{*{99}{c}}}a\end{array}",
        r"\hspace{99999999999em}\rule{1e999em}{1em}",
        r"\text{" * 500 + "}" * 500,
        r"\color{red}" * 2_000 + "x",
        "\\ce{" + "((" * 900 + "}",
        "(" * 100,
        r"\bigl[" * 60 + r"\begin{matrix}(((((((((((((&\end{matrix}",
        "x_" * 2_000 + "x",
        "a\\over" * 2_000,
    ],
    ids=lambda tex: tex[:12],
)
def test_hostile_tex_ends_soon_with_one_line(tex: str, tmp_path: Path) -> None:
    with computing(10):
        chapter = made(tmp_path, f"Before $${tex}$$ after.\n"[:1_000_000], SCRIPT)
    assert len(chapter.notices) <= 1
    assert words(chapter).startswith("Before")
    assert words(chapter).endswith("after.") or len(tex) > 900_000


@pytest.mark.parametrize(
    "tex",
    [
        r"\left\above x\right.",
        r"\left\overwithdelims x\right.",
        r"\left \atopwithdelims () x \right)",
        r"\\[" * 60,
        r"x \\ [0" * 60,
        r"\\\\[" * 4_000,
        r"{\\[" * 60 + "}" * 60,
        r"\left(\\[" * 30 + r"\right)" * 30,
        r"\text{" + r"\\(" * 9_000 + "}",
        r"\text{" * 2_500 + "}" * 2_500,
    ],
    ids=lambda tex: tex[:16],
)
def test_no_formula_keeps_the_reader_waiting(tex: str, tmp_path: Path) -> None:
    with computing(30):  # without bounds it took minutes
        chapter = made(tmp_path, f"Before ${tex}$ after.\n", SCRIPT)
    assert len(chapter.notices) <= 1
    assert words(chapter).startswith("Before")
    assert words(chapter).endswith("after.")


def test_rows_that_begin_with_a_bracket_are_read(tmp_path: Path) -> None:
    rows = r" \\ ".join(f"[{place}, {place + 1}) & x" for place in range(14))
    chapter = made(tmp_path, f"$$\\begin{{aligned}}{rows}\\end{{aligned}}$$\n", SCRIPT)
    assert chapter.notices == ()
    assert len(list(tree(chapter).iter(f"{MATH}mtr"))) == 14


def test_a_notice_is_one_line_whatever_the_formula_is(tmp_path: Path) -> None:
    (notice,) = made(tmp_path, "$\\href{java\nscript:x}{y}$\n", SCRIPT).notices
    assert "\n" not in notice.message


def test_no_formula_leads_anywhere_or_acts(tmp_path: Path) -> None:
    tex = r"\href{javascript:alert(1)}{x} \style{background:url(http://example.org/)}{y} \class{a\" onclick=\"b}{z} \cssId{i}{w}"
    chapter = made(tmp_path, f"$${tex}$$\n", SCRIPT)
    assert [notice.code for notice in chapter.notices] == ["math-link"]
    (math,) = tree(chapter).iter(f"{MATH}math")
    allowed = {"display", "class", "alttext", "encoding", "mathvariant"}
    assert {str(name) for each in math.iter() for name in each.attrib} <= allowed
    assert seen(math[0][0]) == "xyzw"


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        ("x^2", "x²"),
        (r"\mathbb{R}^n", "ℝⁿ"),
        (r"E=mc^2", "E = mc²"),
        (r"x_1, x_{ij}^{10}", "x₁, x_ij¹⁰"),
        (r"e^{-x/2}", "e^(−x/2)"),
        (r"\frac{a}{b}", "a/b"),
        (r"\frac{a+b}{(c+d)}", "(a+b)/(c+d)"),
        (r"\sqrt{x+1}\sqrt2\sqrt[3]{x}", "√(x+1)√2³√x"),
        (r"\sum_{i=1}^n x_i", "∑_(i=1)ⁿ x_i"),
        (r"\lim_{n\to\infty} a", "lim_(n→∞) a"),
        (r"O(n \log n) \sin(x)", "O(n log n) sin(x)"),
        (r"\hat{x} \overline{AB}", "x̂AB"),
        (r"f'' 90^\circ", "f″90°"),
        (r"\ce{SO4^2-}", "SO₄²⁻"),
        (r"\mathbf{x}", "x"),
        (r"\begin{pmatrix}a&b\end{pmatrix}", r"\begin{pmatrix}a&b\end{pmatrix}"),
        (r"\binom{n}{k}", r"\binom{n}{k}"),
    ],
)
def test_a_formula_names_a_heading_in_plain_text(tex: str, said: str, tmp_path: Path) -> None:
    chapter = made(tmp_path, f"## The case $${tex}$$ again\n", SCRIPT)
    assert [heading.text for heading in chapter.headings] == [f"The case {said} again"]


def test_a_heading_with_a_deep_formula_has_a_name_all_the_same(tmp_path: Path) -> None:
    tex = r"\sqrt{" * 78 + "x" + "}" * 78
    (heading,) = made(tmp_path, f"## The case $${tex}$$\n", SCRIPT).headings
    assert heading.text.startswith("The case ")
    assert "x" in heading.text
