"""Formulas: found as by a script in the page; other dollars are money."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from markup_samples import PLAIN
from pdf_samples import written
from processes import computing

from publish import posts
from publish.keep.once import read_anew
from publish.markup.convert import convert
from publish.model import Chapter, Options, Site
from publish.project import site as sites

MATH = "{http://www.w3.org/1998/Math/MathML}"
MATHJAX_2 = """<script type="text/x-mathjax-config">MathJax.Hub.Config({tex2jax: {inlineMath: [['$','$'], ['\\\\(','\\\\)']],
processEscapes: true}, TeX: {equationNumbers: {autoNumber: "AMS"}, Macros: {RR: "{\\\\mathbb R}", bold: ["{\\\\bf #1}", 1]}}});
</script><script src="https://cdn.example.org/mathjax/2.7.7/MathJax.js?config=TeX-AMS_HTML"></script>"""
MATHJAX_3 = """<script>window.MathJax = { tex: { inlineMath: [ ['$', '$'], ["\\\\(", "\\\\)"] ], tags: 'ams',
  macros: { RR: '\\\\mathbb{R}', bold: ['{\\\\bf #1}', 1] } } };</script>
<script async src="https://cdn.example.org/npm/mathjax@3/es5/tex-chtml.js"></script>"""
MATHJAX_3_ADDED = """<script>MathJax = {tex: {inlineMath: {'[+]': [['$', '$']]}, macros: {RR: "\\\\mathbb{R}",
bold: ["{\\\\bf #1}", 1]}}};</script><script src="/mathjax@4/tex-svg.js"></script>"""
KATEX = """<script defer src="https://cdn.example.org/katex@0.16/dist/contrib/auto-render.min.js" onload="renderMathInElement(
document.body, {delimiters: [{left: '$$', right: '$$', display: true}, {left: '$', right: '$', display: false},
{left: '\\\\(', right: '\\\\)', display: false}], macros: {'\\\\RR': '\\\\mathbb{R}', '\\\\bold': '{\\\\bf #1}'}});"></script>"""
BRACKETS = """<script src="https://cdn.example.org/mathjax/2.7.7/MathJax.js?config=TeX-AMS_HTML"></script>"""
COMMENTED = f"<!-- {MATHJAX_3} -->"
TEXT = "From $x_1$ to $y$: prices rose from $5 to $6.\n"


def made(
    folder: Path,
    text: str,
    files: dict[str, str] | None = None,
    front: str = "",
    options: Options | None = None,
) -> Chapter:
    """The chapter of a post on a site with these files."""
    for name, content in {"_config.yml": "title: Site\n", **(files or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    path = folder / "_posts" / "2024-05-01-post.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"---\ntitle: Post\n{front}---\n\n{text}", "utf-8")
    site = sites.load(sites.find(path.parent))
    return convert(posts.read(path, site), site, options or Options())


def tree(chapter: Chapter) -> etree._Element:
    return etree.fromstring(f"<body>{chapter.body}</body>")


def tex(chapter: Chapter) -> list[str]:
    """The TeX of each formula in order, displays with `D ` before it."""
    found = tree(chapter).iter(f"{MATH}math")
    return [
        ("D " if each.get("display") == "block" else "") + (each.findtext(f".//{MATH}annotation") or "")
        for each in found
    ]


def words(chapter: Chapter) -> str:
    """The text without its formulas."""
    body = tree(chapter)
    for math in list(body.iter(f"{MATH}math")):
        for child in list(math):
            math.remove(child)
    return " ".join("".join(map(str, body.itertext())).split())


@pytest.mark.parametrize(
    "script", [MATHJAX_2, MATHJAX_3, MATHJAX_3_ADDED, KATEX], ids=["2", "3", "added", "katex"]
)
@pytest.mark.parametrize("place", ["_includes/head.html", "_layouts/post.html"])
def test_dollars_where_the_sites_script_reads_them(script: str, place: str, tmp_path: Path) -> None:
    chapter = made(
        tmp_path, "Let $x_1$ be in $\\bold{\\RR}$.\n", {place: f"<head>{script}</head>"}, "layout: post\n"
    )
    assert tex(chapter) == ["x_1", "\\bold{\\RR}"]
    assert "ℝ" in "".join(map(str, tree(chapter).itertext()))


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"_includes/head.html": BRACKETS},
        {"_includes/head.html": COMMENTED},
        {"_includes/head.html": f"{{% if page.math %}}{MATHJAX_3}{{% endif %}}"},
        {"_layouts/default.html": "{{ content }}", "_layouts/post.html": "---\nlayout: default\n---\n{{ content }}",
         "_layouts/paper.html": MATHJAX_3},
        {"_includes/math.html": MATHJAX_3, "_layouts/post.html": "{% if page.mathjax %}{% include math.html %}{% endif %}"},
    ],
    ids=["no script", "brackets only", "commented out", "flag", "another layout", "flag of an include"],
)  # fmt: skip
def test_elsewhere_a_dollar_is_money(files: dict[str, str], tmp_path: Path) -> None:
    chapter = made(tmp_path, TEXT, files)
    assert tex(chapter) == []
    assert words(chapter) == "From $x_1$ to $y$: prices rose from $5 to $6."


