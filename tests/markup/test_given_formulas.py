"""Formulas that stand in a post as elements: MathML, what KaTeX has rendered, those of Distill and of Pandoc."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from epub_samples import faults
from lxml import etree
from processes import computing
from test_formulas import MATH, made, tex, tree, words
from test_tex import names, seen

from publish.check import Message
from publish.cli import main
from publish.errors import ContentError
from publish.model import Chapter

XMLNS = 'xmlns="http://www.w3.org/1998/Math/MathML"'
SQUARE = "<msup><mi>x</mi><mn>2</mn></msup>"
KATEX_HTML = (
    f'<span class="katex"><span class="katex-mathml"><math {XMLNS}%s><semantics><mrow>{SQUARE}</mrow>'
    '<annotation encoding="application/x-tex">x^2 &lt; y</annotation></semantics></math></span>'
    '<span class="katex-html" aria-hidden="true"><span class="base"><span class="mord">drawn</span></span></span></span>'
)


def given(chapter: Chapter) -> list[etree._Element]:
    return list(tree(chapter).iter(f"{MATH}math"))


@pytest.mark.parametrize(
    ("markup", "shape", "shown"),
    [
        (SQUARE, "msup(mi mn)", "x2"),
        ("<mfrac><mi>a</mi><mi>b</mi></mfrac>", "mfrac(mi mi)", "ab"),
        ("<mi>&alpha;</mi><mo>&InvisibleTimes;</mo><mi>b</mi><mo>&lt;</mo><mn>1</mn>", "mi mo mi mo mn", "α\u2062b<1"),
        ("<semantics><mi>a</mi><annotation-xml><mi>b</mi></annotation-xml></semantics>", "mi", "a"),
        ("<mfrac><mi>a</mi></mfrac>", "mrow(mi)", "a"),
        ('<mfenced open="["><mi>a</mi><mi>b</mi></mfenced>', "mrow(mo mi mo mi mo)", "[a,b)"),
        ("<mtable><mtr><mi>a</mi></mtr><mi>b</mi></mtable>", "mtable(mtr(mtd(mi)) mtr(mtd(mi)))", "ab"),
        ("<mtr><mtd><mi>a</mi></mtd></mtr><mprescripts/>", "mrow(mrow(mi))", "a"),
        ("<mmultiscripts><mi>X</mi><mi>a</mi><none/><mprescripts/><mi>c</mi><none/></mmultiscripts>",
         "mmultiscripts(mi mi none mprescripts mi none)", "Xac"),
        ("<mmultiscripts><mi>X</mi><mi>a</mi></mmultiscripts>", "mrow(mi mi)", "Xa"),
        ("<mtext><b>if</b> so</mtext><script>alert(1)</script><mglyph src='x'/>", "mtext", "ifso"),
        ("<mi>a&#xD800;&#0;&#x41;&nosuch;&#xFFFE;&nbsp;</mi>", "mi", "a\ufffd\ufffdA&nosuch;"),
        ("<mi>a</mi><math><mi>b</mi></math>", "mi mrow(mi)", "ab"),
        ("<maction actiontype='toggle'><mi>a</mi><mi>b</mi></maction>", "mi", "a"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("namespace", ["", f" {XMLNS}"], ids=["plain", "namespace"])
def test_mathml_stays_in_the_shape_that_it_must_have(
    namespace: str, markup: str, shape: str, shown: str, tmp_path: Path
) -> None:
    chapter = made(tmp_path, f"Before <math{namespace}>{markup}</math> after.\n")
    (math,) = given(chapter)
    assert " ".join(names(each) for each in math[0]) == shape
    assert seen(math[0]) == shown
    assert math.get("display") == "inline"
    assert math.get("alttext")
    assert words(chapter) == "Before after."
    assert not chapter.notices


@pytest.mark.parametrize(
    "inside", ["", "<mrow></mrow>", "<mglyph src='x'/>", "<annotation-xml>x</annotation-xml>"]
)
def test_mathml_that_shows_nothing_is_told(inside: str, tmp_path: Path) -> None:
    chapter = made(tmp_path, f"Before <math>{inside}</math> after.\n")
    assert [notice.code for notice in chapter.notices] == ["element-removed"]
    assert words(chapter) == "Before after."


def test_nothing_of_given_mathml_acts_or_leads_anywhere(tmp_path: Path) -> None:
    chapter = made(
        tmp_path,
        '<math display="block" onload="x" href="javascript:x"><mi href="http://a.example" style="color:red" class="fixed" id="i" '
        'mathcolor="red" onclick="y" mathbackground="url(http://a.example/)">a</mi></math>\n',
    )
    (math,) = given(chapter)
    assert dict(math[0][0].items()) == {"mathcolor": "red"}
    assert dict(math.items()) == {"display": "block", "class": "math-display", "alttext": "a"}


@pytest.mark.parametrize(("mode", "shown"), [("", "x^2 < y"), (' display="block"', "D x^2 < y")])
def test_what_katex_has_rendered_is_said_once(mode: str, shown: str, tmp_path: Path) -> None:
    chapter = made(tmp_path, f"Before {KATEX_HTML % mode} after.\n")
    assert tex(chapter) == [shown]
    assert words(chapter) == "Before after."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A <d-math>a_{i} < b_{j} *c*</d-math>.", ["a_{i} < b_{j} *c*"]),
        ("A <d-math block>x_1</d-math> b.", ["D x_1"]),
        ('<d-math block="">\n  x \\pm *y*\n\n  z\n</d-math>', ["D x \\pm *y*\n\n  z"]),
        ('A <span class="math inline">x_1</span> <span class="math display">y^2</span>.', ["x_1", "D y^2"]),
        ('A <span class="math-inline">x_1</span>.', ["x_1"]),
        (
            'A <span class="math inline">\\\\(x\\\\)</span> <span class="math-inline">\\\\(y\\\\)</span>.',
            ["x", "y"],
        ),
        ('A <span class="math">\\frac12</span> <span class="math">words</span>.', ["\\frac12"]),
        ("A `<d-math>x</d-math>` <code>&lt;math&gt;</code>.", []),
    ],
)
def test_elements_that_hold_tex(text: str, found: list[str], tmp_path: Path) -> None:
    assert tex(made(tmp_path, text + "\n")) == found


def test_no_post_can_name_our_places_for_formulas(tmp_path: Path) -> None:
    chapter = made(
        tmp_path,
        'A <span class="math-given">0</span> <math><mi>x</mi></math> <span class="math-given">7</span>.\n',
    )
    assert len(given(chapter)) == 1
    chapter = made(tmp_path, 'A <span class="math math-row x">words</span>.\n')
    assert [each.get("class") for each in tree(chapter).iter("span")] == ["x"]


@pytest.mark.parametrize(
    "markup",
    ["<math>" * 50_000, "<math><mi>" * 30_000, f"<math>{'<mi>x</mi>' * 40_000}</math>", "<d-math>" * 60_000,
     "<d-math><" * 60_000, '<span class="math">' * 40_000, "<math>&amp" + "&amp" * 100_000 + "</math>"],
    ids=lambda markup: markup[:14],
)  # fmt: skip
def test_hostile_mathml_costs_little(markup: str, chapter: Callable[..., Chapter]) -> None:
    with computing(10), suppress(ContentError):
        chapter(f"Before.\n\n<div>{markup}</div>\n")


def test_books_with_given_formulas_are_valid(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    epubcheck: Callable[[Iterable[Path | str]], dict[Path, list[Message]]],
    verapdf: Callable[[Iterable[Path | str]], dict[Path, dict[str, list[str]]]],
) -> None:
    parts = [
        f"## Head <math>{SQUARE}</math>",
        f"A {KATEX_HTML % ''} b <span class='math'>words</span>.",
        "<math display='block'><mtable><mi>a</mi></mtable><mtr><mi>b</mi></mtr><mprescripts/><mi></mi></math>",
        "* <math><mfenced><mi>x</mi></mfenced><mspace width='1em'/><mstyle displaystyle='true'><mi>y</mi></mstyle></math>",
    ]
    (tmp_path / "post.md").write_text("---\ntitle: Given\n---\n\n" + "\n\n".join(parts) + "\n")
    monkeypatch.chdir(tmp_path)
    for command in (["epub"], ["pdf"], ["html"], ["epub", "--math", "pictures", "-o", "drawn"]):
        assert main([*command[:1], "post.md", *(command[1:] or ["-o", "out"]), "--strict"]) == 0
    checked = epubcheck([tmp_path / "out" / "post.epub", tmp_path / "drawn" / "post.epub"])
    assert [fault for messages in checked.values() for fault in faults(messages)] == []
    assert not any(verapdf([tmp_path / "out" / "post.pdf"])[tmp_path / "out" / "post.pdf"].values())
