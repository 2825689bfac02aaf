"""Formulas: found as by a script in the page; other dollars are money."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from markup_samples import PLAIN

from publish import posts
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


@pytest.mark.parametrize("flag", ["math", "mathjax", "use_math", "katex", "usemathjax"])
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
    ],
)  # fmt: skip
def test_formulas_are_found_as_a_browser_finds_them(text: str, found: list[str], tmp_path: Path) -> None:
    assert tex(made(tmp_path, text + "\n", {"_includes/head.html": MATHJAX_3})) == found


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
    started = time.process_time()
    files = {
        "_includes/head.html": f"MathJax.js {script}",
        "_includes/a.html": "{% include a.html %} mathjax",
    }
    chapter = made(tmp_path, "Let $x$ be.\n", files)
    assert time.process_time() - started < 10
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