@pytest.mark.parametrize(
    ("files", "front"),
    [
        ({"_includes/head.html": f"{{% if page.math %}}{MATHJAX_3}{{% endif %}}"}, "math: true\n"),
        ({"_includes/math.html": MATHJAX_2, "_layouts/post.html": "{% if page.mathjax %}{% include math.html %}{% endif %}"},
         "mathjax: true\n"),
        ({"_layouts/post.html": "---\nlayout: base\n---\n", "_layouts/base.html": "{% include a/b.html %}",
          "_includes/a/b.html": '<script src="{{ site.baseurl }}/assets/js/setup.js"></script>',
          "assets/js/setup.js": MATHJAX_3[8:-9]}, ""),
        ({"_layouts/post.html": "---\nlayout: default\n---\n{{ content }}", "_layouts/default.html": "{% include head.html %}{{ content }}",
          "_includes/head.html": "{% seo %}{% if page.use_math and site.x == nil %}{% include_cached math.html %}{% endif %}{% feed_meta %}",
          "_includes/math.html": f"{{% social %}}{MATHJAX_3}"}, "layout: post\nuse_math: true\n"),
        ({"assets/js/mathjax.js": "window.MathJax = {tex: {inlineMath: [['$', '$']]}};"}, "math: true\n"),
        ({"_config.yml": "theme: jekyll-theme-chirpy\n"}, "math: true\n"),
        ({"_config.yml": "remote_theme: kitian616/jekyll-TeXt-theme\nmathjax: true\n"}, ""),
        ({"_config.yml": "plugins: [jekyll-spaceship]\n"}, ""),
    ],
    ids=["flag", "include", "script of its own", "tags of plugins", "theme's script", "chirpy", "text theme", "plugin"],
)  # fmt: skip
def test_where_the_script_comes_from(files: dict[str, str], front: str, tmp_path: Path) -> None:
    assert tex(made(tmp_path, "Let $x_1$ and $ y $ be.\n", files, front)) == ["x_1", "y"]


@pytest.mark.parametrize(
    "flag",
    ["math", "mathjax", "use_math", "katex", "usemathjax", "MathJax", "use-katex", "use_mathjax", "mathJax"],
)
def test_a_flag_without_a_script_reads_dollars_with_care(flag: str, tmp_path: Path) -> None:
    chapter = made(tmp_path, TEXT, front=f"{flag}: true\n")
    assert tex(chapter) == ["x_1", "y"]
    assert words(chapter).endswith("prices rose from $5 to $6.")
    assert tex(made(tmp_path, TEXT, front=f"{flag}: false\n")) == []


def test_without_a_site_dollars_around_tex_are_formulas() -> None:
    text = "Let $\\boldsymbol{x}_1$ be $y$, from $5 to $6, $PATH\\\\bin and $HOME.\n"
    chapter = convert(replace(PLAIN, text=text), Site(), Options())
    assert tex(chapter) == ["\\boldsymbol{x}_1"]
    assert words(chapter) == "Let be $y$, from $5 to $6, $PATH\\bin and $HOME."


def test_a_setting_decides(tmp_path: Path) -> None:
    text = "Let $x$ be \\\\(y\\\\).\n"
    assert tex(made(tmp_path, text, options=Options(dollars="formulas"))) == ["x", "y"]
    script = {"_includes/head.html": MATHJAX_3}
    assert tex(made(tmp_path / "other", text, script, options=Options(dollars="money"))) == ["y"]
    assert tex(made(tmp_path / "other", text, script, options=Options(dollars="auto"))) == ["x", "y"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$$a$$ in a line", ["a"]),
        ("$$\na\n$$", ["D a"]),
        (r"\\(a\\) and \\[b\\]", ["a", "D b"]),
        ("\\begin{align}\na &= b\n\\end{align}", ["D \\begin{align}\na &= b\n\\end{align}"]),
        ("$a$ `$b$` $c$", ["a", "c"]),
        ("    $a$\n", []),
        ("```\n$a$\n```", []),
        ("<code>$a$</code><b>$b$</b>", ["b"]),
        ("$a <b>b</b> and $d$", ["d"]),
        ("$a\nb$", ["a\nb"]),
        ("$a\\text{ of $b$}$", ["a\\text{ of $b$}"]),
        (r"$a\\$b$", ["a\\$b"]),
        ('<div class="tex2jax_ignore">\n$a$\n</div>\n\n$b$', ["b"]),
        ("$f'(x)$", ["f’(x)"]),
        ("# A $x$\n\n* $y$\n\n| $z$ | 1 |\n|---|---|\n| 2 | $w$ |", ["x", "y", "z", "w"]),
        ('<script type="math/tex; mode=display">a</script> <script type="math/tex">b</script>', ["D a", "b"]),
        (r'It is <script type="math/tex">a&lt;b \&amp; c < d</script>.', [r"a<b \& c < d"]),
    ],
)  # fmt: skip
def test_formulas_are_found_as_a_browser_finds_them(text: str, found: list[str], tmp_path: Path) -> None:
    assert tex(made(tmp_path, text + "\n", {"_includes/head.html": MATHJAX_3})) == found


@pytest.mark.parametrize(
    "script",
    [
        MATHJAX_3.replace("""['$', '$'], ["\\\\(", "\\\\)"]""", "['$', '$']"),
        KATEX.replace("""{left: '\\\\(', right: '\\\\)', display: false}""", ""),
        MATHJAX_3.replace("tags:", "displayMath: [['$$', '$$']], tags:"),
    ],
    ids=["mathjax", "katex", "display"],
)
@pytest.mark.parametrize(
    "engine", ["", "kramdown:\n  math_engine: null\n", "kramdown:\n  math_engine: katex\n"]
)
def test_double_dollars_are_formulas_however_the_script_is_set(
    script: str, engine: str, tmp_path: Path
) -> None:
    files = {"_config.yml": f"title: Site\n{engine}", "_includes/head.html": script}
    assert tex(made(tmp_path, "Let $a$ and $$b$$ be.\n\n$$\nc\n$$\n", files)) == ["a", "b", "D c"]


@pytest.mark.parametrize(
    "script",
    [
        MATHJAX_3.replace("};</script>", ", options: {ignoreHtmlClass: 'tex2jax_ignore|deaf', processHtmlClass: 'heard'}};</script>", 1),
        MATHJAX_2.replace("tex2jax: {", "tex2jax: {ignoreClass: 'deaf', processClass: 'heard', "),
        KATEX.replace("macros:", "ignoredClasses: ['deaf', 'other'], macros:"),
    ],
    ids=["3", "2", "katex"],
)  # fmt: skip
def test_classes_that_the_script_passes_over(script: str, tmp_path: Path) -> None:
    text = '<p class="x deaf">$a$ <b class="heard">$b$</b></p>\n\n$c$\n'
    found = tex(made(tmp_path, text, {"_includes/head.html": script}))
    assert found == (["c"] if script.startswith("<script defer") else ["b", "c"])


DISTILL = """<html><head>%s</head><d-front-matter><script type="text/json">{"katex": {"delimiters": [
{"left": "$", "right": "$", "display": "false"}, {"left": "$$", "right": "$$", "display": "true"}]}}</script></d-front-matter>
<d-article>{{ content }}</d-article></html>"""


@pytest.mark.parametrize("head", ["", BRACKETS], ids=["alone", "beside MathJax"])
def test_distill_reads_dollars_by_itself(head: str, tmp_path: Path) -> None:
    layouts = {"_layouts/distill.html": DISTILL % head, "_layouts/post.html": "{{ content }}"}
    chapter = made(tmp_path, "Let $ x $ and $$y$$ be.\n", layouts, "layout: distill\n")
    assert tex(chapter) == ["x", "y"]
    assert tex(made(tmp_path, "Let $ x $ and $$y$$ be.\n", layouts, "layout: post\n")) == ["y"]


@pytest.mark.parametrize("key", ["head_scripts", "footer_scripts", "after_footer_scripts"])
@pytest.mark.parametrize("place", ["site", "post"])
def test_scripts_that_settings_name_are_read(key: str, place: str, tmp_path: Path) -> None:
    named = f"{key}:\n  - /assets/js/setup.js\n  - https://cdn.example.org/npm/mathjax@3/es5/tex-chtml.js\n"
    files = {
        "_config.yml": "theme: minimal-mistakes-jekyll\n" + (named if place == "site" else ""),
        "assets/js/setup.js": MATHJAX_3[8:-9],
    }
    chapter = made(tmp_path, "Let $ \\RR $ be.\n", files, named if place == "post" else "")
    assert tex(chapter) == ["\\RR"]
    assert str(tmp_path / "assets" / "js" / "setup.js") in dict(chapter.files)


def test_a_script_from_elsewhere_that_only_settings_name_is_read(tmp_path: Path) -> None:
    named = "head_scripts:\n  - https://cdn.example.org/npm/mathjax@3/es5/tex-chtml.js\n"
    files = {"_config.yml": f"theme: minimal-mistakes-jekyll\n{named}"}
    text = "<p>Let $$a$$ be.</p>\n"
    assert tex(made(tmp_path / "with", text, files)) == ["D a"]
    assert tex(made(tmp_path / "without", text, {"_config.yml": "theme: minimal-mistakes-jekyll\n"})) == []


def test_text_with_formulas_of_jekyll_katex(tmp_path: Path) -> None:
    text = (
        "{% katexmm %}\nLet $P(A|B) < \\|x\\|$ cost \\$5, $$b_2$$ and\n$c$ be.\n\n$d$\n\n$$\ne & f\n$$\n\n* $g$\n\n"
        "  $$h$$\n{% endkatexmm %}\n\nFrom $5 to $6.\n"
    )
    chapter = made(tmp_path, text.replace("e & f", "\\begin{matrix}e & f\\end{matrix}"))
    assert tex(chapter) == [
        "P(A\\vert B) < \\Vert x\\Vert", "D b_2", "c", "d", "D \\begin{matrix}e & f\\end{matrix}", "g", "D h"
    ]  # fmt: skip
    assert words(chapter) == "Let cost $5, and be. From $5 to $6."
    assert not chapter.notices


@pytest.mark.parametrize(
    ("text", "found", "left"),
    [
        (r"$x = \$8$, $$y=\$9$$ and", [r"x = ", r"y=\$9"], "8$, and"),
        (r"$\frac{a}{b and $c$ d and $e$", ["c", "e"], r"$\frac{a}{b and d and"),
        (r"$\frac{a}{b$ and $c$", ["c"], r"\frac{a}{b and"),
        (r"$\sqrt{x}}$, $d$", ["d"], r"\sqrt{x}},"),
    ],
)
def test_a_wrong_formula_takes_no_other_with_it(
    text: str, found: list[str], left: str, tmp_path: Path
) -> None:
    chapter = made(tmp_path, text + "\n", {"_includes/head.html": MATHJAX_3})
    assert [each.strip() for each in tex(chapter)] == [each.strip() for each in found]
    assert words(chapter) == left


def test_text_around_formulas_stays(tmp_path: Path) -> None:
    script = {"_includes/head.html": MATHJAX_3}
    chapter = made(tmp_path, "One $a$ two  \n$b$ *three $c$* four $d$.\n", script)
    assert words(chapter) == "One two three four ."
    assert len(list(tree(chapter).iter("br"))) == 1


def test_a_dollar_may_be_escaped_for_the_script(tmp_path: Path) -> None:
    chapter = made(tmp_path, r"Pay \\$5 or $x$." + "\n", {"_includes/head.html": MATHJAX_3})
    assert tex(chapter) == ["x"]
    assert words(chapter) == "Pay $5 or ."


@pytest.mark.parametrize(
    "script",
    [
        "<!--" * 50_000,
        "/*" * 100_000,
        "<script " * 30_000,
        "macros: [" * 20_000,
        "inlineMath: " + "[" * 50_000,
        "\"'" * 100_000,
        "{% include a.html %}" * 10_000,
        "{% if page.math %}" * 10_000,
    ],
    ids=lambda script: script[:12],
)
def test_hostile_scripts_of_a_site_cost_little(script: str, tmp_path: Path) -> None:
    with computing(10):
        files = {
            "_includes/head.html": f"MathJax.js {script}",
            "_includes/a.html": "{% include a.html %} mathjax",
        }
        chapter = made(tmp_path, "Let $x$ be.\n", files)
    assert words(chapter) == "Let $x$ be."
    assert chapter.notices == ()


def test_a_layout_that_changes_is_read_again(tmp_path: Path) -> None:
    chapter = made(
        tmp_path,
        "Let $x$ be.\n",
        {"_layouts/post.html": '<script src="/js/m.js"></script>', "js/m.js": MATHJAX_3[8:-9]},
    )
    assert tex(chapter) == ["x"]
    assert str(tmp_path / "js" / "m.js") in dict(chapter.files)


@pytest.mark.parametrize("tag", ["<d-math " + "block " * 30_000, "<script " + "type=math/tex " * 15_000])
def test_elements_of_formulas_without_end_take_no_time(tag: str, tmp_path: Path) -> None:
    with computing(5):
        chapter = made(tmp_path, f"Words.\n\n<!-- {tag} -->\n\n<d-math block>x</d-math>\n")
    assert tex(chapter) == ["D x"]


def test_a_build_after_a_save_reads_the_sites_scripts_anew(tmp_path: Path) -> None:
    assert tex(made(tmp_path, "Let $a$ be.\n", {"_includes/head.html": MATHJAX_3})) == ["a"]
    read_anew()
    assert tex(made(tmp_path, "Let $a$ be.\n", {"_includes/head.html": "<head></head>"})) == []


@pytest.mark.parametrize("sign", ["$$", "$"])
def test_the_line_of_a_fault_is_not_that_of_a_formula_that_contains_it(sign: str) -> None:
    text = f"One $$\\frac{{a}}{{b}}$$ here.\n\nTwo {sign}\\frac{{a}}{{b{sign} there.\n"
    (notice,) = written(text, meta={"mathjax": True}).notices
    assert notice.line == 6


DELIMITERS = "[{left: '$$', right: '$$', display: true}, {left: '$', right: '$', display: false}]"


@pytest.mark.parametrize(
    "script",
    [
        f"<script>const marks = {DELIMITERS};\nrenderMathInElement(document.body, {{delimiters: marks}});</script>",
        '<script src="/katex/contrib/auto-render.min.js" onload="renderMathInElement(document.body, {delimiters: '
        + DELIMITERS.replace("'", "&quot;")
        + '})"></script>',
        f"<script>renderMathInElement(document.body, {{delimiters: {DELIMITERS}, ignoredClasses: ['tex2jax_ignore']}});</script>",
        "<script>var pairs = [['$', '$']]; window.MathJax = {tex: {inlineMath: pairs}};</script>",
    ],
    ids=["constant", "attribute", "class of another engine", "variable"],
)
def test_settings_however_they_are_written(script: str, tmp_path: Path) -> None:
    chapter = made(tmp_path, "Let $x_1$ and $ y $ be.\n", {"_includes/head.html": script})
    assert tex(chapter) == ["x_1", "y"]


def test_macros_and_environments_that_the_script_has(tmp_path: Path) -> None:
    script = r"""<script>const mine = {RR: '\\mathbb{R}'}; MathJax = {tex: {inlineMath: [['$', '$']], macros: mine,
    environments: {braced: ['\\left\\{', '\\right\\}'], twice: ['#1 + #1 +', '', 1]}}};</script>"""
    text = "$\\begin{braced}\\RR\\end{braced}$ $\\begin{twice}{a}b\\end{twice}$\n"
    chapter = made(tmp_path, text, {"_includes/head.html": script})
    assert not chapter.notices
    shown = ["".join(map(str, each[0].itertext())) for each in tree(chapter).iter(f"{MATH}semantics")]
    assert shown == ["{ℝ}", "a+a+b"]


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("MathJax = {tex: {inlineMath: [['$', '$']]}, options: {skipHtmlTags: {'[+]': ['kbd'], '[-]': ['code']}}};", ["a", "c", "d"]),
        ("MathJax = {tex: {inlineMath: [['$', '$']]}, options: {skipHtmlTags: ['script', 'pre', 'code', 'del']}};", ["b", "d"]),
        ("MathJax.Hub.Config({tex2jax: {inlineMath: [['$', '$']], skipTags: ['script', 'pre']}});", ["a", "b", "c", "d"]),
        (f"renderMathInElement(document.body, {{delimiters: {DELIMITERS}, ignoredTags: ['pre', 'code', 'kbd', 'del']}});", ["d"]),
        (f"renderMathInElement(document.body, {{delimiters: {DELIMITERS}}});", ["b", "c", "d"]),
    ],
    ids=["added and taken", "listed", "2", "katex", "katex's own"],
)  # fmt: skip
def test_elements_that_the_script_passes_over(script: str, found: list[str], tmp_path: Path) -> None:
    text = "`$a$` <kbd>$b$</kbd> <del>$c$</del> $d$\n\n```\n$e$\n```\n"
    head = {"_includes/head.html": f"<script>{script}</script>"}
    chapter = made(tmp_path, text, head)
    assert tex(chapter) == found
    assert all(not list(code.iter(f"{MATH}math")) for code in tree(chapter).iter("code"))
    assert "$e$" in words(chapter)
